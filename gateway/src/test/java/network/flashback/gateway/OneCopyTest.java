package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import network.flashback.domain.storage.Redundancy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects of which one piece is all there is: read by the thread that answers, checked as others
/// are.
class OneCopyTest extends GatewayStory {
  private static final long SEED = Long.getLong("seed", 27);
  private static final int FRAME = 64 << 10;

  OneCopyTest() {
    super(SEED);
  }

  @Override
  TestWorld newWorld() throws Exception {
    return new TestWorld(disks, Redundancy.of(1, 1), 1L << 32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "sealed"})
  void anyRangeIsRead(String layout) {
    makeBucket(layout);
    var bytes = put("a", 5 * FRAME + 77);
    assertThat(get("a")).isEqualTo(bytes);
    for (int i = 0; i < 20; i++) {
      var first = random.nextInt(bytes.length);
      var last = first + random.nextInt(bytes.length - first);
      assertThat(
              s3.getObjectAsBytes(
                      b -> b.bucket(BUCKET).key("a").range("bytes=" + first + "-" + last))
                  .asByteArray())
          .isEqualTo(Arrays.copyOfRange(bytes, first, last + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "sealed"})
  void aChangedByteIsNeverGivenOut(String layout) throws Exception {
    makeBucket(layout);
    var bytes = put("a", 3 * FRAME);
    change(FRAME + 100);
    var whole = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("a").range("bytes=0-99"));
    assertThat(whole.asByteArray()).isEqualTo(Arrays.copyOf(bytes, 100));
    assertThatThrownBy(
            () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("a").range("bytes=65536-65600")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(503));
    assertThatThrownBy(() -> get("a")).as("an answer that breaks off").isNotNull();
    assertThat(number("SELECT count(*) FROM pieces WHERE state = 'corrupt'"))
        .as("the last piece, which nothing can replace")
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "sealed"})
  void aProviderThatIsAwayIsToldAndAskedAgain(String layout) {
    makeBucket(layout);
    var bytes = put("a", 1000);
    world.provider(0).down = true;
    assertThatThrownBy(() -> get("a"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(503));
    world.provider(0).down = false;
    assertThat(get("a")).isEqualTo(bytes);
  }

  private void makeBucket(String layout) {
    s3.createBucket(b -> b.bucket(BUCKET));
    NativeSettingsTest.tag(s3, BUCKET, layout);
  }

  /// Turns over a byte of the longest file on the disk.
  private void change(int position) throws Exception {
    Path piece;
    try (var files = Files.walk(disks)) {
      piece =
          files
              .filter(Files::isRegularFile)
              .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
              .orElseThrow();
    }
    try (var file = FileChannel.open(piece, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      file.read(one, position);
      file.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), position);
    }
  }
}
