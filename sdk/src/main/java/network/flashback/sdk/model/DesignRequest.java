// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a consumer wishes of all its storage together.
///
/// @param market Number of the market whose token pays; 1 when absent.
/// @param volumeBytes Plain bytes to store: 1 MiB to 1 EiB.
/// @param durationSeconds How long, from now.
/// @param regions Where bytes may lie: names such as eu-de, beginnings such as eu-*; anywhere when
///     absent or empty.
/// @param excludedRegions Where they must not lie, whatever else is wished, in the same form.
/// @param egressBytes Plain bytes that may be read in all; none when absent.
/// @param budget The most that may be locked by all SLAs together, everything included, token units.
/// @param quality What every provider must promise; nothing when absent.
/// @param certifiedOnly Whether only providers with a valid certificate are taken; false when
///     absent.
/// @param collateralSeconds How many seconds of its pay a provider must risk at least; none when
///     absent.
public record DesignRequest(
    @JsonProperty("market") @Nullable Long market,
    @JsonProperty(value = "volumeBytes", required = true) BigInteger volumeBytes,
    @JsonProperty(value = "durationSeconds", required = true) long durationSeconds,
    @JsonProperty(value = "redundancy", required = true) RedundancyWish redundancy,
    @JsonProperty(value = "mix", required = true) Mix mix,
    @JsonProperty("regions") @Nullable List<String> regions,
    @JsonProperty("excludedRegions") @Nullable List<String> excludedRegions,
    @JsonProperty("egressBytes") @Nullable BigInteger egressBytes,
    @JsonProperty(value = "budget", required = true) BigInteger budget,
    @JsonProperty("quality") @Nullable QualityTarget quality,
    @JsonProperty("certifiedOnly") @Nullable Boolean certifiedOnly,
    @JsonProperty("collateralSeconds") @Nullable Long collateralSeconds) {
  public DesignRequest {
    requireNonNull(volumeBytes, "volumeBytes");
    requireNonNull(redundancy, "redundancy");
    requireNonNull(mix, "mix");
    regions = regions == null ? null : List.copyOf(regions);
    excludedRegions = excludedRegions == null ? null : List.copyOf(excludedRegions);
    requireNonNull(budget, "budget");
  }

  /// With what must be there, and nothing else.
  public static DesignRequest of(
      BigInteger volumeBytes,
      long durationSeconds,
      RedundancyWish redundancy,
      Mix mix,
      BigInteger budget) {
    return new DesignRequest(
        null, volumeBytes, durationSeconds, redundancy, mix, null, null, null, budget, null, null,
        null);
  }

  /// The same with this. Number of the market whose token pays; 1 when absent.
  public DesignRequest withMarket(long market) {
    return new DesignRequest(
        market, volumeBytes, durationSeconds, redundancy, mix, regions, excludedRegions,
        egressBytes, budget, quality, certifiedOnly, collateralSeconds);
  }

  /// The same with this. Where bytes may lie: names such as eu-de, beginnings such as eu-*;
  /// anywhere when absent or empty.
  public DesignRequest withRegions(List<String> regions) {
    return new DesignRequest(
        market, volumeBytes, durationSeconds, redundancy, mix, regions, excludedRegions,
        egressBytes, budget, quality, certifiedOnly, collateralSeconds);
  }

  /// The same with this. Where they must not lie, whatever else is wished, in the same form.
  public DesignRequest withExcludedRegions(List<String> excludedRegions) {
    return new DesignRequest(
        market, volumeBytes, durationSeconds, redundancy, mix, regions, excludedRegions,
        egressBytes, budget, quality, certifiedOnly, collateralSeconds);
  }

  /// The same with this. Plain bytes that may be read in all; none when absent.
  public DesignRequest withEgressBytes(BigInteger egressBytes) {
    return new DesignRequest(
        market, volumeBytes, durationSeconds, redundancy, mix, regions, excludedRegions,
        egressBytes, budget, quality, certifiedOnly, collateralSeconds);
  }

  /// The same with this. What every provider must promise; nothing when absent.
  public DesignRequest withQuality(QualityTarget quality) {
    return new DesignRequest(
        market, volumeBytes, durationSeconds, redundancy, mix, regions, excludedRegions,
        egressBytes, budget, quality, certifiedOnly, collateralSeconds);
  }

  /// The same with this. Whether only providers with a valid certificate are taken; false when
  /// absent.
  public DesignRequest withCertifiedOnly(boolean certifiedOnly) {
    return new DesignRequest(
        market, volumeBytes, durationSeconds, redundancy, mix, regions, excludedRegions,
        egressBytes, budget, quality, certifiedOnly, collateralSeconds);
  }

  /// The same with this. How many seconds of its pay a provider must risk at least; none when
  /// absent.
  public DesignRequest withCollateralSeconds(long collateralSeconds) {
    return new DesignRequest(
        market, volumeBytes, durationSeconds, redundancy, mix, regions, excludedRegions,
        egressBytes, budget, quality, certifiedOnly, collateralSeconds);
  }
}
