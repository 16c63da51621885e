package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// The vote of locked FLASH: FlashGovernor.sol over VoteLock.sol. Votes and FLASH are units of
/// 1e-18, times unix seconds.
///
/// @param firstBlock before which there are no proposals
public record Governance(Contract governor, Contract votes, long firstBlock) {
  // ---- votes

  public BigInteger lockedOf(Address account) {
    return votes.call("lockedOf", account).integer(0);
  }

  public BigInteger totalLocked() {
    return votes.call("totalLocked").integer(0);
  }

  /// FLASH on its way out.
  ///
  /// @param readyAt unix second from which it can be collected
  public record Leaving(BigInteger amount, long readyAt) {}

  public Leaving leavingOf(Address account) {
    var leaving = votes.call("unlockingOf", account);
    return new Leaving(leaving.integer(0), leaving.number(1));
  }

  /// What an account's votes weigh on a proposal: the less of what it had when the proposal became
  /// known, and at its snapshot. Both must have passed.
  public BigInteger weightOf(Address account, Proposal proposal) {
    long knownFrom = governor.call("knownFrom", proposal.id()).number(0);
    return pastVotes(account, knownFrom).min(pastVotes(account, proposal.snapshotAt()));
  }

  private BigInteger pastVotes(Address account, long second) {
    return votes.call("getPastVotes", account, second).integer(0);
  }

  /// What an account could vote with a second ago: who proposes must have had the threshold then.
  public BigInteger votesJustBefore(Address account) {
    return pastVotes(account, governor.chain().head().timestamp().getEpochSecond() - 1);
  }

  /// What an account can vote with from now on, what others gave it included.
  public BigInteger votesOf(Address account) {
    return votes.call("getVotes", account).integer(0);
  }

  /// From the sender's allowance.
  public Call lock(BigInteger amount) {
    return votes.callOf("lock", amount);
  }

  /// The votes end at once.
  public Call requestUnlock(BigInteger amount) {
    return votes.callOf("requestUnlock", amount);
  }

  /// Pays out what is due.
  public Call unlock(Address account) {
    return votes.callOf("unlock", account);
  }

  public long unlockSeconds() {
    return votes.call("unlockSeconds").number(0);
  }

  // ---- proposals

  /// All there ever were, oldest first.
  public List<Proposal> proposals() {
    return governor
        .chain()
        .logs(governor.events("ProposalCreated"), firstBlock, governor.chain().height())
        .stream()
        .map(log -> Proposal.of(governor.read(log).orElseThrow().values()))
        .toList();
  }

  public Proposal.State state(Proposal proposal) {
    return Proposal.State.ofChain(governor.call("state", proposal.id()).number(0));
  }

  public Proposal.Tally tally(Proposal proposal) {
    var votes = governor.call("proposalVotes", proposal.id());
    return new Proposal.Tally(votes.integer(0), votes.integer(1), votes.integer(2));
  }

  public boolean hasVoted(Proposal proposal, Address account) {
    return governor.call("hasVoted", proposal.id(), account).flag(0);
  }

  /// From when on a queued proposal can be executed; 0 for one that is not queued.
  public long executableFrom(Proposal proposal) {
    return governor.call("proposalEta", proposal.id()).number(0);
  }

  /// After so long a proposal that could be queued or executed expires.
  public long graceSeconds() {
    return governor.call("graceSeconds").number(0);
  }

  /// Votes, for and abstaining, that a proposal needs.
  public BigInteger quorum(Proposal proposal) {
    return governor.call("quorum", proposal.snapshotAt()).integer(0);
  }

  /// The same for one that is made now.
  public BigInteger quorumNow() {
    long second = governor.chain().head().timestamp().getEpochSecond();
    return governor.call("quorum", second).integer(0);
  }

  /// Votes that it takes to propose.
  public BigInteger threshold() {
    return governor.call("proposalThreshold").integer(0);
  }

  public long delaySeconds() {
    return governor.call("votingDelay").number(0);
  }

  public long periodSeconds() {
    return governor.call("votingPeriod").number(0);
  }

  /// Whether proposals may order a function.
  public boolean mayOrder(Address target, Bytes selector) {
    return governor.call("mayOrder", target, selector).flag(0);
  }

  public Call propose(List<Proposal.Order> orders, String description) {
    return governor.callOf(
        "propose", targets(orders), noCoins(orders), inputs(orders), description);
  }

  public Call vote(Proposal proposal, Proposal.Support support) {
    return governor.callOf("castVote", proposal.id(), support.onChain());
  }

  /// Hands a proposal that won to the timelock.
  public Call queue(Proposal proposal) {
    return carried("queue", proposal);
  }

  /// Has the timelock do what was decided.
  public Call execute(Proposal proposal) {
    return carried("execute", proposal);
  }

  /// For the proposer, before the vote begins.
  public Call cancel(Proposal proposal) {
    return carried("cancel", proposal);
  }

  private Call carried(String function, Proposal proposal) {
    Bytes32 why = proposal.descriptionHash();
    var orders = proposal.orders();
    return governor.callOf(function, targets(orders), noCoins(orders), inputs(orders), why);
  }

  private static List<Address> targets(List<Proposal.Order> orders) {
    return orders.stream().map(Proposal.Order::target).toList();
  }

  private static List<BigInteger> noCoins(List<Proposal.Order> orders) {
    return Collections.nCopies(orders.size(), BigInteger.ZERO);
  }

  private static List<Bytes> inputs(List<Proposal.Order> orders) {
    return orders.stream().map(Proposal.Order::input).toList();
  }
}
