package network.flashback.settlement.ledger;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.flashback.chain.Block;
import network.flashback.chain.BlockTag;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.QualityOracle.Posted;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.Turns;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.Attempt;
import network.flashback.settlement.Books;
import network.flashback.settlement.Breach;
import network.flashback.settlement.EpochLedger;

/// The contracts, as settling sees them. For one thread at a time.
public final class ContractLedger implements EpochLedger {
  private final Contracts contracts;
  private final Attempts attempts;
  private final GasBudget budget;
  private final Turns turns;
  private final Address wallet;
  private final OpenSlas slas;
  private final Schedule schedule;

  /// Sees and changes the contracts.
  ///
  /// @param sender of the wallet that pays for gas and earns the prover's share of slashes
  public ContractLedger(Contracts contracts, TransactionSender sender, FollowingPolicy policy) {
    this(contracts, sender, policy, GasBudget.unlimited(), Turns.NONE);
  }

  /// Sees and changes the contracts in its turn, as long as the budget of the epoch lasts.
  public ContractLedger(
      Contracts contracts,
      TransactionSender sender,
      FollowingPolicy policy,
      GasBudget budget,
      Turns turns) {
    this.contracts = contracts;
    this.budget = budget;
    this.turns = turns;
    this.attempts = new Attempts(sender, budget);
    this.wallet = sender.address();
    this.slas = new OpenSlas(contracts, policy);
    this.schedule = contracts.orchestrator().schedule();
  }

  @Override
  public Schedule schedule() {
    return schedule;
  }

  @Override
  public Books books() {
    attempts.awaitSent();
    Block head = head();
    long now = Math.max(head.timestamp().getEpochSecond(), schedule.genesis());
    long epoch = schedule.epochAt(now);
    budget.enter(epoch);
    return new Books(head, epoch, slas.read());
  }

  @Override
  public long turnSeconds(long epoch) {
    return turns.ofRunner(wallet, epoch);
  }

  @Override
  public Block head() {
    return contracts.chain().head();
  }

  @Override
  public boolean holds(Block block) {
    boolean holds =
        contracts
            .chain()
            .block(BlockTag.number(block.number()))
            .filter(actual -> actual.hash().equals(block.hash()))
            .isPresent();
    if (!holds) {
      slas.forget();
    }
    return holds;
  }

  @Override
  public long seededAt(long epoch) {
    return contracts.beacon().seededAtOf(epoch);
  }

  @Override
  public long roundOf(long epoch) {
    return contracts.beacon().roundOf(epoch);
  }

  @Override
  public Attempt postSeed(long epoch, Bytes signature) {
    var bounty = contracts.bounty();
    return attempts.send(
        bounty.repays()
            ? bounty.post(epoch, signature)
            : contracts.beacon().post(epoch, signature));
  }

  @Override
  public Optional<BigInteger> claimBounty() {
    var bounty = contracts.bounty();
    var owed = bounty.owedOf(wallet);
    boolean claimed = owed.signum() > 0 && attempts.send(bounty.claim(wallet)).isDone();
    return claimed ? Optional.of(owed) : Optional.empty();
  }

  @Override
  public List<Long> unconfirmed(long providerId, long from, long through) {
    var confirmed = contracts.orchestrator().confirmed(providerId, from, through);
    return LongStream.rangeClosed(from, through)
        .filter(epoch -> !confirmed.get((int) (epoch - from)))
        .boxed()
        .toList();
  }

  @Override
  public Posted qualityOf(long epoch) {
    return contracts.quality().rootOf(epoch);
  }

  @Override
  public OptionalLong finalEpoch(int market) {
    return contracts.orchestrator().finalEpoch(market);
  }

  @Override
  public AgreementView agreement(AgreementId id) {
    return contracts.orchestrator().agreement(id);
  }

  @Override
  public Attempt executeBreach(long epoch, Breach breach) {
    return attempts.send(
        contracts
            .quality()
            .executeBreach(epoch, breach.agreementId(), breach.creditBps(), breach.proof()));
  }

  @Override
  public Attempt penaliseMiss(AgreementId id, long epoch) {
    return attempts.send(contracts.orchestrator().penaliseMiss(id, epoch));
  }

  @Override
  public Attempt follow(AgreementId id) {
    return attempts.send(contracts.possession().follow(id));
  }

  @Override
  public List<AgreementId> settleable(List<AgreementId> ids) {
    // Asked of the contract itself; a credit may eat all of a pay, and is to be booked all the
    // same.
    var payable = contracts.orchestrator().payable(ids);
    var unpaid =
        IntStream.range(0, ids.size())
            .filter(i -> payable.get(i).signum() == 0)
            .mapToObj(ids::get)
            .toList();
    var idle =
        contracts.orchestrator().agreements(unpaid).stream()
            .filter(agreement -> agreement.creditPending().signum() == 0)
            .map(AgreementView::id)
            .collect(Collectors.toSet());
    return ids.stream().filter(id -> !idle.contains(id)).toList();
  }

  @Override
  public Attempt settle(List<AgreementId> ids) {
    return attempts.send(contracts.orchestrator().settleMany(ids));
  }

  @Override
  public Attempt end(AgreementId id) {
    return attempts.send(contracts.orchestrator().end(id));
  }

  @Override
  public Attempt voidAgreement(AgreementId id) {
    return attempts.send(contracts.orchestrator().voidAgreement(id));
  }

  @Override
  public Attempt endSla(Bytes32 slaId) {
    return attempts.send(contracts.orchestrator().endSla(slaId));
  }
}
