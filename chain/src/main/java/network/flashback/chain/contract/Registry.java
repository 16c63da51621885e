package network.flashback.chain.contract;

import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Register of storage providers, service providers and reporters: IRegistry.sol.
public record Registry(Contract contract) {
  public static final int DIRECT = 1;
  public static final int CLOUD = 2;
  public static final int DEPIN = 4;
  public static final int MIGRATION = 8;
  public static final int REPORTER = 16;
  public static final int ANALYTICS = 32;
  public static final int COMPLIANCE = 64;

  /// Where a member stands; in the order of `MemberStatus`.
  public enum Status {
    NONE,
    APPLIED,
    ACTIVE,
    SUSPENDED,
    EXITING,
    EXITED
  }

  public Call register(
      int kinds, Address payout, Address nodeKey, Bytes32 profileHash, String endpoint) {
    return contract.callOf("register", kinds, payout, nodeKey, profileHash, endpoint);
  }

  /// The id that a registration got.
  public long registeredId(Receipt receipt) {
    return contract.read(receipt, "Registered").getFirst().values().number("id");
  }

  public Call update(
      long id, Address payout, Address nodeKey, Bytes32 profileHash, String endpoint) {
    return contract.callOf("update", id, payout, nodeKey, profileHash, endpoint);
  }

  /// 0 for a key that nobody registered.
  public long idOfNodeKey(Address nodeKey) {
    return contract.call("idOfNodeKey", nodeKey).number(0);
  }

  public Address ownerOf(long id) {
    return contract.call("ownerOf", id).address(0);
  }

  public Address payoutOf(long id) {
    return contract.call("payoutOf", id).address(0);
  }

  public Address nodeKeyOf(long id) {
    return contract.call("nodeKeyOf", id).address(0);
  }

  public String endpointOf(long id) {
    return contract.call("endpointOf", id).text(0);
  }

  public int kindsOf(long id) {
    return (int) contract.call("kindsOf", id).number(0);
  }

  public Status statusOf(long id) {
    return Status.values()[(int) contract.call("statusOf", id).number(0)];
  }

  public boolean isListed(long id) {
    return contract.call("isListed", id).flag(0);
  }

  public long count() {
    return contract.call("count").number(0);
  }
}
