package network.flashback.chain;

import java.time.Duration;

/// A pause of the current thread that an interrupt ends with an exception.
final class Pause {
  private Pause() {}

  static void of(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ChainException("Interrupted while waiting for the chain.", interrupted);
    }
  }
}
