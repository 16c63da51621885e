package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Bytes32;

/// Random terms: mostly such as fit, now and then off by one of what they must be.
final class Deals {
  private static final BigInteger UNIT = BigInteger.ONE.shiftLeft(32);
  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);
  private static final long CAPACITY_MOST = 1L << 31;
  private static final BigInteger RATE_MOST = BigInteger.ONE.shiftLeft(45);

  private final LedgerChain chain;
  private final Chooser choose;
  private final List<SignedOffer> signed = new ArrayList<>();

  Deals(LedgerChain chain, Chooser choose) {
    this.chain = chain;
    this.choose = choose;
  }

  /// A leg and the offer that it fills.
  record Deal(LegTerms leg, SignedOffer offer) {}

  /// An SLA and the offers of its legs.
  record Opening(int consumer, SlaTerms terms, Bytes32 id, List<SignedOffer> offers) {
    void apply(LedgerModel model, Payer payer) {
      var bare = offers.stream().map(SignedOffer::offer).toList();
      model.open(id, terms, consumer, bare, payer);
    }
  }

  Opening opening(LedgerModel model) {
    long now = model.clock.now;
    long epoch = model.clock.schedule.epochSeconds();
    long startSeconds = model.rules.startSeconds();
    long startBy = now + (choose.chance(3) ? startSeconds + 1 : choose.between(1, startSeconds));
    long endsAt = startBy + choose.between(choose.chance(3) ? 0 : epoch, 24 * epoch);
    int legs = (int) choose.between(1, 3);
    var deals = new ArrayList<Deal>();
    for (long provider : choose.shuffled(legs, LedgerChain.PROVIDERS)) {
      deals.add(deal(model, provider, startBy, endsAt, RATE_MOST));
    }
    if (legs > 1 && choose.chance(3)) {
      deals.set(1, deals.getFirst());
    }
    var most =
        deals.stream().map(deal -> deal.leg().rate()).reduce(BigInteger.ZERO, BigInteger::max);
    int consumer = (int) choose.between(1, LedgerChain.CONSUMERS);
    var terms =
        new SlaTerms(
            chain.address(consumer),
            LedgerModel.MARKET,
            (int) (choose.chance(2) ? legs + 1 : choose.between(1, legs)),
            legs,
            startBy,
            endsAt,
            most.multiply(BigInteger.TWO),
            choose.between(0, 2 * epoch),
            choose.chance(30)
                ? BigInteger.ZERO
                : deals.getFirst().leg().deposit().add(choose.ofBits(24)),
            List.of(),
            deals.stream().map(Deal::leg).toList(),
            Bytes32.ZERO,
            choose.ofBits(200));
    var domain = chain.contracts.orchestrator().domain();
    return new Opening(
        consumer, terms, terms.hash(domain), deals.stream().map(Deal::offer).toList());
  }

  /// A leg in the place of another; half of them cost more than what is left of that one.
  Deal replacement(LedgerModel model, Agreement old, long provider, long startBy, SlaTerms terms) {
    var deal = deal(model, provider, startBy, terms.endsAt(), terms.maximumRate());
    if (choose.chance(50)) {
      return deal;
    }
    var leg = deal.leg();
    var rest = old.deposit.add(old.egressEscrow).add(choose.ofBits(30));
    return new Deal(
        new LegTerms(
            leg.providerId(),
            leg.offerHash(),
            leg.capacityBytes(),
            leg.rate(),
            leg.deposit().max(rest),
            leg.egressEscrow(),
            leg.collateral()),
        deal.offer());
  }

  /// A leg that the provider takes from `startBy` to `endsAt`, mostly at most at that rate.
  Deal deal(LedgerModel model, long provider, long startBy, long endsAt, BigInteger rateMost) {
    // Two GiB at most.
    var offer = offer(model, provider, rateMost.shiftRight(1));
    var terms = offer.offer();
    long capacity = choose.between(Math.max(1, terms.minimumBytes()), CAPACITY_MOST);
    if (choose.chance(2)) {
      capacity = Math.max(0, terms.minimumBytes() - 1);
    }
    var rate = up(terms.ratePerGib().multiply(BigInteger.valueOf(capacity)), GIB);
    var room = rateMost.subtract(rate).max(BigInteger.ONE).bitLength() - 1;
    rate = nearly(rate.add(choose.ofBits(Math.min(30, room))), rate);
    var exact = rate.multiply(BigInteger.valueOf(Math.max(0, endsAt - startBy)));
    var deposit = up(exact, UNIT);
    var collateral = rate.multiply(BigInteger.valueOf(terms.collateralSeconds())).divide(UNIT);
    var free = model.stakes.free.of(provider);
    collateral =
        choose.chance(2)
            ? free.add(BigInteger.ONE)
            : nearly(collateral.add(choose.ofBits(20)), collateral);
    return new Deal(
        new LegTerms(
            provider,
            terms.hash(chain.contracts.orchestrator().domain()),
            capacity,
            rate,
            nearly(deposit.add(choose.ofBits(10)), deposit),
            choose.ofBits(20),
            collateral),
        offer);
  }

  // Mostly what is enough; now and then one less than the least.
  private BigInteger nearly(BigInteger enough, BigInteger least) {
    return choose.chance(2) && least.signum() > 0 ? least.subtract(BigInteger.ONE) : enough;
  }

  private static BigInteger up(BigInteger amount, BigInteger by) {
    return amount.add(by).subtract(BigInteger.ONE).divide(by);
  }

  /// A new offer, or one that somebody filled in part before.
  private SignedOffer offer(LedgerModel model, long provider, BigInteger priceMost) {
    var known = signed.stream().filter(offer -> offer.offer().providerId() == provider).toList();
    if (!known.isEmpty() && choose.chance(20)) {
      return choose.anyOf(known).orElseThrow();
    }
    long nonce = model.offerNonce.getOrDefault(provider, 0L);
    long life = model.rules.offerLifeSeconds();
    var terms =
        new OfferTerms(
            provider,
            LedgerModel.MARKET,
            choose.chance(4)
                ? BigInteger.ZERO
                : choose.ofBits(priceMost.bitLength()).min(priceMost),
            BigInteger.ZERO,
            model.reserved(provider) + choose.between(CAPACITY_MOST / 2, 3 * CAPACITY_MOST),
            choose.between(0, 1 << 20),
            choose.between(0, 900),
            choose.between(26_000, 1_000_000),
            choose.between(0, 12_000),
            0,
            Bytes32.ZERO,
            Bytes32.ZERO,
            model.clock.now + (choose.chance(2) ? life + 1 : choose.between(life / 2, life)),
            choose.chance(2) ? nonce + 1 : nonce,
            choose.ofBits(200));
    var data = terms.typedData(chain.contracts.orchestrator().domain());
    var offer =
        new SignedOffer(terms, chain.key(LedgerChain.ownerOf(provider)).sign(data).toBytes());
    signed.add(offer);
    return offer;
  }
}
