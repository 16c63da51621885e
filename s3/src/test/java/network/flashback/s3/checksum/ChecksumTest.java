package network.flashback.s3.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumTest {
  private static final long SEED = 20130524;

  @ParameterizedTest
  @CsvSource({
    "CRC32,     123456789, cbf43926",
    "CRC32C,    123456789, e3069283",
    "CRC64NVME, 123456789, ae8b14860a799888",
    "SHA1,      123456789, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256,    123456789, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
    "CRC32,     '',        00000000",
    "CRC64NVME, '',        0000000000000000",
  })
  void knownValuesAreComputed(ChecksumAlgorithm algorithm, String text, String hex) {
    assertThat(HexFormat.of().formatHex(compute(algorithm, bytes(text)))).isEqualTo(hex);
  }

  @ParameterizedTest
  @EnumSource
  void splittingTheBytesChangesNothing(ChecksumAlgorithm algorithm) {
    var random = new Random(SEED);
    byte[] whole = new byte[10_007];
    random.nextBytes(whole);
    var running = algorithm.start();
    for (int at = 0; at < whole.length; ) {
      int length = Math.min(random.nextInt(40), whole.length - at);
      running.update(whole, at, length);
      at += length;
    }
    assertThat(running.finish()).as("seed %d", SEED).isEqualTo(compute(algorithm, whole));
  }

  @Test
  void oneByteAtATimeIsTheSameCrc64() {
    var one = new Crc64Nvme();
    for (byte b : bytes("123456789")) {
      one.update(b);
    }
    assertThat(one.getValue()).isEqualTo(0xae8b14860a799888L);
  }

  @Test
  void theFastestCrc64IsTheOneInJavaForAnyBytesAndAnyCuts() {
    var random = new Random(SEED);
    byte[] whole = new byte[(1 << 21) + 77];
    random.nextBytes(whole);
    for (int round = 0; round < 40; round++) {
      var java = new Crc64Nvme();
      var fastest = Crc64Nvme.fastest();
      int end = round == 0 ? whole.length : random.nextInt(100_000);
      java.update(whole, 0, end);
      for (int at = 0; at < end; ) {
        int length = Math.min(round == 0 ? end : 1 + random.nextInt(9_000), end - at);
        fastest.update(whole, at, length);
        at += length;
      }
      assertThat(fastest.getValue()).as("seed %d, %d bytes", SEED, end).isEqualTo(java.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
  void theChecksumOfAWholeFollowsFromThoseOfItsParts(ChecksumAlgorithm algorithm) {
    var random = new Random(SEED);
    for (int round = 0; round < 50; round++) {
      byte[] whole = new byte[1 + random.nextInt(300_000)];
      random.nextBytes(whole);
      var parts = new ArrayList<MultipartChecksum.Part>();
      for (int at = 0; at < whole.length; ) {
        int length = Math.min(random.nextInt(100_000), whole.length - at);
        byte[] part = Arrays.copyOfRange(whole, at, at + length);
        parts.add(part(algorithm, part));
        at += length;
      }
      assertThat(MultipartChecksum.of(algorithm, ChecksumType.FULL_OBJECT, parts))
          .as("seed %d round %d", SEED, round)
          .isEqualTo(Checksum.of(algorithm, compute(algorithm, whole)));
    }
  }

  @Test
  void aCompositeChecksumIsTheChecksumOfThePartsChecksums() {
    byte[] a = compute(ChecksumAlgorithm.SHA256, bytes("a"));
    byte[] b = compute(ChecksumAlgorithm.SHA256, bytes("b"));
    byte[] both = Arrays.copyOf(a, 64);
    System.arraycopy(b, 0, both, 32, 32);

    var composite =
        MultipartChecksum.of(
            ChecksumAlgorithm.SHA256,
            ChecksumType.COMPOSITE,
            List.of(
                part(ChecksumAlgorithm.SHA256, bytes("a")),
                part(ChecksumAlgorithm.SHA256, bytes("b"))));

    assertThat(composite.value()).endsWith("-2");
    assertThat(composite.bytes()).isEqualTo(compute(ChecksumAlgorithm.SHA256, both));
  }

  @Test
  void aTypeTheAlgorithmCannotHaveIsRefused() {
    assertThatThrownBy(
            () -> MultipartChecksum.of(ChecksumAlgorithm.SHA1, ChecksumType.FULL_OBJECT, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SHA1");
  }

  @Test
  void onlyBase64OfTheRightLengthIsAChecksum() {
    assertThat(Checksum.parse(ChecksumAlgorithm.CRC32, "y/Q5Jg==")).isPresent();
    assertThat(Checksum.parse(ChecksumAlgorithm.CRC32, "y/Q5")).isEmpty();
    assertThat(Checksum.parse(ChecksumAlgorithm.CRC32, "not base64!")).isEmpty();
  }

  private static MultipartChecksum.Part part(ChecksumAlgorithm algorithm, byte[] bytes) {
    return new MultipartChecksum.Part(
        Checksum.of(algorithm, compute(algorithm, bytes)), bytes.length);
  }

  private static byte[] compute(ChecksumAlgorithm algorithm, byte[] bytes) {
    var running = algorithm.start();
    running.update(bytes, 0, bytes.length);
    return running.finish();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
