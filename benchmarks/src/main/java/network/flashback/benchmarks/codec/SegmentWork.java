package network.flashback.benchmarks.codec;

import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.domain.erasure.ErasureCode;
import network.flashback.domain.erasure.ErasureCodes;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.gateway.seal.FrameCipher;

/// One segment, frame by frame, through the very parts that the gateway and the nodes use.
final class SegmentWork {
  private static final int KEY_BYTES = 32;

  private final SegmentLayout layout;
  private final ErasureCode code;
  private final byte[][] plain;
  private final byte[][] sealed;
  // By frame, then by piece.
  private final byte[][][] blocks;
  private final RandomGenerator random;
  private FrameCipher cipher;

  SegmentWork(int dataShards, int totalShards, RandomGenerator random) {
    this.random = random;
    this.layout =
        new SegmentLayout(Redundancy.of(dataShards, totalShards), SegmentLayout.SEGMENT_BYTES);
    this.code = ErasureCodes.fastest(dataShards, totalShards);
    int frames = layout.frameCount();
    this.plain = new byte[frames][];
    this.sealed = new byte[frames][];
    this.blocks = new byte[frames][totalShards][];
    for (int frame = 0; frame < frames; frame++) {
      plain[frame] = new byte[layout.plainLength(frame)];
      random.nextBytes(plain[frame]);
      sealed[frame] = new byte[layout.sealedLength(frame)];
      for (int piece = 0; piece < totalShards; piece++) {
        blocks[frame][piece] = new byte[layout.blockLength(frame)];
      }
    }
    this.cipher = newCipher();
  }

  long plainBytes() {
    return layout.plainBytes();
  }

  long pieceBytes() {
    return code.totalShards() * layout.pieceLength();
  }

  /// Seals every frame, under a key that was never used.
  void seal() {
    cipher = newCipher();
    for (int frame = 0; frame < plain.length; frame++) {
      cipher.seal(frame, plain[frame], plain[frame].length, sealed[frame]);
    }
  }

  /// Opens every frame that was sealed last.
  void open() {
    for (int frame = 0; frame < plain.length; frame++) {
      if (!cipher.open(frame, sealed[frame], 0, sealed[frame].length, plain[frame])) {
        throw new IllegalStateException("Frame " + frame + " does not open any more.");
      }
    }
  }

  /// Cuts every sealed frame into blocks and computes the parity.
  void encode() {
    for (int frame = 0; frame < plain.length; frame++) {
      int length = layout.blockLength(frame);
      for (int piece = 0; piece < code.dataShards(); piece++) {
        int from = piece * length;
        int present = Math.min(length, sealed[frame].length - from);
        System.arraycopy(sealed[frame], from, blocks[frame][piece], 0, present);
      }
      code.encode(blocks[frame], 0, length);
    }
  }

  /// Restores the first piece from the others.
  void reconstruct() {
    boolean[] present = new boolean[code.totalShards()];
    for (int piece = 1; piece < present.length; piece++) {
      present[piece] = true;
    }
    for (int frame = 0; frame < plain.length; frame++) {
      code.reconstruct(blocks[frame], present, 0, layout.blockLength(frame));
    }
  }

  /// Builds the tree of possession of every piece.
  void grow(TreeHash hash) {
    for (int piece = 0; piece < code.totalShards(); piece++) {
      var tree = new TreeBuilder(TreeShape.of(hash));
      for (var frame : blocks) {
        tree.add(frame[piece]);
      }
      tree.finish();
    }
  }

  private FrameCipher newCipher() {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new FrameCipher(
        new SecretKeySpec(key, "AES"),
        new UUID(random.nextLong(), random.nextLong()),
        0,
        layout.frameCount() - 1);
  }
}
