package network.flashback.settlement.reputation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import network.flashback.chain.Block;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Contract;
import network.flashback.chain.Contract.Emitted;
import network.flashback.chain.Log;
import network.flashback.chain.LogFilter;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.Settlement;
import network.flashback.chain.contract.VoucherClaim;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import org.jspecify.annotations.Nullable;

/// What the chain's events say of providers, their agreements and who paid for them. Grows with the
/// chain; for one thread at a time.
final class Chronicle {
  // Nodes limit the range of one question.
  private static final long BLOCKS_AT_ONCE = 5_000;
  private static final int MARKET_BITS = 16;
  private static final int INDEX_BITS = 48;
  private static final Map<String, List<String>> EVENTS =
      Map.of(
          "Registry", List.of("Registered", "Updated"),
          "RandomBeacon", List.of("SeedPosted"),
          "QualityOracle", List.of("RootPosted"),
          "Orchestrator",
              List.of(
                  "MarketCreated",
                  "SlaOpened",
                  "SlaSponsored",
                  "AgreementOpened",
                  "AgreementActivated",
                  "AgreementRenewed",
                  "NoticeGiven",
                  "LegReplaced",
                  "AgreementBreached",
                  "EpochConfirmed",
                  "Settled",
                  "SettledMany",
                  "VoucherClaimed",
                  "VouchersClaimed"));

  /// A member of the register and every wallet it ever named, with the block in which it first did.
  record Member(Address owner, Map<Address, Long> wallets) {
    void names(Address wallet, long block) {
      wallets.putIfAbsent(wallet, block);
    }

    /// Whether a wallet was its own when an agreement was opened. One that it names later, such as
    /// a disappointed customer's, does not rid it of its record.
    boolean owned(Address wallet, long block) {
      return wallets.getOrDefault(wallet, Long.MAX_VALUE) <= block;
    }
  }

  /// A market's fee and token.
  record Market(Address token, int feeBps) {}

  /// A root and the transaction that posted it.
  record Posted(QualityRoot root, Bytes32 transaction) {}

  /// An agreement's life and what it paid.
  static final class Deal {
    final Bytes32 slaId;
    final long openedIn;
    long start = Long.MAX_VALUE;
    long end;
    long breach = Long.MAX_VALUE;
    BigInteger paid = BigInteger.ZERO;
    final Set<Bytes32> payments = new TreeSet<>();

    Deal(Bytes32 slaId, long openedIn, long end) {
      this.slaId = slaId;
      this.openedIn = openedIn;
      this.end = end;
    }

    /// Another one took its place: the epoch that runs then is no longer its own.
    void isReplacedIn(long epoch) {
      end = Math.min(end, epoch);
    }

    boolean isLiveIn(long epoch) {
      return start <= epoch && epoch < end && epoch <= breach;
    }
  }

  private final Contracts contracts;
  private final Schedule schedule;
  private final List<Contract> parties;
  private final LogFilter filter;
  private @Nullable Block through;
  final Map<Long, Member> members = new TreeMap<>();
  final Map<Integer, Market> markets = new HashMap<>();
  final NavigableMap<AgreementId, Deal> deals = new TreeMap<>();
  final Map<Long, Map<Long, Bytes32>> proofs = new HashMap<>();
  final Map<Long, Posted> roots = new HashMap<>();
  final Map<Long, Long> seedBlocks = new HashMap<>();
  private final Map<Bytes32, Address> consumers = new HashMap<>();
  private final Map<Bytes32, Address> sponsors = new HashMap<>();

  Chronicle(Contracts contracts) {
    this.contracts = contracts;
    this.schedule = contracts.orchestrator().schedule();
    this.parties = EVENTS.keySet().stream().sorted().map(contracts::contract).toList();
    var topics = new ArrayList<Bytes32>();
    for (Contract party : parties) {
      EVENTS.getOrDefault(party.name(), List.of()).stream()
          .map(name -> party.abi().event(name).topic())
          .forEach(topics::add);
    }
    this.filter =
        LogFilter.of(parties.stream().map(Contract::address).toArray(Address[]::new))
            .events(topics);
  }

  /// Takes in everything up to a block. After a reorganisation all is read again.
  void readThrough(Block block) {
    if (through != null && !isStillThere(through, block)) {
      forget();
    }
    long from = through == null ? contracts.deployment().block() : through.number() + 1;
    for (; from <= block.number(); from += BLOCKS_AT_ONCE) {
      long to = Math.min(block.number(), from + BLOCKS_AT_ONCE - 1);
      for (Log log : contracts.chain().logs(filter, from, to)) {
        parties.forEach(party -> party.read(log).ifPresent(this::enter));
      }
    }
    through = block;
  }

  private boolean isStillThere(Block known, Block newest) {
    return known.number() <= newest.number()
        && contracts
            .chain()
            .block(BlockTag.number(known.number()))
            .map(Block::hash)
            .filter(known.hash()::equals)
            .isPresent();
  }

  private void forget() {
    through = null;
    members.clear();
    markets.clear();
    deals.clear();
    proofs.clear();
    roots.clear();
    seedBlocks.clear();
    consumers.clear();
    sponsors.clear();
  }

  Address payerOf(Deal deal) {
    Address sponsor = sponsors.get(deal.slaId);
    return sponsor != null ? sponsor : consumers.getOrDefault(deal.slaId, Address.ZERO);
  }

  /// The agreements of a provider in a market, by id, which begins with both.
  NavigableMap<AgreementId, Deal> deals(long member, int market) {
    var pool = BigInteger.valueOf(member).shiftLeft(MARKET_BITS).or(BigInteger.valueOf(market));
    var first = new AgreementId(pool.shiftLeft(INDEX_BITS));
    var next = new AgreementId(pool.add(BigInteger.ONE).shiftLeft(INDEX_BITS));
    return deals.subMap(first, true, next, false);
  }

  /// The transaction that proved an epoch.
  Optional<Bytes32> proofOf(long member, long epoch) {
    return Optional.ofNullable(proofs.getOrDefault(member, Map.of()).get(epoch));
  }

  private void enter(Emitted emitted) {
    Values values = emitted.values();
    Log log = emitted.log();
    switch (emitted.event().name()) {
      case "Registered" -> {
        var member = new Member(values.address("owner"), new TreeMap<>());
        member.names(member.owner(), log.blockNumber());
        members.put(values.number("id"), member);
        name(values, log);
      }
      case "Updated" -> name(values, log);
      case "MarketCreated" ->
          markets.put(
              (int) values.number("market"),
              new Market(values.address("token"), (int) values.number("feeBps")));
      case "SlaOpened" -> consumers.put(values.word("slaId"), values.address("consumer"));
      case "SlaSponsored" -> sponsors.put(values.word("slaId"), values.address("payer"));
      case "AgreementOpened" ->
          deals.put(
              id(values),
              new Deal(values.word("slaId"), log.blockNumber(), values.number("endEpoch")));
      case "AgreementActivated" -> deal(id(values)).start = values.number("startEpoch");
      case "AgreementRenewed", "NoticeGiven" -> deal(id(values)).end = values.number("endEpoch");
      case "LegReplaced" ->
          deal(new AgreementId(values.integer("oldAgreementId"))).isReplacedIn(epochOf(log));
      case "AgreementBreached" -> deal(id(values)).breach = values.number("epoch");
      case "EpochConfirmed" ->
          proofs
              .computeIfAbsent(values.number("providerId"), id -> new HashMap<>())
              .put(values.number("epoch"), log.transactionHash());
      case "RootPosted" -> enterRoot(values, log);
      case "SeedPosted" -> seedBlocks.put(values.number("epoch"), log.blockNumber());
      case "Settled", "SettledMany" ->
          Settlement.of(emitted).forEach(settled -> pay(settled.id(), settled.paid(), log));
      case "VoucherClaimed", "VouchersClaimed" ->
          VoucherClaim.of(emitted).forEach(claim -> pay(claim.id(), claim.paid(), log));
      default -> {
        // An event of another contract with the same topic says nothing of reputations.
      }
    }
  }

  private void name(Values values, Log log) {
    Member member = members.get(values.number("id"));
    if (member != null) {
      member.names(values.address("payout"), log.blockNumber());
      member.names(values.address("nodeKey"), log.blockNumber());
    }
  }

  private void enterRoot(Values values, Log log) {
    var root =
        new QualityRoot(values.number("epoch"), values.word("root"), values.word("recordsHash"));
    roots.put(root.epoch(), new Posted(root, log.transactionHash()));
  }

  private void pay(AgreementId id, BigInteger amount, Log log) {
    if (amount.signum() > 0) {
      Deal deal = deal(id);
      deal.paid = deal.paid.add(amount);
      deal.payments.add(log.transactionHash());
    }
  }

  private long epochOf(Log log) {
    return contracts
        .chain()
        .block(BlockTag.number(log.blockNumber()))
        .map(block -> schedule.epochAt(block.timestamp().getEpochSecond()))
        .orElseThrow(
            () -> new IllegalStateException("The chain lost block " + log.blockNumber() + "."));
  }

  private Deal deal(AgreementId id) {
    Deal deal = deals.get(id);
    if (deal == null) {
      throw new IllegalStateException(
          "Agreement %s has an event, but none that opened it: the node's logs have a gap. Ask another node."
              .formatted(id));
    }
    return deal;
  }

  private static AgreementId id(Values values) {
    return new AgreementId(values.integer("agreementId"));
  }
}
