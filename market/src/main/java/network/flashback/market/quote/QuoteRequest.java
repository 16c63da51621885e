package network.flashback.market.quote;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.flashback.domain.Refused;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.SlaRequest;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A consumer's wishes as they are sent.
@Meaning("What a consumer wishes.")
public record QuoteRequest(
    @Meaning("The wallet that will pay and sign.") Address consumer,
    @Meaning("Number of the market whose token pays; 1 when absent.") @Nullable Integer market,
    @Meaning("Plain bytes to store: 1 MiB to 1 EiB.") BigInteger volumeBytes,
    @Meaning("How long, from now.") long durationSeconds,
    RedundancyWish redundancy,
    @Meaning("Where bytes may lie, such as eu-de; anywhere when absent or empty.")
        @Nullable List<String> regions,
    @Meaning(value = "Which class of offers.", name = "class") StorageClass storageClass,
    @Meaning("Plain bytes that may be read in all; none when absent.")
        @Nullable BigInteger egressBytes,
    @Meaning("The most that may be locked, everything included, token units.") BigInteger budget,
    @Meaning("What every provider must promise; nothing when absent.")
        @Nullable QualityTarget quality) {

  /// The domain's names of fields, where the API's differ.
  private static final Map<String, String> NAMES =
      Map.of(
          "volume", "volumeBytes",
          "egress", "egressBytes",
          "bytes", "volumeBytes",
          "region", "regions",
          "copies", "redundancy.total",
          "data", "redundancy.data",
          "parity", "redundancy.total",
          "data + parity", "redundancy.total");

  /// Asks for nothing.
  private static final QualityTarget ANY = new QualityTarget(0, 86_400_000, 0, 10_000);

  /// k of n.
  @Meaning("Any `data` of `total` pieces bring the whole back; 1 of n are n copies.")
  public record RedundancyWish(int data, int total) {}

  public int marketId() {
    return Optional.ofNullable(market).orElse(1);
  }

  /// The wishes as the domain knows them.
  ///
  /// @throws Refused when a field makes no sense, by its name in the API
  public SlaRequest wish(Token token) {
    try {
      return new SlaRequest(
          new ByteCount(bytes("volumeBytes", volumeBytes)),
          durationSeconds,
          Redundancy.of(redundancy.data(), redundancy.total()),
          Shares.all(storageClass),
          regionSet(),
          new ByteCount(
              bytes("egressBytes", Optional.ofNullable(egressBytes).orElse(BigInteger.ZERO))),
          new TokenAmount(token, budget),
          Optional.ofNullable(quality).orElse(ANY));
    } catch (Refused refused) {
      throw new Refused(
          NAMES.getOrDefault(refused.field(), refused.field()), refused.reason(), refused.remedy());
    } catch (ArithmeticException tooLarge) {
      throw new Refused("budget", "is too large", "give at most 2^88 - 1 token units");
    }
  }

  private Set<Region> regionSet() {
    var set = new LinkedHashSet<Region>();
    Optional.ofNullable(regions).orElse(List.of()).forEach(name -> set.add(new Region(name)));
    return set;
  }

  private static long bytes(String field, BigInteger count) {
    if (count.bitLength() > 62) {
      throw new Refused(field, "is " + count, "give at most 2^60 bytes");
    }
    return count.longValueExact();
  }
}
