// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// What a consumer wishes.
///
/// @param consumer The wallet that will pay and sign.
/// @param market Number of the market whose token pays; 1 when absent.
/// @param volumeBytes Plain bytes to store: 1 MiB to 1 EiB.
/// @param durationSeconds How long, from now.
/// @param regions Where bytes may lie, such as eu-de; anywhere when absent or empty.
/// @param storageClass Which class of offers.
/// @param egressBytes Plain bytes that may be read in all; none when absent.
/// @param budget The most that may be locked, everything included, token units.
/// @param quality What every provider must promise; nothing when absent.
public record QuoteRequest(
    @JsonProperty(value = "consumer", required = true) Address consumer,
    @JsonProperty("market") @Nullable Long market,
    @JsonProperty(value = "volumeBytes", required = true) BigInteger volumeBytes,
    @JsonProperty(value = "durationSeconds", required = true) long durationSeconds,
    @JsonProperty(value = "redundancy", required = true) RedundancyWish redundancy,
    @JsonProperty("regions") @Nullable List<String> regions,
    @JsonProperty(value = "class", required = true) StorageClass storageClass,
    @JsonProperty("egressBytes") @Nullable BigInteger egressBytes,
    @JsonProperty(value = "budget", required = true) BigInteger budget,
    @JsonProperty("quality") @Nullable QualityTarget quality) {
  public QuoteRequest {
    requireNonNull(consumer, "consumer");
    requireNonNull(volumeBytes, "volumeBytes");
    requireNonNull(redundancy, "redundancy");
    regions = regions == null ? null : List.copyOf(regions);
    requireNonNull(storageClass, "class");
    requireNonNull(budget, "budget");
  }

  /// With what must be there, and nothing else.
  public static QuoteRequest of(
      Address consumer,
      BigInteger volumeBytes,
      long durationSeconds,
      RedundancyWish redundancy,
      StorageClass storageClass,
      BigInteger budget) {
    return new QuoteRequest(
        consumer, null, volumeBytes, durationSeconds, redundancy, null, storageClass, null, budget,
        null);
  }

  /// The same with this. Number of the market whose token pays; 1 when absent.
  public QuoteRequest withMarket(long market) {
    return new QuoteRequest(
        consumer, market, volumeBytes, durationSeconds, redundancy, regions, storageClass,
        egressBytes, budget, quality);
  }

  /// The same with this. Where bytes may lie, such as eu-de; anywhere when absent or empty.
  public QuoteRequest withRegions(List<String> regions) {
    return new QuoteRequest(
        consumer, market, volumeBytes, durationSeconds, redundancy, regions, storageClass,
        egressBytes, budget, quality);
  }

  /// The same with this. Plain bytes that may be read in all; none when absent.
  public QuoteRequest withEgressBytes(BigInteger egressBytes) {
    return new QuoteRequest(
        consumer, market, volumeBytes, durationSeconds, redundancy, regions, storageClass,
        egressBytes, budget, quality);
  }

  /// The same with this. What every provider must promise; nothing when absent.
  public QuoteRequest withQuality(QualityTarget quality) {
    return new QuoteRequest(
        consumer, market, volumeBytes, durationSeconds, redundancy, regions, storageClass,
        egressBytes, budget, quality);
  }
}
