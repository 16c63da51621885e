package network.flashback.acceptance;

import java.time.Duration;
import network.flashback.chain.contract.Contracts;

/// Blocks whose state no longer changes: while anvil mines a block, it answers for the one before
/// with the state after it.
final class Settled {
  private static final Duration BLOCKS_WITHIN = Duration.ofSeconds(30);

  private Settled() {}

  /// The number of the newest block of now, once it is settled.
  static long newest(Contracts contracts) throws Exception {
    long number = contracts.chain().head().number();
    await(contracts, number);
    return number;
  }

  /// Returns when the block has a successor.
  static void await(Contracts contracts, long number) throws Exception {
    Eventually.holds(
        "a block after " + number,
        BLOCKS_WITHIN,
        () -> contracts.chain().head().number() > number);
  }
}
