package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import network.flashback.domain.storage.Layout;
import network.flashback.domain.storage.Redundancy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/// When a bucket becomes native, and when not.
class NativeSettingsTest {
  private static final byte[] BYTES = "as they are".getBytes(StandardCharsets.UTF_8);

  @TempDir Path disks;

  private TestWorld world;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    world = new TestWorld(disks, Redundancy.of(1, 2), 1L << 32);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void anSlaThatCutsCannotHaveNativeBuckets() throws Exception {
    world.close();
    world = TestWorld.twoOfThree(disks.resolve("coded"));
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
    assertRefused(
        400, "InvalidRequest", "erasure(2 of 3), which cuts", () -> tag(s3, "photos", "native"));
  }

  @Test
  void aDefaultEncryptionStandsInTheWayUntilItIsRemoved() throws Exception {
    encryptByDefault(s3, "photos");
    assertRefused(
        400, "InvalidRequest", "DeleteBucketEncryption", () -> tag(s3, "photos", "native"));
    s3.deleteBucketEncryption(b -> b.bucket("photos"));
    tag(s3, "photos", "native");
    put();
    assertThat(isPlain()).isTrue();
  }

  @Test
  void whileItHoldsObjectsOrUploadsABucketStaysAsItIs() throws Exception {
    put();
    assertStays("sealed", () -> tag(s3, "photos", "native"));
    s3.deleteObject(b -> b.bucket("photos").key("a"));
    tag(s3, "photos", "native");
    var upload = s3.createMultipartUpload(b -> b.bucket("photos").key("b")).uploadId();
    assertStays("native", () -> tag(s3, "photos", "sealed"));
    assertStays("native", () -> s3.deleteBucketTagging(b -> b.bucket("photos")));
    assertStays(
        "native",
        () ->
            s3.putBucketTagging(
                b -> b.bucket("photos").tagging(t -> t.tagSet(tagOf("colour", "blue")))));
    s3.putBucketTagging(
        b ->
            b.bucket("photos")
                .tagging(
                    t -> t.tagSet(tagOf("colour", "blue"), tagOf("flashback:layout", "native"))));
    s3.abortMultipartUpload(b -> b.bucket("photos").key("b").uploadId(upload));
    tag(s3, "photos", "sealed");
    put();
    assertThat(isPlain()).isFalse();
  }

  @Test
  void anyOtherWordIsRefused() {
    assertRefused(400, "InvalidTag", "must be sealed or native", () -> tag(s3, "photos", "plain"));
  }

  @Test
  void aGatewayMayMakeItsNewBucketsNativeAndATagGoesBefore() throws Exception {
    world.restart(Layout.NATIVE);
    s3 = world.client();
    put();
    assertThat(isPlain()).as("it was made before").isFalse();
    s3.deleteObject(b -> b.bucket("photos").key("a"));
    s3.deleteBucket(b -> b.bucket("photos"));
    world.gateway().workNow();
    s3.createBucket(b -> b.bucket("photos"));
    put();
    assertThat(isPlain()).isTrue();
    assertThatThrownBy(() -> s3.getBucketTagging(b -> b.bucket("photos")))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("tag does not exist");
    s3.createBucket(b -> b.bucket("private"));
    tag(s3, "private", "sealed");
    s3.deleteObject(b -> b.bucket("photos").key("a"));
    world.gateway().workNow();
    s3.putObject(b -> b.bucket("private").key("a"), RequestBody.fromBytes(BYTES));
    assertThat(isPlain()).isFalse();
    world.restart(Layout.SEALED);
    s3 = world.client();
    s3.deleteObject(b -> b.bucket("private").key("a"));
    world.gateway().workNow();
    put();
    assertThat(isPlain()).as("what a bucket was made as stays").isTrue();
  }

  @Test
  void underAnSlaThatCutsNewBucketsAreSealedWhateverTheGatewaySays() throws Exception {
    world.close();
    world = TestWorld.twoOfThree(disks.resolve("coded"));
    world.restart(Layout.NATIVE);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
    put();
    assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key("a")).asByteArray())
        .isEqualTo(BYTES);
    assertThat(isPlain()).isFalse();
  }

  /// Sets the layout of a bucket, and no other tag.
  static void tag(S3Client s3, String bucket, String layout) {
    s3.putBucketTagging(
        b -> b.bucket(bucket).tagging(t -> t.tagSet(tagOf("flashback:layout", layout))));
  }

  private static Tag tagOf(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /// Has everything sealed that is written from now on.
  static void encryptByDefault(S3Client s3, String bucket) {
    var rule =
        ServerSideEncryptionRule.builder()
            .applyServerSideEncryptionByDefault(d -> d.sseAlgorithm(ServerSideEncryption.AES256))
            .build();
    s3.putBucketEncryption(
        b -> b.bucket(bucket).serverSideEncryptionConfiguration(c -> c.rules(rule)));
  }

  private void put() {
    s3.putObject(b -> b.bucket("photos").key("a"), RequestBody.fromBytes(BYTES));
  }

  /// Whether a piece at the first leg is what was put.
  private boolean isPlain() throws IOException {
    return world.lying(0).stream().anyMatch(piece -> Arrays.equals(piece, BYTES));
  }

  private static void assertStays(String layout, ThrowingCallable change) {
    assertRefused(409, "InvalidBucketState", "The bucket is " + layout + ", and stays so", change);
  }

  private static void assertRefused(
      int status, String code, String message, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            S3Exception.class,
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(status);
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            })
        .hasMessageContaining(message);
  }
}
