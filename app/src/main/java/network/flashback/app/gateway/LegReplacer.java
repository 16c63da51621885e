package network.flashback.app.gateway;

import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import network.flashback.chain.ChainException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.Rights;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaOpening;
import network.flashback.chain.contract.SlaView;
import network.flashback.gateway.Gateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces a leg whose provider stopped proving, within what the consumer signed for it: highest
/// rate, regions, reserve, cool-down. The contract checks all of it again.
public final class LegReplacer {
  private static final Logger LOG = LoggerFactory.getLogger(LegReplacer.class);
  private static final int FRACTION_BITS = 32;

  /// A provider that answers has its bytes, and may have been late once.
  private static final int MISSES_WHILE_ANSWERING = 2;

  /// An offer about to expire would be refused by the block it lands in.
  private static final long EXPIRY_MARGIN_SECONDS = 10;

  private final Contracts contracts;
  private final ChainAgreements agreements;
  private final ChainGrants grants;
  private final TransactionSender sender;
  private final OfferSource source;
  private final Gateway gateway;
  private final InstantSource clock;
  private final Map<AgreementId, String> waiting = new HashMap<>();

  public LegReplacer(
      Contracts contracts,
      ChainAgreements agreements,
      ChainGrants grants,
      TransactionSender sender,
      OfferSource source,
      Gateway gateway,
      InstantSource clock) {
    this.contracts = contracts;
    this.agreements = agreements;
    this.grants = grants;
    this.sender = sender;
    this.source = source;
    this.gateway = gateway;
    this.clock = clock;
  }

  /// Looks at every leg once and replaces those that are due.
  void replaceLost() {
    for (var view : agreements.views().values()) {
      if (!grants.allows(view.id(), Rights.REPLACE) || isOver(view)) {
        continue;
      }
      for (var leg : view.agreements()) {
        if (!isDue(view, leg)) {
          waiting.remove(leg.id());
        } else {
          reasonToWait(
                  leg.state(),
                  leg.missedInRow(),
                  () -> gateway.isSilent(view.id(), leg.id().value()),
                  () -> gateway.canSpare(view.id(), leg.id().value()))
              .ifPresentOrElse(reason -> waits(view, leg, reason), () -> replace(view, leg));
        }
      }
    }
  }

  /// A replacement ends the old agreement, and with it the way to its pieces, and costs a repair.
  ///
  /// @param silent whether the provider does not answer
  /// @param spare whether the other legs hold all data
  static Optional<String> reasonToWait(
      AgreementState state, int missedInRow, BooleanSupplier silent, BooleanSupplier spare) {
    if (!state.isLive()) {
      return Optional.empty();
    }
    if (missedInRow < MISSES_WHILE_ANSWERING && !silent.getAsBoolean()) {
      return Optional.of("its provider answers and missed one epoch only");
    }
    return spare.getAsBoolean()
        ? Optional.empty()
        : Optional.of("the other legs do not hold all data yet");
  }

  /// Nothing can be opened any more under an SLA that failed, or whose end is near.
  private boolean isOver(SlaView view) {
    return switch (view.state()) {
      case FAILED, ENDED -> true;
      case NONE, FORMING, RUNNING, DEGRADED ->
          agreements.openingOf(view.id()).terms().endsAt()
              <= clock.instant().getEpochSecond() + EXPIRY_MARGIN_SECONDS;
    };
  }

  /// Said once for each reason, not with every block.
  private void waits(SlaView view, AgreementView leg, String reason) {
    if (!reason.equals(waiting.put(leg.id(), reason))) {
      LOG.warn("agreement {} of SLA {} should be replaced, but {}", leg.id(), view.id(), reason);
    }
  }

  /// As the contract sees it: penalised since its provider's last confirmed epoch, or breached and
  /// not yet replaced.
  private boolean isDue(SlaView view, AgreementView leg) {
    return switch (leg.state()) {
      case ACTIVE, NOTICE -> leg.penalisedThrough() > 0 && silentSince(leg);
      case BREACHED, CLOSED ->
          leg.missedInRow() > 0
              && view.legsAlive() < totalLegs(view)
              && isNewestOfItsLeg(view, leg);
      case NONE, OPEN, VOID -> false;
    };
  }

  private boolean silentSince(AgreementView leg) {
    var newest = contracts.orchestrator().confirmedOf(leg.providerId()).newestEpoch();
    return newest.isEmpty() || newest.getAsLong() < leg.penalisedThrough();
  }

  private int totalLegs(SlaView view) {
    return agreements.openingOf(view.id()).terms().totalShards();
  }

  private boolean isNewestOfItsLeg(SlaView view, AgreementView leg) {
    var opening = agreements.openingOf(view.id());
    int index = opening.leg(leg.id()).legIndex();
    var newest =
        view.agreements().stream()
            .filter(other -> opening.leg(other.id()).legIndex() == index)
            .reduce(leg, (first, second) -> second);
    return newest.id().equals(leg.id());
  }

  private void replace(SlaView view, AgreementView old) {
    var opening = agreements.openingOf(view.id());
    try {
      var offer = choose(view, old, opening, source.offers());
      if (offer.isEmpty()) {
        waits(view, old, "no offer fits its mandate");
        return;
      }
      var leg = legOf(offer.get().offer(), view, old, opening);
      var receipt =
          sender.send(
              contracts.orchestrator().replaceLeg(opening.terms(), old.id(), leg, offer.get()));
      waiting.remove(old.id());
      LOG.info(
          "agreement {} of provider {} is replaced at provider {} (block {})",
          old.id(),
          old.providerId(),
          leg.providerId(),
          receipt.blockNumber());
    } catch (ChainException e) {
      // Too early, cooling down, or another gateway was faster: the next block shows which.
      LOG.info("agreement {} is not replaced yet: {}", old.id(), e.getMessage());
    } catch (IOException e) {
      // Some exceptions of the HTTP client have no message, only a name.
      LOG.warn(
          "agreement {} is not replaced yet: no offers from the market: {}",
          old.id(),
          e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The cheapest offer that fits; one of the lost leg's class before any other.
  private Optional<SignedOffer> choose(
      SlaView view, AgreementView old, SlaOpening opening, List<SignedOffer> offers) {
    int wantedClass = opening.leg(old.id()).offer().offerClass();
    var taken =
        view.agreements().stream()
            .filter(leg -> leg.state().isLive() || leg.state() == AgreementState.BREACHED)
            .map(AgreementView::providerId)
            .collect(Collectors.toSet());
    taken.add(old.providerId());
    return offers.stream()
        .filter(offer -> !taken.contains(offer.offer().providerId()))
        .filter(offer -> fits(offer.offer(), old, opening))
        .min(
            Comparator.<SignedOffer>comparingInt(
                    offer -> offer.offer().offerClass() == wantedClass ? 0 : 1)
                .thenComparing(offer -> offer.offer().ratePerGib())
                .thenComparingLong(offer -> offer.offer().providerId()));
  }

  private boolean fits(OfferTerms offer, AgreementView old, SlaOpening opening) {
    var terms = opening.terms();
    long now = clock.instant().getEpochSecond();
    long remaining = terms.endsAt() - now;
    return offer.market() == terms.market()
        && offer.expiry() > now + EXPIRY_MARGIN_SECONDS
        && (terms.regions().isEmpty() || terms.regions().contains(offer.region()))
        && SlaOpening.rateOf(offer, old.capacityBytes()).compareTo(terms.maximumRate()) <= 0
        && old.capacityBytes() >= offer.minimumBytes()
        && remaining >= offer.minimumSeconds()
        && remaining <= offer.maximumSeconds()
        && offer.capacityBytes() - contracts.orchestrator().reservedOf(offer.providerId())
            >= old.capacityBytes();
  }

  private LegTerms legOf(OfferTerms offer, SlaView view, AgreementView old, SlaOpening opening) {
    var rate = SlaOpening.rateOf(offer, old.capacityBytes());
    long remaining = opening.terms().endsAt() - clock.instant().getEpochSecond();
    var egress = old.egressEscrow().subtract(old.egressClaimed()).max(BigInteger.ZERO);
    var full = fundingFor(rate, remaining);
    var least = fundingFor(rate, Math.max(0, remaining - contracts.orchestrator().startSeconds()));
    // What pays for it is the old leg's rest, its slash share and the reserve; how much the share
    // is, no view tells, so it only spares the reserve. A shorter deposit than the time left ends
    // the leg early.
    var available = old.deposit().add(view.reserve());
    return new LegTerms(
        offer.providerId(),
        offer.hash(contracts.orchestrator().domain()),
        old.capacityBytes(),
        rate,
        full.min(available.max(least)),
        egress,
        rate.multiply(BigInteger.valueOf(offer.collateralSeconds())).shiftRight(FRACTION_BITS));
  }

  /// Rounded up, as the contract demands.
  private static BigInteger fundingFor(BigInteger rate, long seconds) {
    var one = BigInteger.ONE.shiftLeft(FRACTION_BITS);
    return rate.multiply(BigInteger.valueOf(seconds))
        .add(one.subtract(BigInteger.ONE))
        .shiftRight(FRACTION_BITS);
  }
}
