package network.flashback.node.duty;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.Turns;
import network.flashback.chain.contract.Voucher;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.Tally;
import network.flashback.node.store.Pieces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects pay: claims vouchers, settles streams, withdraws to the wallet. Works without any
/// platform.
///
/// All of it waits while gas is dear, but what would be lost by waiting: vouchers of an agreement
/// that ends, and any voucher longer than to the end of the epoch, since its key may be revoked.
final class Earnings {
  private static final Logger LOG = LoggerFactory.getLogger(Earnings.class);

  private final ProviderOnChain chain;
  private final Pieces store;
  private final Schedule schedule;
  private final long providerId;
  private final Turns turns;
  private final int market;
  private final BigInteger minimum;
  private final Duration keepClosed;
  private final Tally tally;
  private final InstantSource clock;
  private final Map<AgreementId, Long> claimedIn = new HashMap<>();

  /// The epoch in which a claim became worth its gas and was too dear.
  private final Map<AgreementId, Long> putOffIn = new HashMap<>();

  private final Map<Integer, Long> settledThrough = new HashMap<>();
  private final Map<Integer, SeenFinal> finalSeen = new HashMap<>();
  private final Map<AgreementId, Instant> closedSince = new HashMap<>();
  private final Attempts attempts;
  private volatile BigInteger waiting = BigInteger.ZERO;
  private volatile List<AgreementView> agreements = List.of();
  private volatile boolean gasIsDear;

  Earnings(
      ProviderOnChain chain,
      Pieces store,
      long providerId,
      int market,
      BigInteger minimum,
      Duration keepClosed,
      Tally tally,
      InstantSource clock) {
    this.chain = chain;
    this.store = store;
    this.schedule = chain.schedule();
    this.attempts = new Attempts(Math.max(2, schedule.epochSeconds() / 6));
    this.providerId = providerId;
    this.turns = Turns.of(schedule);
    this.market = market;
    this.minimum = minimum.max(BigInteger.ONE);
    this.keepClosed = keepClosed;
    this.tally = tally;
    this.clock = clock;
  }

  /// Earnings on chain that were not withdrawn when last looked at, token units of all markets.
  BigInteger waiting() {
    return waiting;
  }

  /// Whether pay waited for cheaper gas when last looked at.
  boolean gasIsDear() {
    return gasIsDear;
  }

  /// Agreements that are not over, as they were when last looked at.
  List<AgreementView> agreements() {
    return agreements;
  }

  void run(long head) {
    if (head < schedule.genesis()) {
      return;
    }
    gasIsDear = chain.isGasDear();
    long current = schedule.epochAt(head);
    var ids = new LinkedHashSet<>(chain.units());
    ids.addAll(store.agreements());
    var views = new ArrayList<AgreementView>();
    for (var id : ids) {
      var view = chain.agreement(id);
      if (view.state().isTerminal()) {
        giveUpWhenOld(id);
      } else if (view.state() != AgreementState.NONE) {
        closedSince.remove(id);
        claim(view, current, head);
        views.add(view);
      }
    }
    agreements = List.copyOf(views);
    store.promises(
        views.stream()
            .filter(view -> view.state().isLive())
            .collect(toMap(AgreementView::id, AgreementView::capacityBytes)));
    var markets = new TreeSet<Integer>();
    markets.add(market);
    views.forEach(view -> markets.add(view.market()));
    for (int each : markets) {
      collect(each, views.stream().filter(view -> view.market() == each).toList(), head);
    }
  }

  private void claim(AgreementView view, long current, long head) {
    var voucher = store.voucher(view.id());
    if (voucher.isEmpty()) {
      return;
    }
    var unclaimed =
        voucher.get().cumulative().min(view.egressEscrow()).subtract(view.egressClaimed());
    // What is not claimed when the agreement ends goes back to the consumer.
    boolean ending = view.endEpoch() <= current + 1 || view.state() == AgreementState.BREACHED;
    boolean worth =
        unclaimed.compareTo(minimum) >= 0 && claimedIn.getOrDefault(view.id(), -1L) < current;
    if (unclaimed.signum() > 0 && (ending || (worth && !putOff(view.id(), current)))) {
      var paid = voucher.get();
      claimedIn.put(view.id(), current);
      putOffIn.remove(view.id());
      attempts.make(
          "Claim of %d units of egress of agreement %s".formatted(unclaimed, view.id()),
          head,
          () ->
              chain.claim(
                  new Voucher(view.id(), paid.cumulative(), paid.servedBytes()),
                  paid.signature().toBytes()));
    }
  }

  private boolean putOff(AgreementId id, long current) {
    return gasIsDear && putOffIn.computeIfAbsent(id, _ -> current) == current;
  }

  private void collect(int each, List<AgreementView> views, long head) {
    var last = chain.finalEpoch(each);
    if (!gasIsDear
        && last.isPresent()
        && isNew(last, each)
        && isOwnTurn(last.getAsLong(), each, head)) {
      settle(each, views, last.getAsLong(), head);
    }
    var earned = chain.earningsOf(each);
    waiting = earned;
    boolean nothingMoreComes = views.isEmpty() && earned.signum() > 0;
    if (!gasIsDear && (earned.compareTo(minimum) >= 0 || nothingMoreComes)) {
      var sent = chain.withdraw(each);
      waiting = BigInteger.ZERO;
      tally.withdrew(sent);
      LOG.info(
          "Withdrew {} units of market {}, of which {} reached the payout wallet",
          earned,
          each,
          sent);
    }
  }

  private boolean isNew(OptionalLong last, int each) {
    return settledThrough.getOrDefault(each, -1L) < last.getAsLong();
  }

  /// A market's newest final epoch.
  ///
  /// @param second of the block in which it was seen to be final first
  private record SeenFinal(long epoch, long second) {}

  /// Whether those who settle for everybody had the time to settle what has become final.
  private boolean isOwnTurn(long last, int each, long head) {
    var seen = finalSeen.get(each);
    if (seen == null || seen.epoch() != last) {
      seen = new SeenFinal(last, head);
      finalSeen.put(each, seen);
    }
    return head >= seen.second() + turns.ofNode(providerId, last);
  }

  private void settle(int each, List<AgreementView> views, long last, long head) {
    var started = views.stream().filter(view -> view.startEpoch() <= last && runs(view)).toList();
    var ids = started.stream().map(AgreementView::id).toList();
    // Asked of the contract itself: what is proven and not final yet would be settled for nothing.
    var owed = ids.isEmpty() ? BigInteger.ZERO : chain.payable(ids);
    if (owed.compareTo(minimum) >= 0) {
      attempts.make(
          "Settlement of %d agreements of market %d".formatted(ids.size(), each),
          head,
          () -> chain.settle(ids));
    }
    for (var view : started) {
      // Anyone may end it; an epoch later nobody has, and the collateral should come free.
      if (last > view.endEpoch()) {
        attempts.make("End of agreement " + view.id(), head, () -> chain.end(view.id()));
      }
    }
    settledThrough.put(each, last);
  }

  private static boolean runs(AgreementView view) {
    return view.state() == AgreementState.ACTIVE || view.state() == AgreementState.NOTICE;
  }

  private void giveUpWhenOld(AgreementId id) {
    if (!store.agreements().contains(id)) {
      return;
    }
    var since = closedSince.computeIfAbsent(id, _ -> clock.instant());
    if (clock.instant().isAfter(since.plus(keepClosed))) {
      try {
        store.drop(id);
        LOG.info("The pieces of closed agreement {} are given up", id);
      } catch (IOException stays) {
        // One disk of several that does not work must not keep the others from their money.
        LOG.warn("The pieces of closed agreement {} stay for now: {}", id, stays.getMessage());
      }
    }
  }
}
