package network.flashback.benchmarks.erasure;

import java.io.IOException;
import network.flashback.domain.erasure.ErasureCode;
import org.apache.hadoop.io.erasurecode.ErasureCoderOptions;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawDecoder;
import org.apache.hadoop.io.erasurecode.rawcoder.RSRawEncoder;

/// Whatever codes k pieces as n: ours and the peer, in one measurement.
interface Coder {
  String name();

  /// Computes `blocks[k..n-1]` of the others.
  void encode(byte[][] blocks) throws IOException;

  /// Restores the first `lost` pieces from the others.
  void restore(byte[][] blocks, int lost) throws IOException;

  /// One of our implementations.
  static Coder of(ErasureCode code) {
    return new Coder() {
      @Override
      public String name() {
        return code.name();
      }

      @Override
      public void encode(byte[][] blocks) {
        code.encode(blocks, 0, blocks[0].length);
      }

      @Override
      public void restore(byte[][] blocks, int lost) {
        var present = new boolean[blocks.length];
        for (int i = lost; i < present.length; i++) {
          present[i] = true;
        }
        code.reconstruct(blocks, present, 0, blocks[0].length);
      }
    };
  }

  /// Apache Hadoop's coder in plain Java, a port of ISA-L's table arithmetic.
  static Coder hadoop(int data, int parity) {
    var options = new ErasureCoderOptions(data, parity);
    var encoder = new RSRawEncoder(options);
    var decoder = new RSRawDecoder(options);
    return new Coder() {
      @Override
      public String name() {
        return "hadoop";
      }

      @Override
      public void encode(byte[][] blocks) throws IOException {
        encoder.encode(
            java.util.Arrays.copyOf(blocks, data),
            java.util.Arrays.copyOfRange(blocks, data, data + parity));
      }

      @Override
      @SuppressWarnings(
          "NullAway") // Its convention: what is lost, and what is not wanted, is null.
      public void restore(byte[][] blocks, int lost) throws IOException {
        var inputs = new byte[data + parity][];
        System.arraycopy(blocks, lost, inputs, lost, data);
        var erased = new int[lost];
        for (int i = 0; i < lost; i++) {
          erased[i] = i;
        }
        decoder.decode(inputs, erased, java.util.Arrays.copyOf(blocks, lost));
      }
    };
  }
}
