package network.flashback.gateway.write;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.domain.erasure.ErasureCode;
import network.flashback.domain.erasure.ErasureCodes;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import network.flashback.s3.checksum.RunningChecksum;

/// What writes and reads do to bytes, done to zeros until it is compiled: processor instructions
/// for ciphers, digests and checksums are used only then, and the first clients would wait for it.
///
/// It works beside the first requests, for a second at most.
public final class WarmUp implements Runnable {
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /// Enough for the compiler's last stage, which counts calls and loops by ten thousands.
  private static final int ROUNDS = 300;

  private static final int FRAME_BYTES = 64 << 10;
  private static final int TAG_BYTES = 16;

  private final byte[] plain = new byte[FRAME_BYTES];
  private final byte[] sealed = new byte[FRAME_BYTES + TAG_BYTES];
  private final ErasureCode code = ErasureCodes.fastest(2, 3);
  private int rounds;

  /// Begins on a thread of its own: a virtual one would keep requests from its carrier.
  public static void start() {
    Thread.ofPlatform().name("warm-up").daemon().start(new WarmUp());
  }

  @Override
  public void run() {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (rounds < ROUNDS && System.nanoTime() < deadline) {
      once();
    }
  }

  /// Rounds that were done.
  int rounds() {
    return rounds;
  }

  /// One frame: sealed, coded, hashed, restored and opened again.
  void once() {
    // A key of its own for each round: the number of the round alone, and nothing secret under it.
    var key = Arrays.copyOf(Integer.toString(rounds).getBytes(StandardCharsets.US_ASCII), 32);
    var cipher = new FrameCipher(new SecretKeySpec(key, "AES"), new UUID(0, rounds), 0, 0);
    cipher.seal(0, plain, plain.length, sealed);
    int half = sealed.length / 2;
    byte[][] blocks = {
      Arrays.copyOf(sealed, half), Arrays.copyOfRange(sealed, half, sealed.length), new byte[half]
    };
    code.encode(blocks, 0, half);
    for (TreeHash hash : TreeHash.values()) {
      var _ = new TreeBuilder(TreeShape.of(hash)).add(blocks[2]).finish();
    }
    var sums =
        List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC64NVME);
    sums.forEach(algorithm -> sum(algorithm.start()));
    sum(ChecksumAlgorithm.SHA256.start());
    sum(RunningChecksum.md5());
    Arrays.fill(blocks[0], (byte) 0);
    code.reconstruct(blocks, new boolean[] {false, true, true}, 0, half);
    System.arraycopy(blocks[0], 0, sealed, 0, half);
    if (!cipher.open(0, sealed, 0, sealed.length, plain)) {
      throw new IllegalStateException(
          "A frame that was sealed, coded and restored does not open: do not store anything on this machine.");
    }
    rounds++;
  }

  private void sum(RunningChecksum checksum) {
    checksum.update(plain, 0, plain.length);
    var _ = checksum.finish();
  }
}
