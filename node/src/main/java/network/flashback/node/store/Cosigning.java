package network.flashback.node.store;

import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;

/// What came of asking the node to sign a revision.
public sealed interface Cosigning {
  /// Both have signed, durably.
  record Agreed(Cosigned revision) implements Cosigning {}

  /// The node sees another tree and has signed nothing.
  record Differs(Bytes32 root, long leaves) implements Cosigning {}

  /// The unit's pieces are hashed otherwise, since its first revision or piece.
  record OtherTreeHash(TreeHash fixed) implements Cosigning {}

  /// A revision with this or a higher sequence is signed already.
  record Stale(long newestSequence) implements Cosigning {}
}
