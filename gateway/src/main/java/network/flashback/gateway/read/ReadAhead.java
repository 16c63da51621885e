package network.flashback.gateway.read;

import java.util.concurrent.atomic.AtomicInteger;

/// How far the legs of reads may be ahead of their readers: a share of what the gateway spends on
/// it, the same for each.
///
/// A leg asks its provider for no more than it has room for, and so takes all that comes, whether
/// its reader waits for another leg or a client for nothing. What lay half way instead would count
/// as served and not as received: with a few such reads the window of unpaid bytes is full at every
/// provider, each for the sake of another, and nobody goes on.
final class ReadAhead {
  /// Of all reads together.
  private static final int ALL_BYTES = 64 << 20;

  /// Of one leg: as much as a whole segment's piece gains nothing more from.
  private static final int LEG_BYTES_MAX = 2 << 20;

  private final AtomicInteger legs = new AtomicInteger();

  /// To be called when a leg begins, and [#ends] when it has ended.
  void begins() {
    legs.incrementAndGet();
  }

  void ends() {
    legs.decrementAndGet();
  }

  /// Blocks to ask for at once: half a leg's share, so that the other half can be read meanwhile.
  ///
  /// @param blockLength bytes of one
  int blocksAtOnce(int blockLength) {
    int share = Math.min(LEG_BYTES_MAX, ALL_BYTES / Math.max(1, legs.get()));
    return Math.max(1, share / 2 / blockLength);
  }
}
