package network.flashback.domain.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every implementation on this machine, held to the same bytes.
class ErasureCodesTest {
  static Stream<String> names() {
    return ErasureCodes.every(4, 6).stream().map(ErasureCode::name);
  }

  private static ErasureCode code(String name, int data, int total) {
    return ErasureCodes.every(data, total).stream()
        .filter(code -> code.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void plainJavaAndVectorsAreThereAndTheQuickestComesFirst() {
    assertThat(names()).endsWith("vector", "sliced", "tables");
    assertThat(ErasureCodes.fastest(4, 6).name())
        .isEqualTo(ErasureCodes.every(4, 6).getFirst().name());
  }

  @Test
  void oneCodePieceIsAnExclusiveOrWhichPlainJavaDoesQuickest() {
    assertThat(ErasureCodes.fastest(2, 3).name()).isEqualTo("sliced");
    assertThat(ErasureCodes.every(10, 11).getFirst().name()).isEqualTo("sliced");
  }

  @Test
  void aProgramWithoutTheVectorModuleTakesPlainJavaAndSaysNothing() throws Exception {
    assertThat(namesIn()).doesNotContain("vector").endsWith("sliced", "tables");
  }

  @Test
  void theQuickCompilerAloneMakesNoVectors() throws Exception {
    assertThat(namesIn("--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1"))
        .doesNotContain("vector")
        .endsWith("sliced", "tables");
  }

  /// The implementations in a JVM of its own; refuses one that has more to say.
  private static List<String> namesIn(String... options) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), PrintNames.class.getName()));
    var builder = new ProcessBuilder(command);
    // The JDK's own words about an incubator go to standard error.
    var process =
        (options.length == 0
                ? builder.redirectErrorStream(true)
                : builder.redirectError(ProcessBuilder.Redirect.DISCARD))
            .start();
    try (var said = process.inputReader()) {
      var names = said.readAllLines();
      assertThat(process.waitFor()).isZero();
      return names;
    }
  }

  /// Prints a line for each implementation.
  static final class PrintNames {
    private PrintNames() {}

    public static void main(String[] arguments) {
      names().forEach(System.out::println);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPatternOfBearableLossesUpToEightPiecesIsRestored(String name) {
    var random = seeded();
    for (var total = 1; total <= 8; total++) {
      for (var data = 1; data <= total; data++) {
        var code = code(name, data, total);
        var blocks = encoded(code, 100 + random.nextInt(100), random);
        for (var mask = 0; mask < 1 << total; mask++) {
          if (Integer.bitCount(mask) >= data) {
            var bits = mask;
            assertRestored(code, blocks, piece -> (bits >> piece & 1) == 1);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void randomLossesOfRandomCodesAreRestored(String name) {
    var random = seeded();
    for (var run = 0; run < 60; run++) {
      var total = 9 + random.nextInt(run % 10 == 0 ? 247 : 24);
      var data = 1 + random.nextInt(Math.min(total, 255));
      var code = code(name, data, total);
      // Longer than a strip now and then, and seldom a multiple of anything.
      var blocks = encoded(code, 1 + random.nextInt(run % 5 == 0 ? 40_000 : 3000), random);
      for (var pattern = 0; pattern < 5; pattern++) {
        var present = new boolean[total];
        Arrays.fill(present, true);
        for (var losses = random.nextInt(total - data + 1); losses > 0; losses--) {
          present[random.nextInt(total)] = false;
        }
        assertRestored(code, blocks, piece -> present[piece]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theBytesAreThoseOfTheSharedVectors(String name) {
    // Data piece i holds the bytes i*16 .. i*16+3; any other implementation must give these
    // parities.
    assertThat(parity(code(name, 2, 3))).containsExactly("10101010");
    assertThat(parity(code(name, 4, 6))[0]).isEqualTo("00000000");
    assertThat(parity(code(name, 4, 6))[1]).isEqualTo(referenceParity(4, 1));
    assertThat(parity(code(name, 10, 14))[3]).isEqualTo(referenceParity(10, 3));
    assertThat(parity(code(name, 16, 20))[2]).isEqualTo(referenceParity(16, 2));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theBytesAreThoseOfTheTablesAtEveryLengthAndOffset(String name) {
    var random = seeded();
    var tables = code("tables", 5, 9);
    var code = code(name, 5, 9);
    for (var length = 0; length < 300; length++) {
      var offset = random.nextInt(20);
      var blocks = new byte[9][offset + length + random.nextInt(20)];
      for (var block : blocks) {
        random.nextBytes(block);
      }
      var expected = deepCopy(blocks);
      tables.encode(expected, offset, length);
      code.encode(blocks, offset, length);
      // What lies around the range was random and is compared too: it must have stayed.
      assertThat(blocks).as("%d bytes from %d on", length, offset).isDeepEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void manyThreadsShareOneCode(String name) throws Exception {
    var code = code(name, 4, 7);
    var blocks = encoded(code, 20_000, seeded());
    try (var threads = java.util.concurrent.Executors.newFixedThreadPool(4)) {
      var runs =
          Stream.<java.util.concurrent.Callable<Boolean>>generate(
                  () ->
                      () -> {
                        var own = deepCopy(blocks);
                        Arrays.fill(own[1], (byte) 0);
                        Arrays.fill(own[5], (byte) 0);
                        var present = new boolean[] {true, false, true, true, true, false, true};
                        code.reconstruct(own, present, 0, 20_000);
                        return Arrays.deepEquals(own, blocks);
                      })
              .limit(64)
              .toList();
      for (var run : threads.invokeAll(runs)) {
        assertThat(run.get()).isTrue();
      }
    }
  }

  @Test
  void waysBackAreKeptReadyOnlyUpToABound() {
    var code = new MatrixErasureCode(new TableKernel(), 6, 16);
    var blocks = encoded(code, 8, seeded());
    for (var mask = 0; mask < 1 << 16; mask += 7) {
      var bits = mask;
      if (Integer.bitCount(mask) >= 6) {
        assertRestored(code, blocks, piece -> (bits >> piece & 1) == 1);
      }
    }
    assertThat(code.recoveriesKept()).isEqualTo(MatrixErasureCode.RECOVERIES_MAX);
  }

  @ParameterizedTest
  @MethodSource("names")
  void tooFewPiecesAndTooLittleRoomAreRefused(String name) {
    var code = code(name, 2, 3);
    assertThatThrownBy(
            () -> code.reconstruct(new byte[3][8], new boolean[] {true, false, false}, 0, 8))
        .hasMessageContaining("only 1 pieces are present, but 2 bring the data back");
    assertThatThrownBy(() -> code.encode(new byte[2][8], 0, 8))
        .hasMessageContaining("2 pieces were given, the code has 3");
    assertThatThrownBy(() -> code.encode(new byte[3][8], 4, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aKernelThatComputesSomethingElseFailsItsSelfTest() {
    var wrong =
        new Kernel() {
          @Override
          public String name() {
            return "wrong";
          }

          @Override
          public Combination prepare(int[][] rows) {
            var right = new TableKernel().prepare(rows);
            return (sources, targets, offset, length) -> {
              right.apply(sources, targets, offset, length);
              targets[0][offset + length - 1] ^= 1;
            };
          }
        };
    assertThatThrownBy(() -> new MatrixErasureCode(wrong, 4, 6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'wrong', 4 of 6, failed its self-test");
  }

  private static Random seeded() {
    var seed = new Random().nextLong();
    System.out.println("ErasureCodesTest seed " + seed);
    return new Random(seed);
  }

  private static byte[][] encoded(ErasureCode code, int length, Random random) {
    var blocks = new byte[code.totalShards()][length];
    for (var i = 0; i < code.dataShards(); i++) {
      random.nextBytes(blocks[i]);
    }
    code.encode(blocks, 0, length);
    return blocks;
  }

  private static void assertRestored(
      ErasureCode code, byte[][] blocks, java.util.function.IntPredicate isPresent) {
    var damaged = new byte[blocks.length][];
    var present = new boolean[blocks.length];
    for (var i = 0; i < blocks.length; i++) {
      present[i] = isPresent.test(i);
      damaged[i] = present[i] ? blocks[i].clone() : new byte[blocks[i].length];
    }
    code.reconstruct(damaged, present, 0, blocks[0].length);
    assertThat(Arrays.deepEquals(damaged, blocks))
        .as("%d of %d, present %s", code.dataShards(), code.totalShards(), Arrays.toString(present))
        .isTrue();
  }

  private static byte[][] deepCopy(byte[][] blocks) {
    return Arrays.stream(blocks).map(byte[]::clone).toArray(byte[][]::new);
  }

  private static String[] parity(ErasureCode code) {
    var data = code.dataShards();
    var blocks = new byte[code.totalShards()][4];
    for (var i = 0; i < data; i++) {
      for (var at = 0; at < 4; at++) {
        blocks[i][at] = (byte) (i * 16 + at);
      }
    }
    code.encode(blocks, 0, 4);
    var hex = new String[code.totalShards() - data];
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
}
