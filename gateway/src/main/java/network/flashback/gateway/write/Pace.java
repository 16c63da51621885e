package network.flashback.gateway.write;

import java.io.IOException;

/// Slows background work down to what it may use.
@FunctionalInterface
public interface Pace {
  /// As fast as it goes.
  Pace UNBOUNDED = bytes -> {};

  /// Returns when that many more bytes may be moved.
  ///
  /// @throws IOException when the work is to stop
  void take(long bytes) throws IOException;
}
