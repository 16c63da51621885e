package network.flashback.market.quote;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.domain.placement.Placement;
import network.flashback.domain.placement.Quote;
import network.flashback.domain.placement.QuoteTerms;
import network.flashback.domain.placement.QuotedLeg;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.placement.SlaRequest;
import network.flashback.evm.Bytes32;
import network.flashback.market.MarketException;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.listing.ListedOffer;
import network.flashback.market.listing.Markets;
import network.flashback.market.listing.Markets.Market;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.listing.RegionWord;

/// Turns wishes into quotes: terms that one signature accepts, computed from live offers alone.
public final class QuoteDesk {
  /// Mandate and reserve of replacements, in basis points.
  private static final int MANDATE_BPS = 15_000;

  private static final int RESERVE_BPS = 5_000;

  /// How far the chain's clock may lag behind ours before the contract takes `startBy` for too far
  /// away.
  private static final long CLOCK_MARGIN_SECONDS = 15;

  private final Contracts contracts;
  private final Supplies supplies;
  private final Markets markets;
  private final Quotes quotes;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final long startSeconds;
  private final long lifeSeconds;

  /// A desk for the live offers.
  ///
  /// @param life of a quote at most; never more than half the time in which legs must start
  public QuoteDesk(
      Contracts contracts,
      Supplies supplies,
      Markets markets,
      Quotes quotes,
      InstantSource clock,
      RandomGenerator random,
      Duration life) {
    this.contracts = contracts;
    this.supplies = supplies;
    this.markets = markets;
    this.quotes = quotes;
    this.clock = clock;
    this.random = random;
    this.startSeconds = contracts.orchestrator().startSeconds();
    this.lifeSeconds = Math.max(1, Math.min(life.toSeconds(), startSeconds / 2));
  }

  /// Computes a quote and freezes it.
  ///
  /// @throws MarketException with the refusals in words when nothing fits
  public QuotedTerms quote(QuoteRequest request) {
    var market = markets.market(request.marketId());
    var now = clock.instant().getEpochSecond();
    return quote(request, supplies.of(request.marketId(), market, now), market, now);
  }

  /// The same from these offers alone, whoever else offers.
  public QuotedTerms quote(QuoteRequest request, List<ListedOffer> among) {
    var market = markets.market(request.marketId());
    var now = clock.instant().getEpochSecond();
    return quote(request, supplies.among(among, market, now), market, now);
  }

  private QuotedTerms quote(QuoteRequest request, Supplies.Found found, Market market, long now) {
    var asked = request.wish(market.token());
    var wish = lasting(asked, wholeEpochs(asked.durationSeconds(), now));
    var refused = new ArrayList<>(found.refused());
    var terms = terms(request.marketId(), market);
    return switch (Placement.choose(wish, request.storageClass(), found.candidates(), terms, now)) {
      case Placement.Impossible(var summary, var refusals) -> {
        refused.addAll(refusals);
        throw new MarketException(
            "There is no choice of offers: " + summary + ".",
            "Change the wishes as the detail says; the refusals tell what each offer lacks.",
            refused);
      }
      case Placement.Placed(var quote, var refusals) -> {
        refused.addAll(refusals);
        var quoted = freeze(request, wish, quote, market, found.offers(), refused, now, salt());
        quotes.store(quoted);
        yield quoted;
      }
    };
  }

  /// What the market adds to the offers' prices.
  QuoteTerms terms(int marketId, Market market) {
    return new QuoteTerms(
        marketId,
        market.terms().feeBps(),
        MANDATE_BPS,
        RESERVE_BPS,
        contracts.orchestrator().schedule().epochSeconds());
  }

  /// Pay runs in whole epochs: a duration that ends inside one is quoted to its end, so that the
  /// deposit lasts as long as the agreement.
  long wholeEpochs(long durationSeconds, long now) {
    var schedule = contracts.orchestrator().schedule();
    var end = Math.max(now + durationSeconds, schedule.genesis() + 1);
    return schedule.endOf(schedule.epochAt(end - 1)) - now;
  }

  private static SlaRequest lasting(SlaRequest wish, long durationSeconds) {
    return new SlaRequest(
        wish.volume(),
        durationSeconds,
        wish.redundancy(),
        wish.shares(),
        wish.regions(),
        wish.egress(),
        wish.budget(),
        wish.quality());
  }

  /// The terms of a quote as they are shown, stored and signed. The same arguments always give the
  /// same hash.
  ///
  /// @param wish in whole epochs
  /// @param live offers by hash
  /// @param salt tells apart quotes that are otherwise the same
  QuotedTerms freeze(
      QuoteRequest request,
      SlaRequest wish,
      Quote quote,
      Market market,
      Map<String, OfferSubmission> live,
      List<Refusal> refused,
      long now,
      BigInteger salt) {
    var sla = terms(request, wish, quote, now, salt);
    var hash = sla.hash(contracts.orchestrator().domain());
    var expiresAt = now + lifeSeconds;
    var authorization =
        PaymentAuthorization.typedData(
            market.signing(),
            sla.consumer(),
            contracts.orchestrator().address(),
            sla.total(),
            0,
            sla.startBy(),
            hash);
    var submissions =
        quote.legs().stream()
            .map(leg -> Objects.requireNonNull(live.get(leg.candidate().id())))
            .toList();
    return new QuotedTerms(
        hash,
        sla,
        submissions,
        quote.legs().stream().map(QuoteDesk::shown).toList(),
        market.address(),
        market.token().symbol(),
        market.token().decimals(),
        quote.deposit().units(),
        quote.egressEscrow().units(),
        quote.reserve().units(),
        quote.total().units(),
        quote.feeAtMost().units(),
        quote.collateral().units(),
        now,
        expiresAt,
        CanonicalJson.of(request),
        TypedDataJson.of(authorization),
        refused);
  }

  private SlaTerms terms(
      QuoteRequest request, SlaRequest wish, Quote quote, long now, BigInteger salt) {
    var margin = Math.min(CLOCK_MARGIN_SECONDS, startSeconds / 10);
    return new SlaTerms(
        request.consumer(),
        request.marketId(),
        wish.redundancy().dataShards(),
        wish.redundancy().providersNeeded(),
        now + startSeconds - margin,
        now + wish.durationSeconds() + slack(wish, quote),
        quote.maximumRate().fixed(),
        quote.terms().coolDownSeconds(),
        quote.reserve().units(),
        wish.regions().stream().sorted().map(RegionWord::of).toList(),
        quote.legs().stream().map(QuoteDesk::leg).toList(),
        CanonicalJson.hash(request),
        salt);
  }

  /// The contract measures the duration when the SLA opens, some seconds after the quote: where
  /// that would fall below an offer's minimum, the SLA ends those seconds later.
  private long slack(SlaRequest wish, Quote quote) {
    var tight =
        quote.legs().stream()
            .map(leg -> leg.candidate().offer())
            .anyMatch(offer -> wish.durationSeconds() - lifeSeconds < offer.minimumSeconds());
    var room =
        quote.legs().stream()
            .mapToLong(leg -> leg.candidate().offer().maximumSeconds() - wish.durationSeconds())
            .min()
            .orElse(0);
    return tight ? Math.min(lifeSeconds, room) : 0;
  }

  BigInteger salt() {
    var bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes);
  }

  private static LegTerms leg(QuotedLeg leg) {
    return new LegTerms(
        leg.candidate().offer().providerId(),
        Bytes32.fromHex(leg.candidate().id()),
        leg.capacity().bytes(),
        leg.rate().fixed(),
        leg.deposit().units(),
        leg.egressEscrow().units(),
        leg.collateral().units());
  }

  static QuotedTerms.Leg shown(QuotedLeg leg) {
    var offer = leg.candidate().offer();
    return new QuotedTerms.Leg(
        offer.providerId(),
        Bytes32.fromHex(leg.candidate().id()),
        offer.storageClass(),
        offer.region().name(),
        BigInteger.valueOf(leg.capacity().bytes()),
        leg.rate().fixed(),
        offer.ratePerGib().toGibMonth().units(),
        leg.deposit().units(),
        leg.egressEscrow().units(),
        leg.collateral().units());
  }
}
