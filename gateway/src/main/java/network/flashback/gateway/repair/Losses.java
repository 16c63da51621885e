package network.flashback.gateway.repair;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Extents;
import network.flashback.providers.ProvingStore;
import network.flashback.providers.StoredName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks providers what their own readings found lost, so that it is brought again before an audit
/// or a reader asks for it.
///
/// Danger: a provider can call anything lost, and rebuilding it costs reads at the other legs. So
/// no more of its word is taken than a few pieces at a time; what is really lost beyond that,
/// readers find as well.
public final class Losses {
  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final int TAKEN_AT_ONCE = 20;

  private final Legs legs;
  private final Extents extents;
  private final InstantSource clock;
  private final Map<BigInteger, Instant> askAt = new HashMap<>();

  public Losses(Legs legs, Extents extents, InstantSource clock) {
    this.legs = legs;
    this.extents = extents;
    this.clock = clock;
  }

  /// Asks those legs that were not asked for some minutes. For one thread at a time.
  public void round() {
    var now = clock.instant();
    var all = legs.all();
    askAt.keySet().retainAll(all.stream().map(leg -> leg.leg().agreementId()).toList());
    for (var leg : all) {
      var id = leg.leg().agreementId();
      if (!now.isBefore(askAt.getOrDefault(id, Instant.MIN)) && !leg.suspect()) {
        askAt.put(id, now.plus(EVERY));
        ask(leg);
      }
    }
  }

  private void ask(LegStore leg) {
    if (!(leg.store() instanceof ProvingStore store)) {
      return;
    }
    try {
      List<StoredName> lost = store.lost().stream().limit(TAKEN_AT_ONCE).toList();
      if (!lost.isEmpty()) {
        LOG.warn(
            "Provider {} has lost {} pieces of agreement {}, and gets them again",
            leg.leg().providerId(),
            lost.size(),
            leg.leg().agreementId());
        // Only its own: the name of another leg's piece is none of this provider's business.
        lost.forEach(name -> extents.corrupted(name, leg.leg().agreementId()));
      }
    } catch (IOException silent) {
      leg.failed(silent);
      LOG.debug("agreement {} does not say what is lost", leg.leg().agreementId(), silent);
    }
  }
}
