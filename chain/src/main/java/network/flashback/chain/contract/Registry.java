package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
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

  private static final List<Status> STATUSES = List.of(Status.values());

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

  /// Applied to active, once every demanded certificate is valid.
  public Call activate(long id) {
    return contract.callOf("activate", id);
  }

  /// For the owner: begins to leave; nothing new can be opened.
  public Call exit(long id) {
    return contract.callOf("exit", id);
  }

  /// Fourteen days after [#exit], when no stake is committed any more.
  public Call completeExit(long id) {
    return contract.callOf("completeExit", id);
  }

  /// Unix second from which a begun exit can be completed.
  public long exitFrom(Receipt receipt) {
    return contract.read(receipt, "ExitBegun").getFirst().values().number("completeFrom");
  }

  /// Pays the listing for periods of thirty days. Needs an allowance of the token for this
  /// contract.
  public Call subscribe(long id, Address token, int periods, BigInteger maximum) {
    return contract.callOf("subscribe", id, token, periods, maximum);
  }

  /// Price of thirty days, token units; zero when it is not for sale.
  public BigInteger subscriptionPriceOf(Address token) {
    return contract.call("subscriptionPriceOf", token).integer(0);
  }

  /// Unix second until which the subscription is paid; 0 when none ever was.
  public long paidUntilOf(long id) {
    return contract.call("paidUntilOf", id).number(0);
  }

  /// Stake of a token that buys the listing, token units; zero when the token does not.
  public BigInteger stakeThresholdOf(Address token) {
    return contract.call("stakeThresholdOf", token).integer(0);
  }

  /// Scopes that members of these kinds need certificates of.
  public int demandedScopesOf(int kinds) {
    return (int) contract.call("demandedScopesOf", kinds).number(0);
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
    return STATUSES.get((int) contract.call("statusOf", id).number(0));
  }

  public boolean isListed(long id) {
    return contract.call("isListed", id).flag(0);
  }

  /// The same of many members at once, in the same order.
  public List<Boolean> areListed(List<Long> ids) {
    var each = ids.stream().map(id -> List.<Object>of(id)).toList();
    return contract.callEach("isListed", each).stream().map(values -> values.flag(0)).toList();
  }

  public long count() {
    return contract.call("count").number(0);
  }

  /// Who may pause new agreements; zero while a vote has named nobody.
  public Address guardian() {
    return contract.call("guardian").address(0);
  }

  /// A pause of new agreements.
  ///
  /// @param until unix second; past, or 0, when nothing is paused
  /// @param nextFrom unix second from which the guardian may pause again
  public record Pause(long until, long nextFrom) {}

  public Pause pause() {
    var values = contract.call("pauseOf");
    return new Pause(values.number(0), values.number(1));
  }

  /// For the guardian, once in thirty days: for seven days no agreement is opened.
  public Call pauseOpenings() {
    return contract.callOf("pauseOpenings");
  }

  /// For the guardian: ends its pause early.
  public Call resumeOpenings() {
    return contract.callOf("resumeOpenings");
  }
}
