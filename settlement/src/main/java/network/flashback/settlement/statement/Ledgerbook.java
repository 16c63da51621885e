package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import network.flashback.chain.Contract;
import network.flashback.chain.Contract.Emitted;
import network.flashback.chain.Log;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Settlement;
import network.flashback.chain.contract.VoucherClaim;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.settlement.statement.Statement.Slashed;

/// Every event that moved money, added up per agreement, SLA and pool of earnings.
final class Ledgerbook {
  // Nodes limit the range of one question.
  private static final long BLOCKS_AT_ONCE = 5_000;

  private record PoolKey(long providerId, int market) {}

  private final Map<AgreementId, Entries> agreements = new TreeMap<>();
  private final List<Bytes32> slas = new ArrayList<>();
  private final Map<Bytes32, BigInteger> deposited = new HashMap<>();
  private final Map<Bytes32, BigInteger> released = new HashMap<>();
  private final Map<Bytes32, BigInteger> reused = new HashMap<>();
  private final Map<PoolKey, Map<Address, BigInteger>> withdrawn = new HashMap<>();
  private final Map<PoolKey, BigInteger> fees = new HashMap<>();
  private final Map<BigInteger, Frozen> frozen = new HashMap<>();
  // Slashed says how much went to the prover, and the MissPenalised or BreachPenalised right after
  // it says to whom.
  private final Map<AgreementId, Slashed> unattributed = new HashMap<>();

  /// What one dispute froze.
  private record Frozen(BigInteger collateral, BigInteger ofConsumer) {}

  private Ledgerbook() {}

  static Ledgerbook read(Contracts contracts, long through) {
    Contract orchestrator = contracts.contract("Orchestrator");
    Contract stakes = contracts.contract("StakeManager");
    var book = new Ledgerbook();
    for (Log log : logs(contracts, through)) {
      orchestrator.read(log).or(() -> stakes.read(log)).ifPresent(book::enter);
    }
    // Slashed for no penalty that is known: it stands in the account, and the account does not
    // balance.
    book.unattributed.forEach(
        (id, slashed) -> book.agreements.computeIfPresent(id, (same, e) -> e.slashed(slashed)));
    return book;
  }

  private void enterSettlement(Settlement moved) {
    agreements.computeIfPresent(
        moved.id(), (id, entries) -> entries.settled(moved.paid(), moved.credited()));
  }

  private void enterClaim(VoucherClaim claim) {
    agreements.computeIfPresent(claim.id(), (id, entries) -> entries.claimed(claim.paid()));
  }

  private void enterAdded(Values values, BigInteger amount) {
    agreements.computeIfPresent(id(values), (id, entries) -> entries.toppedUp(amount));
    add(deposited, slaOf(id(values)), amount);
  }

  private static List<Log> logs(Contracts contracts, long through) {
    var filter = LogFilter.of(contracts.orchestrator().address(), contracts.stakes().address());
    List<Log> logs = new ArrayList<>();
    for (long from = contracts.deployment().block(); from <= through; from += BLOCKS_AT_ONCE) {
      long to = Math.min(through, from + BLOCKS_AT_ONCE - 1);
      logs.addAll(contracts.chain().logs(filter, from, to));
    }
    return logs;
  }

  List<Bytes32> slaIds() {
    return List.copyOf(slas);
  }

  Entries of(AgreementId id) {
    return Objects.requireNonNull(
        agreements.get(id), () -> "No event opened agreement " + id + ".");
  }

  Bytes32 slaOf(AgreementId id) {
    return of(id).slaId();
  }

  List<AgreementId> agreements(long providerId, int market) {
    return agreements.keySet().stream()
        .filter(id -> id.providerId() == providerId && id.market() == market)
        .toList();
  }

  BigInteger deposited(Bytes32 slaId) {
    return deposited.getOrDefault(slaId, BigInteger.ZERO);
  }

  BigInteger released(Bytes32 slaId) {
    return released.getOrDefault(slaId, BigInteger.ZERO);
  }

  BigInteger reused(Bytes32 slaId) {
    return reused.getOrDefault(slaId, BigInteger.ZERO);
  }

  Map<Address, BigInteger> withdrawn(long providerId, int market) {
    return withdrawn.getOrDefault(new PoolKey(providerId, market), Map.of());
  }

  BigInteger fees(long providerId, int market) {
    return fees.getOrDefault(new PoolKey(providerId, market), BigInteger.ZERO);
  }

  private void enter(Emitted emitted) {
    Values values = emitted.values();
    switch (emitted.event().name()) {
      case "SlaOpened" -> {
        slas.add(values.word("slaId"));
        add(deposited, values.word("slaId"), values.integer("deposited"));
      }
      case "AgreementOpened" ->
          agreements.put(
              id(values),
              Entries.opened(
                  values.word("slaId"),
                  values.integer("deposit").add(values.integer("egressEscrow"))));
      case "Settled", "SettledMany" -> Settlement.of(emitted).forEach(this::enterSettlement);
      case "VoucherClaimed", "VouchersClaimed" ->
          VoucherClaim.of(emitted).forEach(this::enterClaim);
      case "ToppedUp" ->
          enterAdded(values, values.integer("deposit").add(values.integer("egressEscrow")));
      case "AgreementRenewed" -> enterAdded(values, values.integer("deposit"));
      case "AgreementClosed" ->
          agreements.computeIfPresent(id(values), (id, e) -> e.closed(values.integer("refunded")));
      case "ReserveReleased" -> add(released, values.word("slaId"), values.integer("amount"));
      case "RefundReused" -> add(reused, values.word("slaId"), values.integer("amount"));
      case "EarningsWithdrawn" -> enterWithdrawal(values);
      case "SumFrozen" -> enterFreeze(values);
      case "SumReleased" -> enterRelease(values);
      case "Slashed" -> unattributed.merge(id(values), slashed(values), Slashed::plus);
      case "MissPenalised", "BreachPenalised" -> enterPenalty(values);
      default -> {
        // Moves nobody's money: a state, an offer, a commitment of stake.
      }
    }
  }

  private void enterWithdrawal(Values values) {
    var pool = new PoolKey(values.number("providerId"), (int) values.number("market"));
    withdrawn
        .computeIfAbsent(pool, key -> new HashMap<>())
        .merge(values.address("payout"), values.integer("net"), BigInteger::add);
    add(fees, pool, values.integer("fee"));
  }

  private void enterFreeze(Values values) {
    var ofConsumer = values.integer("fromDeposit").add(values.integer("fromEscrow"));
    var sum = new Frozen(values.integer("fromCollateral"), ofConsumer);
    frozen.put(values.integer("disputeId"), sum);
    agreements.computeIfPresent(id(values), (id, e) -> e.frozen(ofConsumer));
  }

  private void enterRelease(Values values) {
    var sum =
        Objects.requireNonNull(
            frozen.remove(values.integer("disputeId")), "A sum is frozen before it is released.");
    boolean moved = values.flag("forClaimant");
    agreements.computeIfPresent(
        id(values),
        (id, e) ->
            moved
                ? e.awarded(sum.ofConsumer(), sum.collateral())
                : e.thawed(sum.ofConsumer(), values.integer("refunded")));
  }

  private void enterPenalty(Values values) {
    AgreementId id = id(values);
    Slashed slashed = Objects.requireNonNullElse(unattributed.remove(id), Slashed.NONE);
    var named =
        new Slashed(
            slashed.toConsumer(),
            slashed.toFund(),
            slashed.toProver().signum() == 0
                ? Map.of()
                : Map.of(values.address("prover"), slashed.toProver()));
    agreements.computeIfPresent(
        id, (same, e) -> e.missed(values.integer("slashed")).slashed(named));
  }

  private static Slashed slashed(Values values) {
    return new Slashed(
        values.integer("toConsumer"),
        values.integer("toFund"),
        Map.of(Address.ZERO, values.integer("toProver")));
  }

  private static AgreementId id(Values values) {
    return new AgreementId(values.integer("agreementId"));
  }

  private static <K> void add(Map<K, BigInteger> sums, K key, BigInteger amount) {
    sums.merge(key, amount, BigInteger::add);
  }
}
