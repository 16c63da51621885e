package network.flashback.benchmarks.s3;

import java.util.List;
import java.util.Locale;

/// What all servers that store in one place may write there, and whether a load fits: to find out
/// half an hour later that it does not would lose the whole run.
///
/// @param place in words
/// @param bytes that may be written
record Room(String place, long bytes) {
  private static final double GIB = 1 << 30;

  /// Takes part of an SLA's volume: manifests of the many small objects, tags of frames, and what
  /// the crowd writes need the rest.
  static Room ofSla(String place, long volumeBytes) {
    return new Room(place, volumeBytes - volumeBytes / 8);
  }

  /// @throws IllegalStateException when the load may write more there
  void requireFor(Scale scale, List<Target> targets) {
    require(targets.stream().mapToLong(scale::writtenBytes).sum());
  }

  /// @throws IllegalStateException when that is more
  void require(long written) {
    if (written > bytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "The loads may write %.1f GiB to %s, which has room for %.1f GiB; nothing was"
                  + " measured. Make room, or measure with --quick.",
              written / GIB,
              place,
              bytes / GIB));
    }
  }
}
