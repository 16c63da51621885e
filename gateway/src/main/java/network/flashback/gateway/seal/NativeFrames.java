package network.flashback.gateway.seal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;

/// Leaves frames as they are: each block is the frame, and no byte is copied.
///
/// A CRC32C of each frame, kept with the metadata, tells damage on disk or wire. It does not tell a
/// lie: a provider that means to can find other bytes with the same sum, which sealed frames
/// exclude.
public final class NativeFrames implements FrameCode {
  private static final byte[] NOTHING = {};

  private final SegmentLayout layout;
  private final Map<Integer, byte[]> known;
  private final byte[] written;
  private byte[] opened = NOTHING;

  private NativeFrames(SegmentLayout layout, Map<Integer, byte[]> known, byte[] written) {
    this.layout = layout;
    this.known = known;
    this.written = written;
  }

  /// For a segment that is about to be written, frame by frame.
  public static NativeFrames writing(SegmentLayout layout) {
    return new NativeFrames(layout, Map.of(), new byte[layout.frameCount() * Integer.BYTES]);
  }

  /// For a segment that is there.
  ///
  /// @param sums of the pieces' frames, by shard
  public static NativeFrames reading(SegmentLayout layout, Map<Integer, Bytes> sums) {
    var known = new TreeMap<Integer, byte[]>();
    sums.forEach(
        (shard, some) -> {
          if (some.size() == layout.frameCount() * Integer.BYTES) {
            known.put(shard, some.toArray());
          }
        });
    return new NativeFrames(
        layout, known, known.isEmpty() ? NOTHING : known.firstEntry().getValue());
  }

  /// A new array each time: the legs send it while the next frame is read.
  @Override
  public byte[] room(int frame) {
    return new byte[layout.plainLength(frame)];
  }

  @Override
  public byte[][] blocks(int frame, byte[] plain) {
    ByteBuffer.wrap(written).putInt(frame * Integer.BYTES, sum(plain, 0, plain.length));
    return copies(plain);
  }

  @Override
  public Optional<byte[]> open(int frame, Map<Integer, byte[]> blocks, Set<Integer> shards) {
    for (int shard : shards) {
      var block = blocks.get(shard);
      if (block != null && isSound(frame, shard, block, 0)) {
        opened = block;
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  /// Where they lie: nothing is copied.
  @Override
  public Optional<OpenedFrame> open(int frame, int shard, byte[] bytes, int from) {
    return isSound(frame, shard, bytes, from)
        ? Optional.of(new OpenedFrame(bytes, from))
        : Optional.empty();
  }

  @Override
  public byte[][] again(int frame) {
    return copies(opened);
  }

  @Override
  public Bytes sums() {
    return Bytes.of(written);
  }

  private byte[][] copies(byte[] block) {
    var blocks = new byte[layout.redundancy().providersNeeded()][];
    Arrays.fill(blocks, block);
    return blocks;
  }

  private boolean isSound(int frame, int shard, byte[] bytes, int from) {
    var sums = known.get(shard);
    return sums != null
        && ByteBuffer.wrap(sums).getInt(frame * Integer.BYTES)
            == sum(bytes, from, layout.plainLength(frame));
  }

  private static int sum(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
