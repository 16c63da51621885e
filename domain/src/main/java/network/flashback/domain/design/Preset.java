package network.flashback.domain.design;

import java.util.EnumMap;
import java.util.Map;
import network.flashback.domain.Refused;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;

/// Mixes that workloads of a kind usually want.
public enum Preset {
  /// Training data and models: read hard, seldom kept for long.
  AI(80, 20, 0),
  /// Assets near the players, saves with independent operators, old builds put away.
  GAMING(60, 20, 20),
  /// State with independent operators, history put away.
  DEFI(20, 40, 40);

  private final int fast;
  private final int decentralized;
  private final int archive;

  Preset(int fast, int decentralized, int archive) {
    this.fast = fast;
    this.decentralized = decentralized;
    this.archive = archive;
  }

  /// The mix.
  public Shares shares() {
    return mix(fast, decentralized, archive);
  }

  /// Shares in per cent; a class of zero per cent has none.
  ///
  /// @throws Refused when they are not 100 together
  public static Shares mix(int fast, int decentralized, int archive) {
    var sum = (long) fast + decentralized + archive;
    if (fast < 0 || decentralized < 0 || archive < 0 || sum != 100) {
      throw new Refused(
          "mix",
          "is %d/%d/%d, which adds up to %d".formatted(fast, decentralized, archive, sum),
          "give fast/decentralized/archive in per cent, 100 together, such as 80/20/0");
    }
    var points = new EnumMap<StorageClass, Integer>(StorageClass.class);
    put(points, StorageClass.FAST, fast);
    put(points, StorageClass.DECENTRALIZED, decentralized);
    put(points, StorageClass.ARCHIVE, archive);
    return new Shares(points);
  }

  private static void put(Map<StorageClass, Integer> points, StorageClass one, int percent) {
    if (percent > 0) {
      points.put(one, percent * 100);
    }
  }
}
