// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// What `listOffers` is asked for; what is null is not asked for.
///
/// @param storageClass Only this class.
/// @param region Only this region, or all that begin so: eu-*.
/// @param market Paid in this market; 1 when absent.
/// @param maxPrice Highest price of one GiB for 730 hours, token units.
/// @param minFree Fewest bytes not reserved yet: what one leg of an SLA needs.
/// @param certified Whether any valid certificate speaks for it.
/// @param scope Only with a valid certificate of this scope.
/// @param listedBy Only where the listing rests on this.
/// @param minUptime Lowest measured uptime, basis points.
/// @param maxLatency Highest measured 95th percentile, milliseconds.
/// @param search Words of name, description, website, address, region or class; beginnings suffice,
///     all must be there.
/// @param status ALL shows offers of providers that are not listed, too.
/// @param sort RANK when absent: by points, most first; PRICE: cheapest first; UPTIME, LATENCY: best
///     measured first; CAPACITY: most free bytes first.
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListOffersQuery(
    @JsonProperty("class") @Nullable StorageClass storageClass,
    @JsonProperty("region") @Nullable String region,
    @JsonProperty("market") @Nullable Long market,
    @JsonProperty("maxPrice") @Nullable BigInteger maxPrice,
    @JsonProperty("minFree") @Nullable BigInteger minFree,
    @JsonProperty("certified") @Nullable Boolean certified,
    @JsonProperty("scope") @Nullable CertificateScope scope,
    @JsonProperty("listedBy") @Nullable String listedBy,
    @JsonProperty("minUptime") @Nullable Long minUptime,
    @JsonProperty("maxLatency") @Nullable Long maxLatency,
    @JsonProperty("search") @Nullable String search,
    @JsonProperty("status") @Nullable String status,
    @JsonProperty("sort") @Nullable String sort,
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListOffersQuery all() {
    return new ListOffersQuery(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /// The same with this. Only this class.
  public ListOffersQuery withStorageClass(StorageClass storageClass) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Only this region, or all that begin so: eu-*.
  public ListOffersQuery withRegion(String region) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Paid in this market; 1 when absent.
  public ListOffersQuery withMarket(long market) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Highest price of one GiB for 730 hours, token units.
  public ListOffersQuery withMaxPrice(BigInteger maxPrice) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Fewest bytes not reserved yet: what one leg of an SLA needs.
  public ListOffersQuery withMinFree(BigInteger minFree) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Whether any valid certificate speaks for it.
  public ListOffersQuery withCertified(boolean certified) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Only with a valid certificate of this scope.
  public ListOffersQuery withScope(CertificateScope scope) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Only where the listing rests on this.
  public ListOffersQuery withListedBy(String listedBy) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Lowest measured uptime, basis points.
  public ListOffersQuery withMinUptime(long minUptime) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Highest measured 95th percentile, milliseconds.
  public ListOffersQuery withMaxLatency(long maxLatency) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Words of name, description, website, address, region or class; beginnings
  /// suffice, all must be there.
  public ListOffersQuery withSearch(String search) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. ALL shows offers of providers that are not listed, too.
  public ListOffersQuery withStatus(String status) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. RANK when absent: by points, most first; PRICE: cheapest first; UPTIME,
  /// LATENCY: best measured first; CAPACITY: most free bytes first.
  public ListOffersQuery withSort(String sort) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. Most entries of the page.
  public ListOffersQuery withLimit(long limit) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListOffersQuery withCursor(String cursor) {
    return new ListOffersQuery(
        storageClass, region, market, maxPrice, minFree, certified, scope, listedBy, minUptime,
        maxLatency, search, status, sort, limit, cursor);
  }
}
