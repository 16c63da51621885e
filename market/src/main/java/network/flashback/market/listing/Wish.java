package network.flashback.market.listing;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.flashback.domain.storage.StorageClass;
import org.jspecify.annotations.Nullable;

/// Which offers somebody wants to see, in which order; absent conditions hold for all.
///
/// @param region a name, or its beginning and `*`
/// @param priceMax of one GiB for 730 hours, token units
/// @param freeMin bytes that are not reserved yet: what one leg of an SLA needs
/// @param certified whether any valid certificate speaks for the provider
/// @param scope one that has to speak for it
/// @param listedBy what the provider's listing rests on
/// @param uptimeMin measured, basis points
/// @param latencyMax measured 95th percentile, milliseconds
/// @param search words; each has to begin a word of the offer
/// @param unlisted whether offers of providers that are not listed are shown, too
public record Wish(
    int market,
    Optional<StorageClass> storageClass,
    Optional<String> region,
    Optional<BigInteger> priceMax,
    Optional<BigInteger> freeMin,
    Optional<Boolean> certified,
    Optional<String> scope,
    Optional<ListedBy> listedBy,
    OptionalInt uptimeMin,
    OptionalInt latencyMax,
    List<String> search,
    boolean unlisted,
    Sort sort) {
  public Wish {
    search = List.copyOf(search);
  }

  /// What a listing rests on.
  public enum ListedBy {
    STAKE,
    SUBSCRIPTION
  }

  /// The orders there are. Between equals the cheaper offer comes first, then the smaller hash.
  public enum Sort {
    RANK,
    PRICE,
    UPTIME,
    LATENCY,
    CAPACITY;

    /// What is smaller comes first.
    long key(CataloguedOffer offer, ProviderFacts facts, Edition edition) {
      @Nullable TrackEntry track = facts.track().orElse(null);
      return switch (this) {
        case RANK -> -edition.points(offer, facts);
        case PRICE -> 0;
        // What nobody measured comes behind everything that somebody did.
        case UPTIME -> track == null ? 1 : -track.uptimeBps();
        case LATENCY -> track == null ? Long.MAX_VALUE : track.latencyP95();
        case CAPACITY -> -Listing.free(offer, facts).longValueExact();
      };
    }
  }

  boolean holds(CataloguedOffer offer, ProviderFacts facts, long now) {
    var entry = offer.entry();
    return offer.market() == market
        && (storageClass.isEmpty() || storageClass.get() == entry.storageClass())
        && (region.isEmpty() || isIn(region.get(), entry.region()))
        && (priceMax.isEmpty() || entry.pricePerGibMonth().compareTo(priceMax.get()) <= 0)
        && (freeMin.isEmpty() || Listing.free(offer, facts).compareTo(freeMin.get()) >= 0)
        && isTrusted(facts, now)
        && isMeasured(facts)
        && (search.isEmpty() || Words.match(search, facts.words(), offer.words()));
  }

  private boolean isTrusted(ProviderFacts facts, long now) {
    var scopes = facts.standing().certified();
    return (certified.isEmpty() || certified.get() == !scopes.isEmpty())
        && (scope.isEmpty() || scopes.contains(scope.get()))
        && (listedBy.isEmpty()
            || switch (listedBy.get()) {
              case STAKE -> facts.staked();
              case SUBSCRIPTION -> facts.subscribed(now);
            });
  }

  private boolean isMeasured(ProviderFacts facts) {
    if (uptimeMin.isEmpty() && latencyMax.isEmpty()) {
      return true;
    }
    return facts
        .track()
        .filter(
            track ->
                track.uptimeBps() >= uptimeMin.orElse(0)
                    && track.latencyP95() <= latencyMax.orElse(Integer.MAX_VALUE))
        .isPresent();
  }

  private static boolean isIn(String wanted, String region) {
    return wanted.endsWith("*")
        ? region.startsWith(wanted.substring(0, wanted.length() - 1))
        : region.equals(wanted);
  }
}
