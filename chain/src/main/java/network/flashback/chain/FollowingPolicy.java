package network.flashback.chain;

import java.time.Duration;

/// How a follower reads the chain.
///
/// @param depth blocks that must lie on top of one before its logs are delivered; 0 follows the
///   head
/// @param reorganisationDepth newest blocks that can be taken back
/// @param rangeBlocks most blocks asked for at once; nodes limit it
/// @param pollInterval between two looks for new blocks
public record FollowingPolicy(
    int depth, int reorganisationDepth, int rangeBlocks, Duration pollInterval) {
  public static final FollowingPolicy STANDARD =
      new FollowingPolicy(0, 64, 1_000, Duration.ofSeconds(2));

  /// For chains with blocks every second or on demand.
  public static final FollowingPolicy DEVELOPMENT =
      new FollowingPolicy(0, 64, 1_000, Duration.ofMillis(100));

  public FollowingPolicy {
    if (depth < 0 || reorganisationDepth < 1 || rangeBlocks < 1) {
      throw new IllegalArgumentException(
          "A following policy needs a depth of 0 or more, and at least one block to take back and to ask for.");
    }
  }
}
