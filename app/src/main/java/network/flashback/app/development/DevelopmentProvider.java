package network.flashback.app.development;

import java.util.List;
import network.flashback.domain.storage.StorageClass;

/// One of the four providers of the development network: they differ in price, region and class.
///
/// @param priceGibMonth token units for one GiB and 730 hours
/// @param priceEgressGib token units for one GiB served
public record DevelopmentProvider(
    int number,
    StorageClass storageClass,
    String region,
    long priceGibMonth,
    long priceEgressGib,
    long capacityBytes) {
  private static final long GIB = 1L << 30;

  public static final List<DevelopmentProvider> ALL =
      List.of(
          new DevelopmentProvider(1, StorageClass.FAST, "eu-de", 23_000, 20_000, 16 * GIB),
          new DevelopmentProvider(2, StorageClass.FAST, "eu-fr", 20_000, 15_000, 16 * GIB),
          new DevelopmentProvider(3, StorageClass.FAST, "eu-nl", 16_000, 10_000, 16 * GIB),
          new DevelopmentProvider(4, StorageClass.DECENTRALIZED, "eu-se", 12_000, 8_000, 16 * GIB));
}
