package network.flashback.settlement.reputation;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import network.flashback.chain.Block;
import network.flashback.chain.BlockTag;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.PromiseHashes;
import network.flashback.chain.contract.Schedule;
import network.flashback.domain.reputation.DayOutcome;
import network.flashback.domain.reputation.DayOutcome.Report;
import network.flashback.domain.reputation.DayOutcome.Served;
import network.flashback.domain.reputation.ListingScore;
import network.flashback.domain.reputation.ReputationTable;
import network.flashback.domain.reputation.WeighedListing;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.reputation.Chronicle.Deal;
import network.flashback.settlement.reputation.Chronicle.Member;
import network.flashback.settlement.reputation.Reputation.Day;
import network.flashback.settlement.reputation.Reputation.Fee;
import network.flashback.settlement.reputation.Reputation.Listing;

/// Computes reputations from the chain's events and published epoch files, and from nothing else.
/// For one thread at a time; asked again, it reads only what is new.
public final class ReputationReader {
  private static final ReputationTable TABLE = ReputationTable.VERSION_1;
  private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

  private final Contracts contracts;
  private final Schedule schedule;
  private final Chronicle chronicle;
  private final EpochVerdicts verdicts;
  private final Map<Long, Long> seedTimes = new HashMap<>();

  /// Reads these contracts' events, with epoch files from there.
  public ReputationReader(Contracts contracts, Records records) {
    this.contracts = contracts;
    this.schedule = contracts.orchestrator().schedule();
    this.chronicle = new Chronicle(contracts);
    this.verdicts = new EpochVerdicts(records, TABLE, new PromiseHashes(contracts)::of);
  }

  /// The reputations of all members at a block, by their ids.
  ///
  /// @throws IOException when the records cannot be asked for
  public Map<Long, Reputation> all(long block) throws IOException {
    Block at = read(block);
    var all = new TreeMap<Long, Reputation>();
    for (long member : chronicle.members.keySet()) {
      all.put(member, compute(member, at));
    }
    return all;
  }

  /// The reputation of a member's owner at a block.
  ///
  /// @return none when the register has no such member
  public Optional<Reputation> of(long member, long block) throws IOException {
    Block at = read(block);
    return chronicle.members.containsKey(member)
        ? Optional.of(compute(member, at))
        : Optional.empty();
  }

  private Block read(long number) {
    Block at =
        contracts
            .chain()
            .block(BlockTag.number(number))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The chain has no block %d. Name one that is there.".formatted(number)));
    chronicle.readThrough(at);
    seedTimes.clear();
    return at;
  }

  private Reputation compute(long providerId, Block at) throws IOException {
    var owned = new TreeMap<Long, Member>();
    Address owner = member(providerId).owner();
    chronicle.members.forEach(
        (id, member) -> {
          if (member.owner().equals(owner)) {
            owned.put(id, member);
          }
        });
    long through = lastDay(at);
    var listings = new ArrayList<Listing>();
    var days = new ArrayList<Day>();
    var open = new TreeSet<String>();
    for (long id : owned.keySet()) {
      for (var market : new TreeMap<>(chronicle.markets).entrySet()) {
        var deals = payable(chronicle.deals(id, market.getKey()), owned.values());
        if (!deals.isEmpty()) {
          var score = score(id, market.getKey(), deals, through, at, days, open);
          listings.add(
              new Listing(
                  id,
                  market.getKey(),
                  market.getValue().token(),
                  through < 0 ? TABLE.start() : score.pointsOn(Math.max(through, 0)),
                  score.daysCounted(),
                  fees(deals, market.getValue().feeBps())));
        }
      }
    }
    return new Reputation(
        providerId,
        owner,
        at.number(),
        at.hash(),
        through,
        TABLE.version(),
        mean(listings),
        listings,
        days,
        List.copyOf(open));
  }

  private Member member(long id) {
    Member member = chronicle.members.get(id);
    if (member == null) {
      throw new IllegalArgumentException("The register has no member " + id + ".");
    }
    return member;
  }

  // What a provider pays itself is no record of anything.
  private Map<AgreementId, Deal> payable(Map<AgreementId, Deal> deals, Collection<Member> owned) {
    var others = new TreeMap<>(deals);
    others
        .values()
        .removeIf(
            deal ->
                owned.stream().anyMatch(own -> own.owned(chronicle.payerOf(deal), deal.openedIn)));
    return others;
  }

  /// The newest epoch of which every window is over at the block.
  long lastDay(Block at) {
    long now = at.timestamp().getEpochSecond();
    long windows =
        Math.max(
            schedule.auditWindowSeconds(),
            schedule.qualityWindowSeconds() + schedule.finalitySeconds());
    // Over is a window in the second after its last one.
    long ended = now - windows - 1;
    return ended < schedule.genesis() ? -1 : schedule.epochAt(ended) - 1;
  }

  private ListingScore score(
      long member,
      int market,
      Map<AgreementId, Deal> deals,
      long through,
      Block at,
      List<Day> days,
      Set<String> open)
      throws IOException {
    var score = ListingScore.unknown(TABLE);
    long first = deals.values().stream().mapToLong(deal -> deal.start).min().orElse(Long.MAX_VALUE);
    for (long epoch = first; epoch <= through; epoch++) {
      var live = liveIn(deals, epoch);
      if (live.isEmpty()) {
        continue;
      }
      var outcome =
          new DayOutcome(report(member, live, epoch, at), served(live.keySet(), epoch, open));
      score = score.with(epoch, outcome);
      if (outcome.hasData()) {
        var posted = Optional.ofNullable(chronicle.roots.get(epoch));
        days.add(
            new Day(
                member,
                market,
                epoch,
                outcome,
                score.points(),
                chronicle.proofOf(member, epoch),
                posted.map(Chronicle.Posted::transaction),
                posted.map(root -> root.root().recordsHash())));
      }
    }
    return score;
  }

  private static Map<AgreementId, Deal> liveIn(Map<AgreementId, Deal> deals, long epoch) {
    var live = new TreeMap<>(deals);
    live.values().removeIf(deal -> !deal.isLiveIn(epoch));
    return live;
  }

  private Report report(long member, Map<AgreementId, Deal> live, long epoch, Block at) {
    boolean breached = live.values().stream().anyMatch(deal -> deal.breach == epoch);
    if (breached) {
      return Report.MISSED;
    }
    if (chronicle.proofOf(member, epoch).isPresent()) {
      return Report.ON_TIME;
    }
    // As the Orchestrator has it: a seed that came late leaves a whole window for the proof.
    OptionalLong seeded = seedTime(epoch);
    return seeded.isPresent()
            && at.timestamp().getEpochSecond() > seeded.getAsLong() + schedule.auditWindowSeconds()
        ? Report.MISSED
        : Report.NOT_ASKED;
  }

  private OptionalLong seedTime(long epoch) {
    Long block = chronicle.seedBlocks.get(epoch);
    if (block == null) {
      return OptionalLong.empty();
    }
    Long known = seedTimes.get(block);
    if (known == null) {
      known =
          contracts
              .chain()
              .block(BlockTag.number(block))
              .orElseThrow(() -> new IllegalStateException("The chain lost block " + block + "."))
              .timestamp()
              .getEpochSecond();
      seedTimes.put(block, known);
    }
    return OptionalLong.of(known);
  }

  private Served served(Set<AgreementId> live, long epoch, Set<String> open) throws IOException {
    var posted = chronicle.roots.get(epoch);
    if (posted == null) {
      return Served.UNMEASURED;
    }
    var known = verdicts.of(posted.root());
    if (!known.file()) {
      open.add(
          "The epoch file %s of epoch %d could not be had: %s."
              .formatted(
                  posted.root().recordsHash(),
                  epoch,
                  known.known()
                      ? "its root says that all targets were met, not by how much"
                      : "its quality does not count"));
    }
    var served = Served.UNMEASURED;
    for (AgreementId id : live) {
      served = served.worst(known.of(id));
    }
    return served;
  }

  private List<Fee> fees(Map<AgreementId, Deal> deals, int feeBps) {
    var paid = new TreeMap<Address, BigInteger>();
    var transactions = new TreeMap<Address, Set<Bytes32>>();
    for (Deal deal : deals.values()) {
      if (deal.paid.signum() > 0) {
        Address payer = chronicle.payerOf(deal);
        paid.merge(payer, deal.paid, BigInteger::add);
        transactions.computeIfAbsent(payer, p -> new TreeSet<>()).addAll(deal.payments);
      }
    }
    var fees = new ArrayList<Fee>();
    paid.forEach(
        (payer, amount) ->
            fees.add(
                new Fee(
                    payer,
                    amount.multiply(BigInteger.valueOf(feeBps)).divide(WHOLE),
                    transactions.getOrDefault(payer, Set.of()))));
    return fees;
  }

  private static int mean(List<Listing> listings) {
    var weighed = new ArrayList<WeighedListing>();
    for (Listing listing : listings) {
      var byPayer = new HashMap<String, BigInteger>();
      listing.fees().forEach(fee -> byPayer.put(fee.payer().toString(), fee.amount()));
      weighed.add(new WeighedListing(listing.points(), listing.token().toString(), byPayer));
    }
    return WeighedListing.mean(TABLE, weighed);
  }
}
