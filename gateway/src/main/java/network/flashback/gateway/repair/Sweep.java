package network.flashback.gateway.repair;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Upkeep;
import network.flashback.gateway.metadata.Upkeep.DoomedPiece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes pieces that nothing refers to: of deleted and replaced objects, of writes that never
/// were committed, and of lost legs.
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int AT_ONCE = 500;

  private final Legs legs;
  private final Upkeep upkeep;
  private final Duration grace;
  private final InstantSource clock;

  /// @param grace how long doomed bytes stay, for readers that have begun
  public Sweep(Legs legs, Upkeep upkeep, Duration grace, InstantSource clock) {
    this.legs = legs;
    this.upkeep = upkeep;
    this.grace = grace;
    this.clock = clock;
  }

  /// Removes what can be removed now.
  ///
  /// @return pieces removed
  public int round() {
    var now = clock.millis();
    var orphans = upkeep.doomOrphans(now);
    if (orphans > 0) {
      LOG.info("{} extents were never committed and are removed", orphans);
    }
    var before = now - grace.toMillis();
    Map<BigInteger, LegStore> open =
        legs.all().stream()
            .collect(
                Collectors.toMap(leg -> leg.leg().agreementId(), Function.identity(), (a, b) -> a));
    Set<BigInteger> wanted = agreements();
    var skipped = new HashSet<BigInteger>();
    var removed = 0;
    for (DoomedPiece piece : upkeep.doomed(before, AT_ONCE)) {
      var leg = open.get(piece.agreementId());
      if (leg == null && wanted.contains(piece.agreementId())) {
        continue;
      }
      if (!skipped.contains(piece.agreementId()) && remove(piece, leg)) {
        removed++;
      } else {
        skipped.add(piece.agreementId());
      }
    }
    upkeep.forgetEmpty(before);
    return removed;
  }

  /// A piece of an agreement that no SLA has any more goes with the agreement.
  private boolean remove(DoomedPiece piece, @org.jspecify.annotations.Nullable LegStore leg) {
    if (leg != null) {
      if (leg.suspect()) {
        return false;
      }
      leg.begins();
      try {
        leg.store().delete(piece.name());
        leg.deleted(piece.name());
      } catch (IOException e) {
        leg.failed(e);
        LOG.warn("piece {} cannot be removed now: {}", piece.name(), e.getMessage());
        return false;
      } finally {
        leg.ends();
      }
    }
    upkeep.removed(piece.name());
    if (leg != null) {
      // Once more after the row is gone: a revision computed in between must be signed again.
      leg.deleted(piece.name());
    }
    return true;
  }

  private Set<BigInteger> agreements() {
    return legs.slas().stream()
        .flatMap(sla -> sla.legs().stream())
        .filter(leg -> leg.state() != network.flashback.gateway.Agreements.State.GONE)
        .map(network.flashback.gateway.Agreements.Leg::agreementId)
        .collect(Collectors.toSet());
  }
}
