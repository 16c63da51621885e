package network.flashback.market.quote;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.domain.Refused;
import network.flashback.domain.design.Preset;
import network.flashback.domain.design.RegionRules;
import network.flashback.domain.design.Wishes;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.market.json.Meaning;
import network.flashback.market.quote.QuoteRequest.RedundancyWish;
import org.jspecify.annotations.Nullable;

/// Wishes for a whole design as they are sent.
@Meaning("What a consumer wishes of all its storage together.")
public record DesignRequest(
    @Meaning("Number of the market whose token pays; 1 when absent.") @Nullable Integer market,
    @Meaning("Plain bytes to store: 1 MiB to 1 EiB.") BigInteger volumeBytes,
    @Meaning("How long, from now.") long durationSeconds,
    RedundancyWish redundancy,
    Mix mix,
    @Meaning(
            "Where bytes may lie: names such as eu-de, beginnings such as eu-*; anywhere when absent or empty.")
        @Nullable List<String> regions,
    @Meaning("Where they must not lie, whatever else is wished, in the same form.")
        @Nullable List<String> excludedRegions,
    @Meaning("Plain bytes that may be read in all; none when absent.")
        @Nullable BigInteger egressBytes,
    @Meaning("The most that may be locked by all SLAs together, everything included, token units.")
        BigInteger budget,
    @Meaning("What every provider must promise; nothing when absent.")
        @Nullable QualityTarget quality,
    @Meaning("Whether only providers with a valid certificate are taken; false when absent.")
        @Nullable Boolean certifiedOnly,
    @Meaning("How many seconds of its pay a provider must risk at least; none when absent.")
        @Nullable Long collateralSeconds) {

  /// The domain's names of fields, where the API's differ.
  private static final Map<String, String> NAMES =
      Map.of(
          "volume", "volumeBytes",
          "egress", "egressBytes",
          "bytes", "volumeBytes",
          "copies", "redundancy.total",
          "data", "redundancy.data",
          "parity", "redundancy.total",
          "data + parity", "redundancy.total");

  /// Shares of the classes.
  @Meaning("Shares of the volume in per cent, 100 together.")
  public record Mix(int fast, int decentralized, int archive) {}

  public int marketId() {
    return Optional.ofNullable(market).orElse(1);
  }

  /// The wishes as the domain knows them.
  ///
  /// @throws Refused when a field makes no sense, by its name in the API
  public Wishes wishes(Token token) {
    try {
      return new Wishes(
          new ByteCount(bytes("volumeBytes", volumeBytes)),
          durationSeconds,
          Redundancy.of(redundancy.data(), redundancy.total()),
          Preset.mix(mix.fast(), mix.decentralized(), mix.archive()),
          new RegionRules(
              Optional.ofNullable(regions).orElse(List.of()),
              Optional.ofNullable(excludedRegions).orElse(List.of())),
          new ByteCount(
              bytes("egressBytes", Optional.ofNullable(egressBytes).orElse(BigInteger.ZERO))),
          new TokenAmount(token, budget),
          Optional.ofNullable(quality).orElse(Wishes.ANY_QUALITY),
          Optional.ofNullable(certifiedOnly).orElse(false),
          Optional.ofNullable(collateralSeconds).orElse(0L));
    } catch (Refused refused) {
      throw new Refused(
          NAMES.getOrDefault(refused.field(), refused.field()), refused.reason(), refused.remedy());
    } catch (ArithmeticException tooLarge) {
      throw new Refused("budget", "is too large", "give at most 2^88 - 1 token units");
    }
  }

  private static long bytes(String field, BigInteger count) {
    if (count.bitLength() > 62) {
      throw new Refused(field, "is " + count, "give at most 2^60 bytes");
    }
    return count.longValueExact();
  }
}
