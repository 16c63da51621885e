package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.chain.RevertedException;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Abi;

/// Who may act for a consumer: IAccessGrants.sol. Rights are masks of [Rights].
public record AccessGrants(Contract contract) {
  /// Why a key could not join a group.
  public enum Refusal {
    UNKNOWN("GroupUnknown"),
    OVER("GroupOver"),
    NO_MEMBER("NotMember"),
    JOINED("JoinedAlready"),
    NEWER_WORD("NewerWord"),
    OTHER("");

    private final String error;

    Refusal(String error) {
      this.error = error;
    }
  }

  /// Sent by the consumer's own wallet.
  public Call grant(
      Address key, Bytes32 slaId, int rights, long expiry, BigInteger voucherCap, Bytes32 scope) {
    return contract.callOf("grant", key, slaId, rights, expiry, voucherCap, scope);
  }

  /// The id that a grant got.
  public long grantedId(Receipt receipt) {
    return contract.read(receipt, "Granted").getFirst().values().number("grantId");
  }

  public Call revoke(long grantId) {
    return contract.callOf("revoke", grantId);
  }

  // ---- groups

  /// Sent by the consumer's own wallet.
  ///
  /// @param number one that the consumer never used before
  public Call grantGroup(long number, Bytes32 slaId, Bytes32 root, long expiry, Bytes32 scope) {
    return contract.callOf("grantGroup", number, slaId, root, expiry, scope);
  }

  /// Another root: nobody is a member until it joins again.
  public Call regroup(long number, Bytes32 root) {
    return contract.callOf("regroup", number, root);
  }

  public Call revokeGroup(long number) {
    return contract.callOf("revokeGroup", number);
  }

  /// Sent by the member's own key.
  public Call join(GrantProof proof) {
    var member = proof.member();
    return contract.callOf(
        "join",
        proof.consumer(),
        proof.number(),
        member.rights(),
        member.voucherCap(),
        proof.siblings());
  }

  /// A tree over these members, for this contract on this chain.
  public GrantGroup group(long chainId, Address consumer, long number, List<GrantMember> members) {
    return new GrantGroup(chainId, contract.address(), consumer, number, members);
  }

  public static Refusal refusalOf(RevertedException refused) {
    var name = refused.failure().map(Abi.Failure::name).orElse("");
    return Arrays.stream(Refusal.values())
        .filter(refusal -> name.endsWith(refusal.error))
        .findFirst()
        .orElse(Refusal.OTHER);
  }

  /// Nothing when the consumer has no group of that number.
  public Optional<GroupView> groupOf(Address consumer, long number) {
    try {
      return Optional.of(GroupView.of(contract.call("groupOf", consumer, number).struct(0)));
    } catch (RevertedException unknown) {
      if (refusalOf(unknown) != Refusal.UNKNOWN) {
        throw unknown;
      }
      return Optional.empty();
    }
  }

  // ---- views

  public GrantView grantOf(long grantId) {
    return GrantView.of(grantId, contract.call("grantOf", grantId).struct(0));
  }

  public boolean allows(Address consumer, Bytes32 slaId, Address key, int rights) {
    return contract.call("allows", consumer, slaId, key, rights).flag(0);
  }

  public BigInteger voucherCapOf(Address consumer, Bytes32 slaId, Address key) {
    return contract.call("voucherCapOf", consumer, slaId, key).integer(0);
  }
}
