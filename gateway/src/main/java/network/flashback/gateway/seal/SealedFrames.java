package network.flashback.gateway.seal;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.flashback.domain.erasure.ErasureCode;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;

/// Seals each frame, cuts it into k blocks and codes n.
public final class SealedFrames implements FrameCode {
  private final SegmentLayout layout;
  private final ErasureCode code;
  private final FrameCipher cipher;
  private final byte[] plain;

  /// Room for the longest frame, used for each: blocks are copies.
  private final byte[] sealed;

  /// @param cipher with the extent's key
  public SealedFrames(SegmentLayout layout, ErasureCode code, FrameCipher cipher) {
    this.layout = layout;
    this.code = code;
    this.cipher = cipher;
    this.plain = new byte[(int) Math.min(SegmentLayout.FRAME_BYTES, layout.plainBytes())];
    this.sealed = new byte[layout.blockLength(0) * code.dataShards()];
  }

  @Override
  public byte[] room(int frame) {
    return plain;
  }

  @Override
  public byte[][] blocks(int frame, byte[] bytes) {
    cipher.seal(frame, bytes, layout.plainLength(frame), sealed);
    return coded(frame);
  }

  @Override
  public Optional<byte[]> open(int frame, Map<Integer, byte[]> blocks, Set<Integer> shards) {
    var length = layout.blockLength(frame);
    var column = new byte[code.totalShards()][];
    var present = new boolean[code.totalShards()];
    var missingData = false;
    for (int shard = 0; shard < column.length; shard++) {
      present[shard] = shards.contains(shard);
      var block = present[shard] ? blocks.get(shard) : null;
      column[shard] = block == null ? new byte[length] : block;
      missingData |= shard < code.dataShards() && !present[shard];
    }
    if (missingData) {
      code.reconstruct(column, present, 0, length);
    }
    for (int shard = 0; shard < code.dataShards(); shard++) {
      System.arraycopy(column[shard], 0, sealed, shard * length, length);
    }
    return cipher.open(frame, sealed, 0, layout.sealedLength(frame), plain)
        ? Optional.of(plain)
        : Optional.empty();
  }

  @Override
  public Optional<OpenedFrame> open(int frame, int shard, byte[] bytes, int from) {
    return cipher.open(frame, bytes, from, layout.sealedLength(frame), plain)
        ? Optional.of(new OpenedFrame(plain, 0))
        : Optional.empty();
  }

  /// Sealing is deterministic.
  @Override
  public byte[][] again(int frame) {
    cipher.reseal(frame, plain, layout.plainLength(frame), sealed);
    return coded(frame);
  }

  @Override
  public Bytes sums() {
    return Bytes.EMPTY;
  }

  private byte[][] coded(int frame) {
    var length = layout.blockLength(frame);
    // What a frame leaves over of its blocks is zero, and not what the frame before had there.
    Arrays.fill(sealed, layout.sealedLength(frame), length * code.dataShards(), (byte) 0);
    var blocks = new byte[code.totalShards()][length];
    for (int shard = 0; shard < code.dataShards(); shard++) {
      System.arraycopy(sealed, shard * length, blocks[shard], 0, length);
    }
    code.encode(blocks, 0, length);
    return blocks;
  }
}
