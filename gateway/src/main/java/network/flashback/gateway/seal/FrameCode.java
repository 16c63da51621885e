package network.flashback.gateway.seal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.flashback.evm.Bytes;

/// What makes the blocks of a segment's pieces out of its frames, and frames out of blocks. For one
/// thread at a time.
public sealed interface FrameCode permits SealedFrames, NativeFrames {
  /// Where the plain bytes of a frame are to be put before [#blocks].
  byte[] room(int frame);

  /// The n blocks of the frame in the array that [#room] gave; nobody changes them any more.
  byte[][] blocks(int frame, byte[] plain);

  /// The plain bytes of a frame, valid until the next call; empty when the blocks are not those
  /// that were written.
  ///
  /// @param blocks by shard
  /// @param shards the k of them to be used
  Optional<byte[]> open(int frame, Map<Integer, byte[]> blocks, Set<Integer> shards);

  /// Like [#open(int, Map, Set)] where a single block is a whole frame, which then may lie among
  /// others.
  ///
  /// @param from where the block begins in `bytes`
  Optional<OpenedFrame> open(int frame, int shard, byte[] bytes, int from);

  /// The n blocks of the frame that was opened last, as they were written.
  byte[][] again(int frame);

  /// CRC32C of each frame, four bytes each, where frames have no tags; empty where they have.
  Bytes sums();
}
