package network.flashback.market.listing;

import java.math.BigInteger;
import java.util.List;
import java.util.function.ToIntFunction;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// A live offer with what filters and order need, worked out once.
final class CataloguedOffer {
  private final OfferEntry entry;
  private final int market;
  private final Address token;
  private final List<String> words;
  private volatile Scored scored = new Scored(-1, 0);

  CataloguedOffer(ListedOffer offer, Markets.Market market) {
    this.entry = offer.entry(market.token());
    this.market = offer.terms().market();
    this.token = market.address();
    this.words = Words.of(entry.region() + " " + entry.storageClass());
  }

  /// Points by an edition of the ranking.
  private record Scored(long edition, int points) {}

  /// What only one offer of a provider stands for at a time.
  record Slot(long providerId, int market, StorageClass storageClass, String region) {}

  Slot slot() {
    return new Slot(entry.providerId(), market, entry.storageClass(), entry.region());
  }

  Bytes32 hash() {
    return entry.hash();
  }

  OfferEntry entry() {
    return entry;
  }

  int market() {
    return market;
  }

  Address token() {
    return token;
  }

  BigInteger rate() {
    return entry.offer().ratePerGib();
  }

  long nonce() {
    return entry.offer().nonce();
  }

  List<String> words() {
    return words;
  }

  boolean isNewerThan(CataloguedOffer other) {
    return nonce() == other.nonce()
        ? entry.expiry() >= other.entry.expiry()
        : nonce() > other.nonce();
  }

  /// Points by an edition; those of the edition that was asked for last are remembered.
  int points(long edition, ToIntFunction<CataloguedOffer> compute) {
    var known = scored;
    if (known.edition() != edition) {
      known = new Scored(edition, compute.applyAsInt(this));
      scored = known;
    }
    return known.points();
  }
}
