package network.flashback.market.quote;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import network.flashback.domain.Refused;
import network.flashback.domain.design.Design;
import network.flashback.domain.design.Designer;
import network.flashback.domain.design.FailureModel;
import network.flashback.domain.design.Part;
import network.flashback.domain.design.Plan;
import network.flashback.domain.design.Wishes;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.storage.Region;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.database.Database;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.listing.Markets;
import network.flashback.market.listing.Markets.Market;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.quote.QuoteInputs.OfferInput;

/// Turns wishes for a whole design into plans over the live offers, and a plan into quotes.
public final class DesignDesk {
  private static final FailureModel ASSUMED = FailureModel.usual();

  /// Designs that are computed at once, and how long others wait for their turn: a design takes
  /// tens of milliseconds where it can be met, and up to some seconds where it cannot.
  private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final QuoteDesk quoteDesk;
  private final Supplies supplies;
  private final Markets markets;
  private final Quotes quotes;
  private final PlanRecords records;
  private final InstantSource clock;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  public DesignDesk(
      QuoteDesk quoteDesk,
      Supplies supplies,
      Markets markets,
      Quotes quotes,
      Database database,
      InstantSource clock) {
    this.quoteDesk = quoteDesk;
    this.supplies = supplies;
    this.markets = markets;
    this.quotes = quotes;
    this.records = new PlanRecords(database);
    this.clock = clock;
  }

  /// Plans and prices of wishes. Nothing is stored.
  public DesignAnswer design(DesignRequest request) {
    var market = markets.market(request.marketId());
    var now = clock.instant().getEpochSecond();
    var asked = request.wishes(market.token());
    var duration = quoteDesk.wholeEpochs(asked.durationSeconds(), now);
    var wishes = asked.withDuration(duration);
    var found = supplies.of(request.marketId(), market, now);
    var terms = quoteDesk.terms(request.marketId(), market);
    var design = inTurn(new Designer(found.supplies(), terms, ASSUMED, now), wishes);
    return DesignAnswer.of(design, market, duration, ASSUMED);
  }

  /// Freezes the plan that was chosen, computed anew from the offers as they are now.
  ///
  /// @throws MarketException when it became dearer than shown, or cannot be met any more
  public PlanQuotes quote(PlanChoice choice) {
    var key = Optional.ofNullable(choice.requestKey());
    key.ifPresent(DesignDesk::requireKey);
    var request = CanonicalJson.hash(choice);
    var before = key.flatMap(known -> answered(choice.consumer(), known, request));
    if (before.isPresent()) {
      return before.get();
    }
    var market = markets.market(choice.design().marketId());
    var now = clock.instant().getEpochSecond();
    var found = supplies.of(choice.design().marketId(), market, now);
    var inputs = inputs(choice, market, found, now);
    var plan = plan(inputs, market);
    requireShown(choice, plan, market);
    var quoted = freeze(inputs, plan, market);
    quoted.forEach(quotes::store);
    records.storeInputs(quoted.stream().map(QuotedTerms::quoteHash).toList(), inputs);
    var answer = new PlanQuotes(choice.plan(), plan.total().units(), quoted);
    if (key.isEmpty()) {
      return answer;
    }
    records.answer(choice.consumer(), key.get(), new PlanRecords.Answered(request, answer), now);
    // Of two requests at once the first one's answer counts.
    return answered(choice.consumer(), key.get(), request).orElse(answer);
  }

  /// What a plan's quote was computed from.
  public Optional<QuoteInputs> inputs(Bytes32 quoteHash) {
    return records.inputs(quoteHash);
  }

  /// Computes a plan's quotes again from their inputs alone, whatever is offered today.
  public List<QuotedTerms> again(QuoteInputs inputs) {
    var market = markets.market(inputs.design().marketId());
    return freeze(inputs, plan(inputs, market), market);
  }

  private QuoteInputs inputs(PlanChoice choice, Market market, Supplies.Found found, long now) {
    return new QuoteInputs(
        choice.consumer(),
        choice.plan(),
        choice.design(),
        now,
        quoteDesk.salt(),
        quoteDesk.terms(choice.design().marketId(), market),
        ASSUMED,
        found.supplies().stream()
            .map(supply -> OfferInput.of(supply, offer(found.offers(), supply.candidate().id())))
            .toList());
  }

  private static OfferSubmission offer(Map<String, OfferSubmission> offers, String hash) {
    return Objects.requireNonNull(offers.get(hash));
  }

  private Plan plan(QuoteInputs inputs, Market market) {
    var token = market.token();
    var request = inputs.design();
    var wishes =
        request
            .wishes(token)
            .withDuration(quoteDesk.wholeEpochs(request.durationSeconds(), inputs.now()));
    var supply = inputs.offers().stream().map(offer -> offer.supply(token)).toList();
    var designer = new Designer(supply, inputs.terms(), inputs.assumed(), inputs.now());
    return switch (inTurn(designer, wishes)) {
      case Design.Feasible(var plans, var relaxed, var refused) ->
          plans.stream()
              .filter(plan -> plan.kind() == inputs.plan())
              .findFirst()
              .orElseThrow(
                  () ->
                      new Refused(
                          "plan",
                          "is " + inputs.plan() + ", which the offers of now do not give",
                          "ask for the design again: POST /v1/designs"));
      case Design.Infeasible(var summary, var nearest, var together, var refused) ->
          throw new MarketException(
              "There is no choice of offers: " + summary + ".",
              "Change the wishes as the detail says, or ask for the design again.",
              refused);
    };
  }

  private Design inTurn(Designer designer, Wishes wishes) {
    if (!isMyTurn()) {
      throw new MarketException(
          MarketError.BUSY,
          "Many designs are being computed, and this one waited %d s for its turn."
              .formatted(PATIENCE.toSeconds()),
          "Ask again in some seconds.");
    }
    try {
      return designer.design(wishes);
    } finally {
      turns.release();
    }
  }

  private boolean isMyTurn() {
    try {
      return turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<QuotedTerms> freeze(QuoteInputs inputs, Plan plan, Market market) {
    var live =
        inputs.offers().stream()
            .collect(Collectors.toMap(offer -> offer.hash().toString(), OfferInput::offer));
    return plan.parts().stream()
        .map(
            part ->
                quoteDesk.freeze(
                    request(inputs, part),
                    part.request(),
                    part.quote(),
                    market,
                    live,
                    List.of(),
                    inputs.now(),
                    // So that equal terms of two classes stay apart.
                    inputs.salt().xor(BigInteger.valueOf(part.storageClass().code()))))
        .toList();
  }

  private static QuoteRequest request(QuoteInputs inputs, Part part) {
    var wish = part.request();
    return new QuoteRequest(
        inputs.consumer(),
        inputs.design().marketId(),
        BigInteger.valueOf(wish.volume().bytes()),
        inputs.design().durationSeconds(),
        new QuoteRequest.RedundancyWish(
            wish.redundancy().dataShards(), wish.redundancy().providersNeeded()),
        wish.regions().stream().sorted().map(Region::name).toList(),
        part.storageClass(),
        BigInteger.valueOf(wish.egress().bytes()),
        wish.budget().units(),
        wish.quality());
  }

  private static void requireShown(PlanChoice choice, Plan plan, Market market) {
    if (plan.total().units().compareTo(choice.atMost()) > 0) {
      throw new MarketException(
          MarketError.PLAN_CHANGED,
          "atMost",
          "The plan locks %s now, shown were %s."
              .formatted(plan.total(), new TokenAmount(market.token(), choice.atMost())),
          "Offers changed in between, or an epoch began; nothing was quoted. Ask for the design again: POST /v1/designs.");
    }
  }

  private static void requireKey(String key) {
    if (!key.matches("[A-Za-z0-9-]{16,64}")) {
      throw new Refused(
          "requestKey", "is no key", "give 16 to 64 letters, digits and hyphens, such as a UUID");
    }
  }

  private Optional<PlanQuotes> answered(Address consumer, String key, Bytes32 request) {
    return records
        .answered(consumer, key)
        .map(
            known -> {
              if (!known.request().equals(request)) {
                throw new MarketException(
                    MarketError.KEY_REUSED,
                    "requestKey",
                    "The key " + key + " was given with another request.",
                    "Nothing was quoted. Give a new key with each new request.");
              }
              return known.quotes();
            });
  }
}
