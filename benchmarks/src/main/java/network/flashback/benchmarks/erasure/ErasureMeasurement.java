package network.flashback.benchmarks.erasure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import network.flashback.domain.erasure.ErasureCodes;

/// The process of `flashback bench erasure`: prints nanoseconds of one core for a gigabyte of data.
final class ErasureMeasurement {
  private static final long SEED = 1;

  /// What the gateway codes at once.
  private static final int FRAME_BYTES = 64 * 1024;

  /// More than the second-level cache, as frames of many requests are.
  private static final int FRAMES = 256;

  private static final int WARM_UP_ROUNDS = 4;
  private static final int ROUNDS = 9;

  private ErasureMeasurement() {}

  /// Measures 2 + 1, 4 + 2 and 10 + 4.
  public static void main(String[] arguments) throws IOException {
    for (int[] shape : new int[][] {{2, 1}, {4, 2}, {10, 4}}) {
      measure(shape[0], shape[1]);
    }
  }

  private static void measure(int data, int parity) throws IOException {
    List<Coder> coders = new ArrayList<>();
    ErasureCodes.every(data, data + parity).forEach(code -> coders.add(Coder.of(code)));
    coders.add(Coder.hadoop(data, parity));
    var frames = frames(data, parity);
    long bytes = (long) FRAMES * data * frames[0][0].length;
    long[][] encode = new long[coders.size()][ROUNDS];
    long[][] one = new long[coders.size()][ROUNDS];
    long[][] all = new long[coders.size()][ROUNDS];
    // Interleaved, so that whatever else the machine does meets all of them alike.
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (int i = 0; i < coders.size(); i++) {
        var coder = coders.get(i);
        int slot = Math.max(round, 0);
        encode[i][slot] = nanos(frames, coder::encode);
        var expected = frames[0][0].clone();
        Arrays.fill(frames[0][0], (byte) 0);
        one[i][slot] = nanos(frames, blocks -> coder.restore(blocks, 1));
        all[i][slot] = nanos(frames, blocks -> coder.restore(blocks, parity));
        if (!Arrays.equals(frames[0][0], expected)) {
          throw new IOException(coder.name() + " does not restore what it coded.");
        }
      }
    }
    for (int i = 0; i < coders.size(); i++) {
      print(coders.get(i), "encode", data, parity, bytes, encode[i]);
      print(coders.get(i), "restore 1", data, parity, bytes, one[i]);
      if (parity > 1) {
        print(coders.get(i), "restore " + parity + ", all it can", data, parity, bytes, all[i]);
      }
    }
  }

  private interface Work {
    void on(byte[][] blocks) throws IOException;
  }

  private static long nanos(byte[][][] frames, Work work) throws IOException {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (var blocks : frames) {
      work.on(blocks);
    }
    return threads.getCurrentThreadCpuTime() - before;
  }

  private static byte[][][] frames(int data, int parity) {
    var random = new SplittableRandom(SEED);
    var frames = new byte[FRAMES][data + parity][FRAME_BYTES / data];
    for (var frame : frames) {
      for (int i = 0; i < data; i++) {
        random.nextBytes(frame[i]);
      }
    }
    return frames;
  }

  private static void print(
      Coder coder, String what, int data, int parity, long bytes, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%d+%d %s|%s\t%.3f%n",
        data,
        parity,
        what,
        coder.name(),
        bytes / (double) nanos[nanos.length / 2]);
  }
}
