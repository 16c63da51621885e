package network.flashback.gateway.job;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.manifest.ManifestLog;
import network.flashback.gateway.metadata.Moves;

/// The end of moves: once the log of the SLA that something went to has been written, the log of
/// the old one is told that it is gone, and what was left behind is removed.
public final class Settling {
  private static final int AT_ONCE = 1000;

  private final Legs legs;
  private final Moves moves;
  private final ManifestLog manifests;
  private final Duration grace;
  private final InstantSource clock;

  /// @param grace how long pieces stay after a move, for readers that have begun
  public Settling(
      Legs legs, Moves moves, ManifestLog manifests, Duration grace, InstantSource clock) {
    this.legs = legs;
    this.moves = moves;
    this.manifests = manifests;
    this.grace = grace;
    this.clock = clock;
  }

  /// Settles all there is to settle now.
  ///
  /// @throws IOException when the manifests of an SLA cannot be written now; nothing is lost by it
  public void settle() throws IOException {
    var settled = true;
    while (settled) {
      settled = false;
      for (var entry : moves.left(clock.millis() - grace.toMillis(), AT_ONCE).entrySet()) {
        // Under an SLA that is over there is nothing to be recovered.
        var sla = legs.sla(entry.getKey());
        if (sla.isPresent()) {
          manifests.await(sla.get());
        }
        moves.settle(entry.getValue());
        settled = true;
      }
    }
  }
}
