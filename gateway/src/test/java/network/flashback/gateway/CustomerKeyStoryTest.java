package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects under a customer's own key (SSE-C): what the key opens, and what nothing else does.
class CustomerKeyStoryTest {
  private static final long SEED = 4711;
  private static final String BUCKET = "vault";
  private static final int FRAME = 64 << 10;

  @TempDir Path disks;

  private final Random random = new Random(SEED);
  private final String key = newKey();
  private TestWorld world;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(disks);
    s3 = world.client();
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void theKeyOpensWholeObjectsAndAnyRangeAndNoOtherKeyDoes() {
    var bytes = put("sealed", 3 * FRAME + 77);
    assertThat(get("sealed", "")).as("seed %d", SEED).isEqualTo(bytes);
    for (int i = 0; i < 20; i++) {
      var first = random.nextInt(bytes.length);
      var last = first + random.nextInt(bytes.length - first);
      assertThat(get("sealed", "bytes=" + first + "-" + last))
          .as("%d to %d, seed %d", first, last, SEED)
          .isEqualTo(Arrays.copyOfRange(bytes, first, last + 1));
    }
    assertRefused(() -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("sealed")));
    var other = newKey();
    assertRefused(() -> s3.getObjectAsBytes(b -> withKey(b.bucket(BUCKET).key("sealed"), other)));
  }

  @Test
  void withoutTheKeyNeitherRootKeyNorDatabaseOpenTheBytes() throws Exception {
    var bytes = put("sealed", 2 * FRAME + 5);
    s3.putObject(b -> b.bucket(BUCKET).key("plain"), RequestBody.fromBytes(bytes));
    // Whoever runs the gateway makes it forget that a key is needed.
    world.changeRows("UPDATE objects SET marks = '{}'");
    var opened = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("sealed")).asByteArray();
    assertThat(opened).hasSameSizeAs(bytes);
    var alike = 0;
    for (int i = 0; i < bytes.length; i++) {
      alike += opened[i] == bytes[i] ? 1 : 0;
    }
    // One byte in 256 is alike by chance.
    assertThat(alike).as("seed %d", SEED).isLessThan(bytes.length / 128);
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("plain")).asByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void aLostPieceIsRebuiltWithoutTheKey() throws Exception {
    world.close();
    world =
        new TestWorld(
            disks.resolve("four"), network.flashback.domain.storage.Redundancy.of(2, 4), 1L << 30);
    s3 = world.client();
    s3.createBucket(b -> b.bucket(BUCKET));
    world.provider(3).down = true;
    var bytes = put("sealed", 5 * FRAME + 9);
    world.provider(3).down = false;
    world.clock.pass(java.time.Duration.ofSeconds(10));
    world.gateway().workNow();
    world.provider(0).down = true;
    world.provider(1).down = true;
    assertThat(get("sealed", "")).as("seed %d", SEED).isEqualTo(bytes);
  }

  @Test
  void partsOfAnUploadAndCopiesLieUnderTheKeyTheyWereSentWith() {
    var parts = List.of(bytes(5 << 20), bytes(3 * FRAME + 1));
    var upload =
        s3.createMultipartUpload(
            b ->
                b.bucket(BUCKET)
                    .key("big")
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(key)
                    .sseCustomerKeyMD5(md5(key)));
    var done = new ArrayList<CompletedPart>();
    for (int i = 0; i < parts.size(); i++) {
      var number = i + 1;
      var etag =
          s3.uploadPart(
                  b ->
                      b.bucket(BUCKET)
                          .key("big")
                          .uploadId(upload.uploadId())
                          .partNumber(number)
                          .sseCustomerAlgorithm("AES256")
                          .sseCustomerKey(key)
                          .sseCustomerKeyMD5(md5(key)),
                  RequestBody.fromBytes(parts.get(i)))
              .eTag();
      done.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("big")
                .uploadId(upload.uploadId())
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(key)
                .sseCustomerKeyMD5(md5(key))
                .multipartUpload(m -> m.parts(done)));
    var across = "bytes=" + ((5 << 20) - 20) + "-" + ((5 << 20) + 2 * FRAME);
    var whole = get("big", "");
    assertThat(Arrays.copyOfRange(whole, 0, 5 << 20)).isEqualTo(parts.get(0));
    assertThat(Arrays.copyOfRange(whole, 5 << 20, whole.length)).isEqualTo(parts.get(1));
    assertThat(get("big", across))
        .isEqualTo(Arrays.copyOfRange(whole, (5 << 20) - 20, (5 << 20) + 2 * FRAME + 1));
    s3.copyObject(
        b ->
            b.sourceBucket(BUCKET)
                .sourceKey("big")
                .destinationBucket(BUCKET)
                .destinationKey("open")
                .copySourceSSECustomerAlgorithm("AES256")
                .copySourceSSECustomerKey(key)
                .copySourceSSECustomerKeyMD5(md5(key)));
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("open")).asByteArray())
        .isEqualTo(whole);
  }

  private byte[] put(String name, int size) {
    var bytes = bytes(size);
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key(name)
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(key)
                .sseCustomerKeyMD5(md5(key)),
        RequestBody.fromBytes(bytes));
    return bytes;
  }

  private byte[] get(String name, String range) {
    return s3.getObjectAsBytes(
            b -> {
              withKey(b.bucket(BUCKET).key(name), key);
              if (!range.isEmpty()) {
                b.range(range);
              }
            })
        .asByteArray();
  }

  private static void withKey(GetObjectRequest.Builder request, String with) {
    request.sseCustomerAlgorithm("AES256").sseCustomerKey(with).sseCustomerKeyMD5(md5(with));
  }

  private byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private String newKey() {
    return Base64.getEncoder().encodeToString(bytes(32));
  }

  private static String md5(String base64) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(Base64.getDecoder().decode(base64));
      return Base64.getEncoder().encodeToString(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has MD5", e);
    }
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(400));
  }
}
