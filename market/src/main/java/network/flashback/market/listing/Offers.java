package network.flashback.market.listing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.database.Database;
import network.flashback.market.json.JsonWriter;
import org.jdbi.v3.core.Handle;

/// The stored offers: per provider, market, class and region the newest one that has neither
/// expired nor been cancelled.
public final class Offers {
  /// An offer dies when its provider's nonce on the chain moves past it.
  private static final String LIVE =
      """
      NOT superseded AND expiry > :now AND nonce = COALESCE(
        (SELECT max(CAST(fields->>'nonce' AS BIGINT)) FROM event
         WHERE event.name = 'OffersCancelled' AND event.provider_id = offer.provider_id), 0)
      """;

  private final Database database;

  public Offers(Database database) {
    this.database = database;
  }

  /// Which offers are wanted; absent conditions hold for all.
  ///
  /// @param rateMax of one GiB, 64.32
  /// @param after rate and hash of the last offer of the page before
  public record Filter(
      Optional<StorageClass> storageClass,
      Optional<String> region,
      Optional<Integer> market,
      Optional<BigDecimal> rateMax,
      Optional<Place> after) {}

  /// Where an offer stands in the order by price.
  public record Place(BigDecimal rate, Bytes32 hash) {}

  /// Stores a checked offer. Sending the same one again changes nothing.
  ///
  /// @throws MarketException when a newer one is known: an offer is public, so anyone could bring
  ///   an old price back
  public ListedOffer store(ListedOffer offer, long now) {
    return database.transact(
        handle -> {
          handle.createUpdate("DELETE FROM offer WHERE expiry <= :now").bind("now", now).execute();
          var superseded =
              handle
                  .createQuery("SELECT superseded FROM offer WHERE hash = :hash")
                  .bind("hash", offer.hash().toString())
                  .mapTo(Boolean.class)
                  .findOne();
          if (superseded.isEmpty()) {
            supersede(handle, offer);
            insert(handle, offer, now);
            keepPromise(handle, new QualityPromise(offer.submission().quality()));
          } else if (superseded.get()) {
            throw outdated(
                "This offer was replaced by a newer one of the same provider, class and region.");
          }
          return offer;
        });
  }

  private static void keepPromise(Handle handle, QualityPromise promise) {
    handle
        .createUpdate(
            "INSERT INTO promise (hash, document) VALUES (:hash, :document) ON CONFLICT DO NOTHING")
        .bind("hash", promise.hash().toString())
        .bind("document", new String(promise.document().toArray(), StandardCharsets.UTF_8))
        .execute();
  }

  /// The document of a promise that a listed offer carried, also when the offer is gone.
  public Optional<String> promise(Bytes32 hash) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT document FROM promise WHERE hash = :hash")
                .bind("hash", hash.toString())
                .mapTo(String.class)
                .findOne());
  }

  /// Live offers, the cheapest first.
  public List<ListedOffer> live(Filter filter, long now, int limit) {
    var conditions = new ArrayList<String>(List.of(LIVE));
    filter.storageClass().ifPresent(wanted -> conditions.add("class = :class"));
    filter.region().ifPresent(wanted -> conditions.add("region = :region"));
    filter.market().ifPresent(wanted -> conditions.add("market = :market"));
    filter.rateMax().ifPresent(wanted -> conditions.add("rate <= :rate_max"));
    filter.after().ifPresent(wanted -> conditions.add("(rate, hash) > (:after_rate, :after_hash)"));
    var sql =
        "SELECT hash, signed FROM offer WHERE "
            + String.join(" AND ", conditions)
            + " ORDER BY rate, hash LIMIT :limit";
    return database.read(
        handle -> {
          var query = handle.createQuery(sql).bind("now", now).bind("limit", limit);
          filter.storageClass().ifPresent(wanted -> query.bind("class", wanted.code()));
          filter.region().ifPresent(wanted -> query.bind("region", wanted));
          filter.market().ifPresent(wanted -> query.bind("market", wanted));
          filter.rateMax().ifPresent(wanted -> query.bind("rate_max", wanted));
          filter
              .after()
              .ifPresent(
                  place ->
                      query
                          .bind("after_rate", place.rate())
                          .bind("after_hash", place.hash().toString()));
          return query.map(ListedOffer::of).list();
        });
  }

  /// Hashes of all offers that nothing has replaced and that have not expired.
  Set<Bytes32> hashes(long now) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT hash FROM offer WHERE NOT superseded AND expiry > :now")
                .bind("now", now)
                .mapTo(String.class)
                .map(Bytes32::fromHex)
                .collect(Collectors.toSet()));
  }

  /// Of these hashes, the offers that are still there.
  List<ListedOffer> offers(Collection<Bytes32> hashes) {
    return hashes.isEmpty()
        ? List.of()
        : database.read(
            handle ->
                handle
                    .createQuery("SELECT hash, signed FROM offer WHERE hash = ANY(:hashes)")
                    .bindArray(
                        "hashes",
                        String.class,
                        hashes.stream().map(Bytes32::toString).toArray(Object[]::new))
                    .map(ListedOffer::of)
                    .list());
  }

  private static void supersede(Handle handle, ListedOffer offer) {
    var terms = offer.terms();
    var newestExpiry =
        handle
            .createQuery(
                """
                SELECT expiry FROM offer
                WHERE provider_id = :provider AND market = :market AND class = :class AND region = :region
                  AND NOT superseded AND nonce = :nonce
                FOR UPDATE""")
            .bind("provider", terms.providerId())
            .bind("market", terms.market())
            .bind("class", terms.offerClass())
            .bind("region", RegionWord.region(terms.region()).name())
            .bind("nonce", terms.nonce())
            .mapTo(Long.class)
            .findOne();
    if (newestExpiry.filter(expiry -> expiry > terms.expiry()).isPresent()) {
      throw outdated(
          "A known offer of the same provider, class and region lives longer, until second "
              + newestExpiry.get()
              + ", so this one counts as older.");
    }
    handle
        .createUpdate(
            """
            UPDATE offer SET superseded = TRUE
            WHERE provider_id = :provider AND market = :market AND class = :class AND region = :region AND NOT superseded""")
        .bind("provider", terms.providerId())
        .bind("market", terms.market())
        .bind("class", terms.offerClass())
        .bind("region", RegionWord.region(terms.region()).name())
        .execute();
  }

  private static void insert(Handle handle, ListedOffer offer, long now) {
    var terms = offer.terms();
    handle
        .createUpdate(
            """
            INSERT INTO offer (hash, provider_id, market, class, region, rate, expiry, nonce, received_at, signed)
            VALUES (:hash, :provider, :market, :class, :region, :rate, :expiry, :nonce, :now, :signed)""")
        .bind("hash", offer.hash().toString())
        .bind("provider", terms.providerId())
        .bind("market", terms.market())
        .bind("class", terms.offerClass())
        .bind("region", RegionWord.region(terms.region()).name())
        .bind("rate", new BigDecimal(terms.ratePerGib()))
        .bind("expiry", terms.expiry())
        .bind("nonce", terms.nonce())
        .bind("now", now)
        .bind("signed", JsonWriter.text(offer.submission()))
        .execute();
  }

  private static MarketException outdated(String detail) {
    return new MarketException(
        MarketError.OFFER_OUTDATED,
        "offer.expiry",
        detail,
        "Sign it with a later expiry, or cancel all offers on the chain first (cancelOffers).");
  }
}
