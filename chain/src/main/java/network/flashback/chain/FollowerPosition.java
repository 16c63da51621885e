package network.flashback.chain;

import java.util.List;
import java.util.Optional;

/// Where a follower's changes go, and where its position is kept.
///
/// A store that does both in one transaction sees each change exactly once, whatever crashes when.
public interface FollowerPosition {
  /// None before the first [#advance].
  Optional<FollowedBlocks> load();

  /// Takes changes in their order, and the position after them: both, or neither by throwing.
  void advance(List<LogChange> changes, FollowedBlocks position);
}
