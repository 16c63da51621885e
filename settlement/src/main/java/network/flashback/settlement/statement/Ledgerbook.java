package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.chain.Contract;
import network.flashback.chain.Contract.Emitted;
import network.flashback.chain.Log;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Settlement;
import network.flashback.chain.contract.VoucherClaim;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.settlement.statement.Movement.Kind;
import network.flashback.settlement.statement.Statement.Slashed;

/// Every event that moved money, added up per agreement, SLA and pool of earnings, and those that
/// say why it moved.
final class Ledgerbook {
  // Nodes limit the range of one question.
  private static final long BLOCKS_AT_ONCE = 5_000;

  private record PoolKey(long providerId, int market) {}

  private final Map<AgreementId, Account> agreements = new TreeMap<>();
  private final Map<Long, NavigableMap<Long, Trace.Proof>> proofs = new HashMap<>();

  /// Of each provider, the seconds that its short epochs count for less than their length.
  private final Map<Long, Map<Long, Long>> lacking = new HashMap<>();

  private final Map<Long, QualityRoot> reports = new HashMap<>();
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

  private final long epochSeconds;

  private Ledgerbook(long epochSeconds) {
    this.epochSeconds = epochSeconds;
  }

  static Ledgerbook read(Contracts contracts, long through) {
    List<Contract> parties =
        List.of(
            contracts.contract("Orchestrator"),
            contracts.contract("StakeManager"),
            contracts.contract("QualityOracle"));
    var book = new Ledgerbook(contracts.orchestrator().schedule().epochSeconds());
    for (Log log : logs(contracts, parties, through)) {
      parties.forEach(party -> party.read(log).ifPresent(book::enter));
    }
    // Slashed for no penalty that is known: it stands in the account, and the account does not
    // balance.
    book.unattributed.forEach((id, slashed) -> book.of(id).slashed(slashed));
    return book;
  }

  private static List<Log> logs(Contracts contracts, List<Contract> parties, long through) {
    var filter = LogFilter.of(parties.stream().map(Contract::address).toArray(Address[]::new));
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

  Account of(AgreementId id) {
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

  /// What is known of an agreement.
  Trace trace(AgreementView view) {
    var account = of(view.id());
    long from = account.startEpoch().orElse(view.endEpoch());
    NavigableMap<Long, Trace.Proof> all = proofs.getOrDefault(view.providerId(), new TreeMap<>());
    return account.trace(
        from < view.endEpoch()
            ? all.subMap(from, view.endEpoch()).values().stream()
                .map(proof -> reported(all, proof))
                .toList()
            : List.of());
  }

  // An epoch whose seed came late may be proven after the next one; its report comes later still.
  private Trace.Proof reported(NavigableMap<Long, Trace.Proof> all, Trace.Proof proof) {
    return new Trace.Proof(
        proof.epoch(),
        proof.seconds(),
        all.headMap(proof.epoch(), true).values().stream().mapToLong(Trace.Proof::seconds).sum(),
        Optional.ofNullable(reports.get(proof.epoch())),
        proof.block(),
        proof.transaction());
  }

  private void enterReport(Values values) {
    var root =
        new QualityRoot(values.number("epoch"), values.word("root"), values.word("recordsHash"));
    reports.put(root.epoch(), root);
  }

  private void enter(Emitted emitted) {
    Values values = emitted.values();
    Log log = emitted.log();
    switch (emitted.event().name()) {
      case "SlaOpened" -> {
        slas.add(values.word("slaId"));
        add(deposited, values.word("slaId"), values.integer("deposited"));
      }
      case "AgreementOpened" -> enterOpening(values, log);
      case "AgreementActivated" -> of(id(values)).starts(values.number("startEpoch"));
      case "RateChanged" -> of(id(values)).rate(values.number("fromEpoch"), values.integer("rate"));
      // Comes before the confirmation of its epoch.
      case "EpochShortened" ->
          lacking
              .computeIfAbsent(values.number("providerId"), id -> new HashMap<>())
              .put(values.number("epoch"), values.number("lacking"));
      case "EpochConfirmed" -> enterProof(values, log);
      case "RootPosted" -> enterReport(values);
      case "Credited" -> enterCredit(values, log);
      case "Settled", "SettledMany" ->
          Settlement.of(emitted)
              .forEach(s -> of(s.id()).settled(s.paid(), s.credited(), s.clock(), log));
      case "VoucherClaimed", "VouchersClaimed" ->
          VoucherClaim.of(emitted).forEach(c -> of(c.id()).claimed(c, log));
      case "ToppedUp" ->
          enterAdded(values, values.integer("deposit").add(values.integer("egressEscrow")), log);
      case "AgreementRenewed" -> enterAdded(values, values.integer("deposit"), log);
      case "AgreementClosed" -> of(id(values)).move(Kind.REFUNDED, values.integer("refunded"), log);
      case "ReserveReleased" -> add(released, values.word("slaId"), values.integer("amount"));
      // It was no money of the SLA's before: the consumer pays it in.
      case "SlashShareReused" -> add(deposited, values.word("slaId"), values.integer("amount"));
      case "RefundReused" -> add(reused, values.word("slaId"), values.integer("amount"));
      case "EarningsWithdrawn" -> enterWithdrawal(values);
      case "SumFrozen" -> enterFreeze(values);
      case "SumReleased" -> enterRelease(values, log);
      case "Slashed" -> unattributed.merge(id(values), slashed(values), Slashed::plus);
      case "MissPenalised", "BreachPenalised" -> enterPenalty(values, log);
      default -> {
        // Moves nobody's money: a state, an offer, a commitment of stake.
      }
    }
  }

  private void enterOpening(Values values, Log log) {
    var account = new Account(values.word("slaId"));
    account.rate(0, values.integer("rate"));
    account.move(
        Kind.DEPOSITED, values.integer("deposit").add(values.integer("egressEscrow")), log);
    agreements.put(id(values), account);
  }

  private void enterAdded(Values values, BigInteger amount, Log log) {
    of(id(values)).move(Kind.DEPOSITED, amount, log);
    add(deposited, slaOf(id(values)), amount);
  }

  private void enterProof(Values values, Log log) {
    long epoch = values.number("epoch");
    var theirs = lacking.getOrDefault(values.number("providerId"), Map.of());
    var proof =
        new Trace.Proof(
            epoch,
            epochSeconds - theirs.getOrDefault(epoch, 0L),
            values.number("confirmedSeconds"),
            Optional.empty(),
            log.blockNumber(),
            log.transactionHash());
    proofs
        .computeIfAbsent(values.number("providerId"), id -> new TreeMap<>())
        .put(proof.epoch(), proof);
  }

  private void enterCredit(Values values, Log log) {
    of(id(values))
        .credited(
            new Trace.Credit(
                values.number("epoch"),
                (int) values.number("bps"),
                values.integer("amount"),
                log.blockNumber(),
                log.transactionHash()));
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
    of(id(values)).frozen(ofConsumer);
  }

  private void enterRelease(Values values, Log log) {
    var sum =
        Objects.requireNonNull(
            frozen.remove(values.integer("disputeId")), "A sum is frozen before it is released.");
    if (values.flag("forClaimant")) {
      of(id(values)).awarded(sum.ofConsumer(), sum.collateral());
    } else {
      of(id(values)).thawed(sum.ofConsumer(), values.integer("refunded"), log);
    }
  }

  private void enterPenalty(Values values, Log log) {
    AgreementId id = id(values);
    Slashed slashed = Objects.requireNonNullElse(unattributed.remove(id), Slashed.NONE);
    var named =
        new Slashed(
            slashed.toConsumer(),
            slashed.toFund(),
            slashed.toProver().signum() == 0
                ? Map.of()
                : Map.of(values.address("prover"), slashed.toProver()));
    of(id)
        .missed(
            new Trace.Miss(
                values.number("epoch"),
                values.integer("slashed"),
                log.blockNumber(),
                log.transactionHash()),
            log);
    of(id).slashed(named);
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
