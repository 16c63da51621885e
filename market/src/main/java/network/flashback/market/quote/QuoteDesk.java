package network.flashback.market.quote;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Candidate;
import network.flashback.domain.placement.Placement;
import network.flashback.domain.placement.Quote;
import network.flashback.domain.placement.QuoteTerms;
import network.flashback.domain.placement.QuotedLeg;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.placement.SlaRequest;
import network.flashback.domain.storage.ByteCount;
import network.flashback.evm.Bytes32;
import network.flashback.market.MarketException;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.listing.ListedOffer;
import network.flashback.market.listing.Markets;
import network.flashback.market.listing.Markets.Market;
import network.flashback.market.listing.Offers;
import network.flashback.market.listing.RegionWord;
import network.flashback.market.listing.Standings;

/// Turns wishes into quotes: terms that one signature accepts, computed from live offers alone.
public final class QuoteDesk {
  /// Mandate and reserve of replacements, in basis points.
  private static final int MANDATE_BPS = 15_000;

  private static final int RESERVE_BPS = 5_000;

  /// Offers that are looked at, the cheapest first.
  private static final int CANDIDATES_MAX = 200;

  /// How far the chain's clock may lag behind ours before the contract takes `startBy` for too far
  /// away.
  private static final long CLOCK_MARGIN_SECONDS = 15;

  private final Contracts contracts;
  private final Offers offers;
  private final Markets markets;
  private final Standings standings;
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
      Offers offers,
      Markets markets,
      Standings standings,
      Quotes quotes,
      InstantSource clock,
      RandomGenerator random,
      Duration life) {
    this.contracts = contracts;
    this.offers = offers;
    this.markets = markets;
    this.standings = standings;
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
    var wish = wholeEpochs(request.wish(market.token()), now);
    var terms =
        new QuoteTerms(
            request.marketId(),
            market.terms().feeBps(),
            MANDATE_BPS,
            RESERVE_BPS,
            contracts.orchestrator().schedule().epochSeconds());
    var refused = new ArrayList<Refusal>();
    var live = liveOffers(request, now);
    var candidates = candidates(live, market, refused);
    return switch (Placement.choose(wish, request.storageClass(), candidates, terms, now)) {
      case Placement.Impossible(var summary, var refusals) -> {
        refused.addAll(refusals);
        throw new MarketException(
            "There is no choice of offers: " + summary + ".",
            "Change the wishes as the detail says; the refusals tell what each offer lacks.",
            refused);
      }
      case Placement.Placed(var quote, var refusals) -> {
        refused.addAll(refusals);
        var quoted = freeze(request, wish, quote, market, live, refused, now);
        quotes.store(quoted);
        yield quoted;
      }
    };
  }

  /// Pay runs in whole epochs: a wish that ends inside one is quoted to its end, so that the
  /// deposit lasts as long as the agreement.
  private SlaRequest wholeEpochs(SlaRequest wish, long now) {
    var schedule = contracts.orchestrator().schedule();
    var end = Math.max(now + wish.durationSeconds(), schedule.genesis() + 1);
    var rounded = schedule.endOf(schedule.epochAt(end - 1));
    return new SlaRequest(
        wish.volume(),
        rounded - now,
        wish.redundancy(),
        wish.shares(),
        wish.regions(),
        wish.egress(),
        wish.budget(),
        wish.quality());
  }

  /// All offers of the market: those of other classes or regions are refused in words.
  private List<ListedOffer> liveOffers(QuoteRequest request, long now) {
    return offers.live(
        new Offers.Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.of(request.marketId()),
            Optional.empty(),
            Optional.empty()),
        now,
        CANDIDATES_MAX);
  }

  private List<Candidate> candidates(List<ListedOffer> live, Market market, List<Refusal> refused) {
    var candidates = new ArrayList<Candidate>();
    for (var offer : live) {
      var providerId = offer.terms().providerId();
      if (standings.listed(providerId).listed()) {
        candidates.add(candidate(offer, market));
      } else {
        refused.add(
            new Refusal(
                offer.hash().toString(),
                providerId,
                "is of a provider whose stake fell below the threshold of the listing"));
      }
    }
    return candidates;
  }

  private Candidate candidate(ListedOffer listed, Market market) {
    var offer = ListedOffer.domain(listed.terms(), market.token());
    var reserved = contracts.orchestrator().reservedOf(offer.providerId());
    var stake = standings.stake(offer.providerId(), market.address());
    return new Candidate(
        listed.hash().toString(),
        offer,
        new ByteCount(Math.max(0, offer.capacity().bytes() - reserved)),
        new TokenAmount(market.token(), stake.free()),
        // What one owner runs may fail together.
        standings.owner(offer.providerId()).toString(),
        listed.submission().quality());
  }

  private QuotedTerms freeze(
      QuoteRequest request,
      SlaRequest wish,
      Quote quote,
      Market market,
      List<ListedOffer> live,
      List<Refusal> refused,
      long now) {
    var sla = terms(request, wish, quote, now);
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
        quote.legs().stream().map(leg -> offer(live, leg.candidate().id()).submission()).toList();
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

  private SlaTerms terms(QuoteRequest request, SlaRequest wish, Quote quote, long now) {
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
        salt());
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

  private BigInteger salt() {
    var bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes);
  }

  private static ListedOffer offer(List<ListedOffer> live, String hash) {
    return live.stream()
        .filter(offer -> offer.hash().toString().equals(hash))
        .findFirst()
        .orElseThrow();
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

  private static QuotedTerms.Leg shown(QuotedLeg leg) {
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
