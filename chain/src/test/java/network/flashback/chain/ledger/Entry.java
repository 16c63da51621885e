package network.flashback.chain.ledger;

import java.math.BigInteger;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;

/// What a leg must satisfy to become an agreement now.
record Entry(Rules rules, long now) {
  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);
  private static final BigInteger UNIT = BigInteger.ONE.shiftLeft(32);

  void requireOffered(OfferTerms offer, long nonce, BigInteger stake) {
    Refusal.when(now > offer.expiry(), "OfferExpired");
    Refusal.when(offer.expiry() > now + rules.offerLifeSeconds(), "OfferLivesTooLong");
    Refusal.when(offer.nonce() != nonce, "OfferCancelled");
    Refusal.when(stake.compareTo(rules.listingStake()) < 0, "ProviderNotListed");
  }

  void requireFits(LegTerms leg, OfferTerms offer, long startBy, long endsAt) {
    var price = offer.ratePerGib().multiply(BigInteger.valueOf(leg.capacityBytes()));
    Refusal.when(leg.rate().multiply(GIB).compareTo(price) < 0, "RateBelowOffer");
    Refusal.when(leg.capacityBytes() < offer.minimumBytes(), "CapacityBelowMinimum");
    long seconds = endsAt - now;
    boolean fits = seconds >= offer.minimumSeconds() && seconds <= offer.maximumSeconds();
    Refusal.when(!fits, "DurationOutsideOffer");
    var collateral = product(leg.rate(), offer.collateralSeconds()).divide(UNIT);
    Refusal.when(leg.collateral().compareTo(collateral) < 0, "CollateralBelowOffer");
    // In whole units the deposit must not be less than the exact pay.
    var exact = product(leg.rate(), Math.max(0, endsAt - startBy));
    Refusal.when(leg.deposit().multiply(UNIT).compareTo(exact) < 0, "DepositBelowDuration");
  }

  private static BigInteger product(BigInteger rate, long seconds) {
    return rate.multiply(BigInteger.valueOf(seconds));
  }
}
