package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Bytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What a consumer sees through the unmodified AWS SDK, over a 2-of-3 SLA and a real database.
class ObjectStoryTest extends GatewayStory {
  private static final long SEED = 42;
  private static final int FRAME = 64 << 10;

  ObjectStoryTest() {
    super(SEED);
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void objectsOfEverySizeComeBackByteForByte() {
    for (int size : List.of(0, 1, 15, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME + 7, (65 << 20) + 3)) {
      var bytes = put("size-" + size, size);
      assertThat(get("size-" + size)).as("%d bytes, seed %d", size, SEED).isEqualTo(bytes);
      assertThat(s3.headObject(b -> b.bucket("photos").key("size-" + size)).contentLength())
          .isEqualTo(size);
    }
  }

  @Test
  void rangesComeBackExactly() {
    var bytes = put("ranged", 5 * FRAME + 100);
    for (int i = 0; i < 30; i++) {
      var first = random.nextInt(bytes.length);
      var last = first + random.nextInt(bytes.length - first);
      var got =
          s3.getObjectAsBytes(
              b -> b.bucket("photos").key("ranged").range("bytes=" + first + "-" + last));
      assertThat(got.asByteArray())
          .as("seed %d", SEED)
          .isEqualTo(Arrays.copyOfRange(bytes, first, last + 1));
      assertThat(got.response().contentRange())
          .isEqualTo("bytes " + first + "-" + last + "/" + bytes.length);
    }
    assertError(
        416,
        "InvalidRange",
        () ->
            s3.getObjectAsBytes(
                b -> b.bucket("photos").key("ranged").range("bytes=" + bytes.length + "-")));
  }

  @Test
  void partsBecomeOneObjectThatReadsAcrossThem() {
    var upload =
        s3.createMultipartUpload(b -> b.bucket("photos").key("big").contentType("video/mp4"));
    var first = bytes(5 << 20);
    var second = bytes((5 << 20) + 77);
    var parts = List.of(first, second, bytes(10));
    var done = new CompletedPart[3];
    for (int i = 2; i >= 0; i--) {
      var number = i + 1;
      var etag =
          s3.uploadPart(
                  b -> b.bucket("photos").key("big").uploadId(upload.uploadId()).partNumber(number),
                  RequestBody.fromBytes(parts.get(i)))
              .eTag();
      done[i] = CompletedPart.builder().partNumber(number).eTag(etag).build();
    }
    assertThat(s3.listParts(b -> b.bucket("photos").key("big").uploadId(upload.uploadId())).parts())
        .hasSize(3);
    assertThat(s3.listMultipartUploads(b -> b.bucket("photos")).uploads()).hasSize(1);
    assertError(404, "NoSuchKey", () -> get("big"));
    var completed = complete(upload.uploadId(), "", done);
    assertThat(completed.eTag()).endsWith("-3\"");
    // A client that missed the answer asks again, and is told the same.
    var again = complete(upload.uploadId(), "*", done);
    assertThat(again.eTag()).isEqualTo(completed.eTag());
    assertError(404, "NoSuchUpload", () -> complete(upload.uploadId(), "", done[0]));
    var whole = new byte[first.length + second.length + 10];
    System.arraycopy(first, 0, whole, 0, first.length);
    System.arraycopy(second, 0, whole, first.length, second.length);
    System.arraycopy(parts.get(2), 0, whole, first.length + second.length, 10);
    assertThat(get("big")).isEqualTo(whole);
    var across =
        s3.getObjectAsBytes(
            b ->
                b.bucket("photos")
                    .key("big")
                    .range("bytes=" + (first.length - 5) + "-" + (first.length + 5)));
    assertThat(across.asByteArray())
        .isEqualTo(Arrays.copyOfRange(whole, first.length - 5, first.length + 6));
    assertThat(s3.headObject(b -> b.bucket("photos").key("big")).contentType())
        .isEqualTo("video/mp4");
  }

  private CompleteMultipartUploadResponse complete(
      String upload, String ifNoneMatch, CompletedPart... parts) {
    return s3.completeMultipartUpload(
        b -> {
          b.bucket("photos").key("big").uploadId(upload).multipartUpload(m -> m.parts(parts));
          if (!ifNoneMatch.isEmpty()) {
            b.ifNoneMatch(ifNoneMatch);
          }
        });
  }

  @Test
  void aPartIsReadWithItsOwnChecksumAndTheTypeOfTheWhole() {
    var upload =
        s3.createMultipartUpload(
                b -> b.bucket("photos").key("summed").checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    var part =
        s3.uploadPart(
            b ->
                b.bucket("photos")
                    .key("summed")
                    .uploadId(upload)
                    .partNumber(1)
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
            RequestBody.fromString("text"));
    var done = CompletedPart.builder().partNumber(1).eTag(part.eTag());
    s3.completeMultipartUpload(
        b ->
            b.bucket("photos")
                .key("summed")
                .uploadId(upload)
                .multipartUpload(m -> m.parts(done.checksumSHA256(part.checksumSHA256()).build())));
    var read =
        s3.headObject(
            b -> b.bucket("photos").key("summed").partNumber(1).checksumMode(ChecksumMode.ENABLED));
    assertThat(read.checksumSHA256()).isEqualTo(part.checksumSHA256());
    assertThat(read.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
  }

  @Test
  void metadataConditionsCopyAndDeleteAreAsS3Says() {
    s3.putObject(
        b ->
            b.bucket("photos")
                .key("a/1")
                .contentType("text/plain")
                .cacheControl("no-store")
                .metadata(Map.of("owner", "ana")),
        RequestBody.fromString("hello"));
    var head = s3.headObject(b -> b.bucket("photos").key("a/1"));
    assertThat(head.metadata()).containsEntry("owner", "ana");
    assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(head.cacheControl()).isEqualTo("no-store");
    assertError(
        412,
        "PreconditionFailed",
        () ->
            s3.putObject(
                b -> b.bucket("photos").key("a/1").ifNoneMatch("*"),
                RequestBody.fromString("other")));
    assertError(
        304,
        null,
        () -> s3.getObjectAsBytes(b -> b.bucket("photos").key("a/1").ifNoneMatch(head.eTag())));
    s3.copyObject(
        b ->
            b.sourceBucket("photos")
                .sourceKey("a/1")
                .destinationBucket("photos")
                .destinationKey("b/2"));
    assertThat(s3.headObject(b -> b.bucket("photos").key("b/2")).metadata())
        .containsEntry("owner", "ana");
    assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key("b/2")).asUtf8String())
        .isEqualTo("hello");
    var gone =
        s3.deleteObjects(
            b ->
                b.bucket("photos")
                    .delete(
                        Delete.builder()
                            .objects(
                                ObjectIdentifier.builder().key("a/1").build(),
                                ObjectIdentifier.builder().key("never").build())
                            .build()));
    assertThat(gone.deleted()).hasSize(2);
    assertError(404, "NoSuchKey", () -> get("a/1"));
    assertError(409, "BucketNotEmpty", () -> s3.deleteBucket(b -> b.bucket("photos")));
    s3.deleteObject(b -> b.bucket("photos").key("b/2"));
    s3.deleteBucket(b -> b.bucket("photos"));
    assertError(404, "NoSuchBucket", () -> get("a/1"));
  }

  @Test
  void listingsPageRollUpAndKeepTheOrderOfBytes() {
    for (String key :
        List.of("a", "b/1", "b/2", "b/3", "c/x/1", "d", "Z", "\u00e9", "\ud83d\ude00")) {
      s3.putObject(b -> b.bucket("photos").key(key), RequestBody.empty());
    }
    assertThat(s3.listObjectsV2(b -> b.bucket("photos")).contents())
        .extracting(o -> o.key())
        .containsExactly("Z", "a", "b/1", "b/2", "b/3", "c/x/1", "d", "\u00e9", "\ud83d\ude00");
    var seen = new java.util.ArrayList<String>();
    s3.listObjectsV2Paginator(b -> b.bucket("photos").delimiter("/").maxKeys(2))
        .forEach(
            page -> {
              page.contents().forEach(o -> seen.add(o.key()));
              page.commonPrefixes().forEach(p -> seen.add(p.prefix()));
            });
    assertThat(seen).containsExactlyInAnyOrder("Z", "a", "b/", "c/", "d", "\u00e9", "\ud83d\ude00");
    assertThat(s3.listObjectsV2(b -> b.bucket("photos").prefix("b/").startAfter("b/1")).contents())
        .extracting(o -> o.key())
        .containsExactly("b/2", "b/3");
    var one = s3.listObjects(b -> b.bucket("photos").delimiter("/").maxKeys(3));
    assertThat(one.nextMarker()).isEqualTo("b/");
    var two = s3.listObjects(b -> b.bucket("photos").delimiter("/").marker(one.nextMarker()));
    assertThat(two.commonPrefixes()).extracting(p -> p.prefix()).containsExactly("c/");
    assertThat(s3.listBuckets().buckets()).extracting(b -> b.name()).containsExactly("photos");
  }

  @Test
  void readsGoOnWithoutAnyOneProvider() {
    var bytes = put("safe", 20 * FRAME + 5);
    for (int lost = 0; lost < 3; lost++) {
      world.provider(lost).down = true;
      assertThat(get("safe")).as("provider %d lost", lost).isEqualTo(bytes);
      world.provider(lost).down = false;
    }
    world.provider(0).down = true;
    world.provider(1).down = true;
    assertError(503, "ServiceUnavailable", () -> get("safe"));
  }

  @Test
  void aChangedPieceIsFoundReadAroundAndPutAgainInItsPlace() throws Exception {
    var bytes = put("safe", 20 * FRAME + 5);
    world.gateway().workNow();
    var victim = ruinFirstPiece();
    var slots = Map.copyOf(world.provider(0).slots);
    assertThat(get("safe")).isEqualTo(bytes);
    world.gateway().workNow();
    world.gateway().workNow();
    assertThat(Bytes.of(Files.readAllBytes(victim.file()))).isEqualTo(victim.content());
    assertThat(world.provider(0).slots)
        .as("what an audit may ask for, and a manifest of the repair")
        .containsAllEntriesOf(slots);
    world.provider(1).down = true;
    assertThat(get("safe")).isEqualTo(bytes);
  }

  @Test
  void whatAProviderFoundLostItselfIsPutAgainBeforeAnybodyReadsIt() throws Exception {
    var _ = put("safe", 20 * FRAME + 5);
    world.gateway().workNow();
    var victim = ruinFirstPiece();
    var slots = Map.copyOf(world.provider(0).slots);
    world.provider(0).lost.add(world.pieces(0).getFirst());
    world.provider(1).lost.add(world.pieces(2).getFirst());
    world.clock.pass(java.time.Duration.ofMinutes(5));
    world.gateway().workNow();
    assertThat(Bytes.of(Files.readAllBytes(victim.file()))).isEqualTo(victim.content());
    assertThat(world.provider(0).slots).as("what an audit may ask for").containsAllEntriesOf(slots);
    assertThat(world.pieces(2)).as("another leg's is not its to give up").hasSize(1);
  }

  @Test
  void aPieceThatItsProviderDoesNotTakeBackGetsAnotherName() throws Exception {
    var bytes = put("safe", 20 * FRAME + 5);
    var victim = ruinFirstPiece();
    world.provider(0).keepsOthers = true;
    assertThat(get("safe")).isEqualTo(bytes);
    for (int round = 0; round < 3; round++) {
      world.gateway().workNow();
    }
    assertThat(Files.exists(victim.file())).isFalse();
    assertThat(world.pieces(0)).hasSize(1);
    world.provider(1).down = true;
    assertThat(get("safe")).isEqualTo(bytes);
  }

  /// @param content before it was ruined
  private record Ruined(Path file, Bytes content) {}

  private Ruined ruinFirstPiece() throws IOException {
    var name = world.pieces(0).getFirst().toString();
    var victim = disks.resolve("disk-9000").resolve(name.substring(0, 2)).resolve(name);
    var content = Bytes.of(Files.readAllBytes(victim));
    try (var file = Files.newByteChannel(victim, StandardOpenOption.WRITE)) {
      file.position(7 * 33_000L);
      file.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
    return new Ruined(victim, content);
  }

  @Test
  void aWriteThatTooFewLegsTakeIsRefusedAndLeavesNothing() throws Exception {
    var before = put("key", 1000);
    world.provider(2).failAfterPuts(0);
    assertError(503, "ServiceUnavailable", () -> put("key", 3 * FRAME));
    assertThat(get("key")).isEqualTo(before);
    world.gateway().workNow();
    for (int shard = 0; shard < 3; shard++) {
      assertThat(world.pieces(shard)).as("shard %d", shard).hasSize(1);
    }
  }

  @Test
  void aFullLegIsToldAsAQuota() throws Exception {
    world.close();
    world = new TestWorld(disks.resolve("small"), Redundancy.of(2, 3), 100_000);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
    put("fits", 50_000);
    assertError(403, "QuotaExceeded", () -> put("more", 150_000));
    assertError(404, "NoSuchKey", () -> get("more"));
    assertThat(get("fits")).hasSize(50_000);
  }

  @Test
  void withoutOneOfFourLegsAWriteIsAcknowledgedAndTheRestRepaired() throws Exception {
    world.close();
    world = new TestWorld(disks.resolve("four"), Redundancy.of(2, 4), 1L << 30);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
    world.provider(3).down = true;
    var bytes = put("key", 10 * FRAME);
    world.provider(3).down = false;
    world.clock.pass(java.time.Duration.ofSeconds(10));
    world.gateway().workNow();
    assertThat(world.pieces(3)).hasSize(1);
    world.provider(0).down = true;
    world.provider(1).down = true;
    assertThat(get("key")).isEqualTo(bytes);
  }

  private static void assertError(
      int status, @org.jspecify.annotations.Nullable String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(status);
              if (code != null) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              }
            });
  }
}
