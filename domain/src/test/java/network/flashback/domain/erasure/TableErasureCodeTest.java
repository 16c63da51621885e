package network.flashback.domain.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableErasureCodeTest {
  private static final long SEED = 14;

  private static byte[][] encoded(ErasureCode code, int length, Random random) {
    var blocks = new byte[code.totalShards()][length];
    for (var i = 0; i < code.dataShards(); i++) {
      random.nextBytes(blocks[i]);
    }
    code.encode(blocks, 0, length);
    return blocks;
  }

  private static void assertRestored(ErasureCode code, byte[][] blocks, int presentMask) {
    var damaged = new byte[blocks.length][];
    var present = new boolean[blocks.length];
    for (var i = 0; i < blocks.length; i++) {
      present[i] = (presentMask >> i & 1) == 1;
      damaged[i] = present[i] ? blocks[i].clone() : new byte[blocks[i].length];
    }
    code.reconstruct(damaged, present, 0, blocks[0].length);
    assertThat(damaged).as("present %s", Integer.toBinaryString(presentMask)).isDeepEqualTo(blocks);
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "4, 6", "1, 3", "3, 7"})
  void everyPatternOfBearableLossesIsRestored(int data, int total) {
    System.out.println("seed " + SEED);
    var code = new TableErasureCode(data, total);
    var blocks = encoded(code, 333, new Random(SEED));
    for (var mask = 0; mask < 1 << total; mask++) {
      if (Integer.bitCount(mask) >= data) {
        assertRestored(code, blocks, mask);
      }
    }
  }

  @Test
  void tenAndFourSurvivesRandomLosses() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var code = new TableErasureCode(10, 14);
    var blocks = encoded(code, 20_000, random);
    for (var run = 0; run < 300; run++) {
      var mask = (1 << 14) - 1;
      while (Integer.bitCount(mask) > 10) {
        mask &= ~(1 << random.nextInt(14));
      }
      assertRestored(code, blocks, mask);
    }
  }

  @Test
  void theBytesAreThoseOfTheSharedVectors() {
    // Data piece i holds the bytes i*16 .. i*16+3; any other implementation must give these
    // parities.
    assertThat(parity(2, 3)).containsExactly("10101010");
    assertThat(parity(4, 6)[0]).isEqualTo("00000000");
    assertThat(parity(4, 6)[1]).isEqualTo(referenceParity(4, 1));
    assertThat(parity(10, 14)[3]).isEqualTo(referenceParity(10, 3));
  }

  private static String[] parity(int data, int total) {
    var blocks = new byte[total][4];
    for (var i = 0; i < data; i++) {
      for (var at = 0; at < 4; at++) {
        blocks[i][at] = (byte) (i * 16 + at);
      }
    }
    new TableErasureCode(data, total).encode(blocks, 0, 4);
    var hex = new String[total - data];
    for (var row = 0; row < hex.length; row++) {
      hex[row] = HexFormat.of().formatHex(blocks[data + row]);
    }
    return hex;
  }

  /// The definition, computed with shift-and-add arithmetic that shares nothing with the code.
  private static String referenceParity(int data, int row) {
    var result = new byte[4];
    var first = divide(divide(1, data + row), divide(1, data));
    for (var column = 0; column < data; column++) {
      var scaled = divide(divide(1, (data + row) ^ column), divide(1, data ^ column));
      var coefficient = divide(scaled, first);
      for (var at = 0; at < 4; at++) {
        result[at] ^= (byte) multiply(coefficient, column * 16 + at & 0xff);
      }
    }
    return HexFormat.of().formatHex(result);
  }

  private static int multiply(int a, int b) {
    var product = 0;
    for (var bit = 0; bit < 8; bit++) {
      if ((b >> bit & 1) == 1) {
        product ^= a << bit;
      }
    }
    for (var bit = 14; bit >= 8; bit--) {
      if ((product >> bit & 1) == 1) {
        product ^= 0x11D << (bit - 8);
      }
    }
    return product;
  }

  private static int divide(int a, int b) {
    for (var quotient = 0; quotient < 256; quotient++) {
      if (multiply(quotient, b) == a) {
        return quotient;
      }
    }
    throw new ArithmeticException(a + " / " + b);
  }

  @Test
  void onlyTheRangeThatWasAskedForIsWritten() {
    var code = new TableErasureCode(4, 6);
    var blocks = new byte[6][100];
    for (var block : blocks) {
      Arrays.fill(block, (byte) 7);
    }
    code.encode(blocks, 10, 50);
    for (var at = 0; at < 100; at++) {
      if (at < 10 || at >= 60) {
        assertThat(blocks[4][at]).isEqualTo((byte) 7);
        assertThat(blocks[5][at]).isEqualTo((byte) 7);
      }
    }
  }

  @Test
  void tooFewPiecesAreRefused() {
    var code = new TableErasureCode(2, 3);
    assertThatThrownBy(
            () -> code.reconstruct(new byte[3][8], new boolean[] {true, false, false}, 0, 8))
        .hasMessageContaining("only 1 pieces are present, but 2 bring the data back");
  }
}
