package network.flashback.settlement.reporter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import network.flashback.chain.Block;

/// The chain's time between its blocks: the newest block's, and what passed here since it was first
/// seen. A wrong clock of this machine therefore shifts nothing.
final class ChainTime {
  private final InstantSource clock;
  private Instant blockTime = Instant.EPOCH;
  private Instant seenAt = Instant.EPOCH;

  ChainTime(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void observe(Block head) {
    if (!head.timestamp().equals(blockTime)) {
      blockTime = head.timestamp();
      seenAt = clock.instant();
    }
  }

  synchronized Instant now() {
    return blockTime.plus(Duration.between(seenAt, clock.instant()));
  }

  /// Unix second of the newest block that was seen: contracts judge by no later time than the next
  /// one's.
  synchronized long blockSecond() {
    return blockTime.getEpochSecond();
  }
}
