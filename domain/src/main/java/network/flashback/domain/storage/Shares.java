package network.flashback.domain.storage;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.domain.Refused;

/// How a volume is divided between the classes.
///
/// @param basisPoints by class, each 1 to 10000, 10000 together
public record Shares(Map<StorageClass, Integer> basisPoints) {
  /// Refuses what does not add up.
  public Shares {
    var sum = 0L;
    for (var share : basisPoints.entrySet()) {
      sum += Refused.requireRange("shares." + share.getKey(), share.getValue(), 1, 10_000);
    }
    if (sum != 10_000) {
      throw new Refused("shares", "add up to " + sum + " basis points", "make them 10000 together");
    }
    basisPoints = Map.copyOf(basisPoints);
  }

  /// Everything in one class.
  public static Shares all(StorageClass storageClass) {
    return new Shares(new EnumMap<>(Map.of(storageClass, 10_000)));
  }

  /// The classes that have a share, in their order.
  public List<StorageClass> classes() {
    return basisPoints.keySet().stream().sorted().toList();
  }

  /// The class, when there is only one.
  public Optional<StorageClass> only() {
    return basisPoints.size() == 1 ? Optional.of(classes().getFirst()) : Optional.empty();
  }

  /// The part of a volume that goes to a class, rounded up to whole bytes.
  public ByteCount of(StorageClass storageClass, ByteCount volume) {
    var points = Optional.ofNullable(basisPoints.get(storageClass)).orElse(0);
    var whole = Math.multiplyExact(volume.bytes() / 10_000, (long) points);
    var rest = Math.ceilDiv(volume.bytes() % 10_000 * points, 10_000);
    return new ByteCount(whole + rest);
  }
}
