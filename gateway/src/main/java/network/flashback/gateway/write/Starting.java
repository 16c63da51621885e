package network.flashback.gateway.write;

import java.time.Duration;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Agreements.State;
import network.flashback.gateway.legs.Legs;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;

/// The time before the agreements of a new SLA have started. A leg whose first revision is not on
/// the chain may still become void: what is acknowledged must not depend on it.
public final class Starting {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Legs legs;
  private final Duration patience;

  /// @param patience how long a request waits for the start
  public Starting(Legs legs, Duration patience) {
    this.legs = legs;
    this.patience = patience;
  }

  /// The SLA once enough of its legs have started.
  ///
  /// @param required how many must take what is to be put
  /// @throws S3Exception `ServiceUnavailable`, when they do not start in time
  public Sla await(Sla asked, int required) {
    var deadline = System.nanoTime() + patience.toNanos();
    var sla = asked;
    while (isUnderWay(sla, required)) {
      if (System.nanoTime() > deadline) {
        throw new S3Exception(
            S3Error.SERVICE_UNAVAILABLE,
            "The agreements of this SLA have not started: the first revision of each, signed by"
                + " both sides, must be on the chain before bytes are taken. Try again in a few"
                + " seconds.");
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new S3Exception(S3Error.SERVICE_UNAVAILABLE, "The gateway is being stopped.");
      }
      sla = legs.sla(asked.id()).orElse(sla);
    }
    return sla;
  }

  /// Whether too few legs take writes, and would not be too few once all have started.
  public static boolean isUnderWay(Sla sla, int required) {
    return count(sla, State.LIVE) < required
        && count(sla, State.LIVE) + count(sla, State.STARTING) >= required;
  }

  private static long count(Sla sla, State state) {
    return sla.legs().stream().filter(leg -> leg.state() == state).count();
  }
}
