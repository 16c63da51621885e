package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import network.flashback.s3.checksum.RunningChecksum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/// What entity tags say of the bytes: their MD5, or, where a bucket wants that, only that they
/// changed.
class EntityTagTest {
  @TempDir Path disks;

  private final byte[] bytes = new byte[100_000];
  private TestWorld world;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    new Random(4).nextBytes(bytes);
    world = TestWorld.twoOfThree(disks);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void usuallyItIsTheMd5() {
    assertThat(put("a")).isEqualTo(quoted(HexFormat.of().formatHex(md5())));
    tag("md5");
    assertThat(put("a")).isEqualTo(quoted(HexFormat.of().formatHex(md5())));
  }

  @Test
  void inAnOpaqueBucketEveryWriteHasItsOwn() {
    tag("opaque");
    var first = put("a");
    var second = put("a");

    assertThat(first).matches("\"[0-9a-f]{32}-0\"").isNotEqualTo(second);
    assertThat(s3.headObject(b -> b.bucket("photos").key("a")).eTag()).isEqualTo(second);
    assertThat(s3.listObjectsV2(b -> b.bucket("photos")).contents().getFirst().eTag())
        .isEqualTo(second);
    assertThatThrownBy(() -> s3.getObject(b -> b.bucket("photos").key("a").ifMatch(first)))
        .isInstanceOf(S3Exception.class);
    assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key("a").ifMatch(second)).asByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void anOpaqueTagIsNotTakenForOneOfParts() {
    tag("opaque");
    var tag = put("a");

    var attributes =
        s3.getObjectAttributes(
            b ->
                b.bucket("photos")
                    .key("a")
                    .objectAttributes(ObjectAttributes.E_TAG, ObjectAttributes.OBJECT_PARTS));
    assertThat(quoted(attributes.eTag())).isEqualTo(tag);
    assertThat(attributes.objectParts()).isNull();
    assertThat(s3.headObject(b -> b.bucket("photos").key("a").partNumber(1)).partsCount()).isNull();
  }

  @Test
  void aCopyIntoAnOpaqueBucketHasATagOfItsOwn() {
    put("a");
    tag("opaque");
    var copied =
        s3.copyObject(
            b ->
                b.sourceBucket("photos")
                    .sourceKey("a")
                    .destinationBucket("photos")
                    .destinationKey("b"));

    assertThat(copied.copyObjectResult().eTag()).matches("\"[0-9a-f]{32}-0\"");
    assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key("b")).asByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void aClaimedMd5IsCheckedAllTheSame() {
    tag("opaque");
    var wrong = Base64.getEncoder().encodeToString(new byte[16]);
    assertThatThrownBy(
            () ->
                s3.putObject(
                    b -> b.bucket("photos").key("a").contentMD5(wrong),
                    RequestBody.fromBytes(bytes)))
        .isInstanceOf(S3Exception.class);
    assertThat(s3.listObjectsV2(b -> b.bucket("photos")).contents()).isEmpty();
  }

  @Test
  void anyOtherWordIsRefused() {
    assertThatThrownBy(() -> tag("sha")).hasMessageContaining("must be md5 or opaque");
  }

  private void tag(String word) {
    s3.putBucketTagging(
        b ->
            b.bucket("photos")
                .tagging(t -> t.tagSet(Tag.builder().key("flashback:etag").value(word).build())));
  }

  private String put(String key) {
    return s3.putObject(b -> b.bucket("photos").key(key), RequestBody.fromBytes(bytes)).eTag();
  }

  private byte[] md5() {
    var md5 = RunningChecksum.md5();
    md5.update(bytes, 0, bytes.length);
    return md5.finish();
  }

  private static String quoted(String tag) {
    return "\"" + tag + "\"";
  }
}
