package network.flashback.gateway.write;

import java.util.Optional;
import network.flashback.domain.storage.Redundancy;

/// How many receipts a write waits for before it is acknowledged; what is missing then is put by
/// repair.
public enum Acknowledgement {
  /// As many as a read needs. Writes go on while n - k legs are down; until repair has come, the
  /// loss of one more leg loses what was written meanwhile.
  READABLE("k"),
  /// One more, where there is one more: no single loss after the acknowledgement loses anything.
  SPARE("k+1"),
  /// All of them: what is acknowledged has its whole redundancy; writes stop while any leg is down.
  WHOLE("n");

  /// The tag of a bucket that names the level of its writes.
  public static final String TAG = "flashback:acknowledge";

  private final String word;

  Acknowledgement(String word) {
    this.word = word;
  }

  /// As it is configured: `k`, `k+1` or `n`.
  public String word() {
    return word;
  }

  /// Reads `k`, `k+1` or `n`.
  public static Optional<Acknowledgement> of(String word) {
    for (Acknowledgement level : values()) {
      if (level.word.equals(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /// Receipts a segment needs.
  public int receipts(Redundancy redundancy) {
    var all = redundancy.providersNeeded();
    return switch (this) {
      case READABLE -> redundancy.dataShards();
      case SPARE -> Math.min(all, redundancy.dataShards() + 1);
      case WHOLE -> all;
    };
  }

  /// Whole copies that survive as many losses as those receipts do.
  public int copies(Redundancy redundancy) {
    return receipts(redundancy) - redundancy.dataShards() + 1;
  }
}
