package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import network.flashback.domain.storage.Redundancy;
import network.flashback.gateway.Grants.Right;
import network.flashback.gateway.job.JobRefused;
import network.flashback.gateway.metadata.Jobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// Objects that lie as they are at the legs of a mirror: what is there, what is kept of everything
/// else, and what is sealed all the same.
class NativeBucketTest extends GatewayStory {
  private static final long SEED = Long.getLong("seed", 24);
  private static final int FRAME = 64 << 10;

  NativeBucketTest() {
    super(SEED);
  }

  @Override
  TestWorld newWorld() throws Exception {
    return new TestWorld(disks, Redundancy.of(1, 2), 1L << 32);
  }

  @BeforeEach
  void makeBucketNative() {
    s3.createBucket(b -> b.bucket(BUCKET));
    NativeSettingsTest.tag(s3, BUCKET, "native");
  }

  @Test
  void aPieceAtEachLegIsTheObjectsBytesAndReadsOfAnyRangeGiveThem() throws Exception {
    var bytes = put("a", 5 * FRAME + 77);
    for (int shard = 0; shard < 2; shard++) {
      assertThat(world.lying(shard)).containsExactly(bytes);
    }
    assertThat(get("a")).isEqualTo(bytes);
    for (int i = 0; i < 20; i++) {
      var first = random.nextInt(bytes.length);
      var last = first + random.nextInt(bytes.length - first);
      assertThat(range("a", first, last)).isEqualTo(Arrays.copyOfRange(bytes, first, last + 1));
    }
    assertThat(put("empty", 0)).isEqualTo(get("empty"));
    world.gateway().workNow();
    assertThat(world.provider(0).signed.leaves()).as("what both signed").isPositive();
  }

  @Test
  void oneLegAloneIsEnough() throws Exception {
    world.close();
    world = new TestWorld(disks.resolve("one"), Redundancy.of(1, 1), 1L << 32);
    s3 = world.client();
    s3.createBucket(b -> b.bucket(BUCKET));
    NativeSettingsTest.tag(s3, BUCKET, "native");
    var bytes = put("a", 4096);
    assertThat(world.lying(0)).containsExactly(bytes);
    assertThat(get("a")).isEqualTo(bytes);
    var sealed =
        s3.putObject(b -> b.bucket(BUCKET).key("b").serverSideEncryption("AES256"), body());
    assertThat(sealed.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    world.gateway().workNow();
    world.restart();
    s3 = world.client();
    assertThat(get("a")).isEqualTo(bytes);
  }

  @Test
  void longObjectsLieInOnePieceForEach64MiB() throws Exception {
    var bytes = put("long", (64 << 20) + 1000);
    var pieces = world.lying(1);
    assertThat(pieces).hasSize(2);
    pieces.sort((a, b) -> Integer.compare(b.length, a.length));
    var joined = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      joined.writeBytes(piece);
    }
    assertThat(Arrays.equals(joined.toByteArray(), bytes)).isTrue();
    var begin = (64 << 20) - 10;
    assertThat(range("long", begin, begin + 20))
        .isEqualTo(Arrays.copyOfRange(bytes, begin, begin + 21));
  }

  @Test
  void versionsPartsAndChecksumsAreAsInAnyBucket() throws Exception {
    s3.putBucketVersioning(
        b ->
            b.bucket(BUCKET)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    var old = bytes(1000);
    var version =
        s3.putObject(
                b -> b.bucket(BUCKET).key("a").checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromBytes(old))
            .versionId();
    var recent = put("a", 2000);
    assertThat(get("a")).isEqualTo(recent);
    var first =
        s3.getObjectAsBytes(
            b -> b.bucket(BUCKET).key("a").versionId(version).checksumMode("ENABLED"));
    assertThat(first.asByteArray()).isEqualTo(old);
    assertThat(first.response().checksumSHA256())
        .isEqualTo(
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(old)));

    var parts = List.of(bytes(5 << 20), bytes(12_345));
    upload("parts", parts);
    assertThat(get("parts")).isEqualTo(joined(parts));
    assertThat(world.lying(0)).contains(parts.get(0), parts.get(1));
  }

  @Test
  void copiesGoBothWaysBetweenNativeAndSealedBuckets() throws Exception {
    s3.createBucket(b -> b.bucket("sealed"));
    var bytes = put("a", 3 * FRAME + 5);
    copy(BUCKET, "a", "sealed", "b");
    assertThat(world.lying(0)).as("the copy is sealed").hasSize(2).containsOnlyOnce(bytes);
    copy("sealed", "b", BUCKET, "c");
    assertThat(world.lying(0).stream().filter(piece -> Arrays.equals(piece, bytes))).hasSize(2);
    for (var one : List.of(List.of(BUCKET, "a"), List.of("sealed", "b"), List.of(BUCKET, "c"))) {
      assertThat(s3.getObjectAsBytes(b -> b.bucket(one.get(0)).key(one.get(1))).asByteArray())
          .isEqualTo(bytes);
    }
  }

  @Test
  void whatEncryptionIsAskedForIsSealed() throws Exception {
    var bytes = bytes(1000);
    var key = bytes(32);
    var keyMd5 = md5(key);
    s3.putObject(
        b -> b.bucket(BUCKET).key("a").serverSideEncryption(ServerSideEncryption.AES256),
        RequestBody.fromBytes(bytes));
    s3.putObject(
        b ->
            b.bucket(BUCKET)
                .key("b")
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(Base64.getEncoder().encodeToString(key))
                .sseCustomerKeyMD5(keyMd5),
        RequestBody.fromBytes(bytes));
    NativeSettingsTest.encryptByDefault(s3, BUCKET);
    s3.putObject(b -> b.bucket(BUCKET).key("c"), RequestBody.fromBytes(bytes));

    assertThat(world.lying(0)).hasSize(3).doesNotContain(bytes);
    for (byte[] piece : world.lying(0)) {
      assertThat(Collections.indexOfSubList(boxed(piece), boxed(Arrays.copyOf(bytes, 16))))
          .isNegative();
    }
    assertThat(get("a")).isEqualTo(bytes).isEqualTo(get("c"));
    assertThatThrownBy(() -> get("b")).hasMessageContaining("Server Side Encryption");
  }

  @Test
  void aDamagedPieceIsFoundInAnyRangeReadFromTheOtherLegAndPutAgain() throws Exception {
    var bytes = put("a", 20 * FRAME + 5);
    var victim = file(0);
    try (var file = Files.newByteChannel(victim, StandardOpenOption.WRITE)) {
      file.position(7L * FRAME + 9);
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
    assertThat(range("a", 7 * FRAME, 7 * FRAME + 100))
        .isEqualTo(Arrays.copyOfRange(bytes, 7 * FRAME, 7 * FRAME + 101));
    world.gateway().workNow();
    world.gateway().workNow();
    world.provider(1).down = true;
    assertThat(get("a")).isEqualTo(bytes);
    assertThat(Files.readAllBytes(victim)).as("in its place").isEqualTo(bytes);
    assertThat(world.lying(0)).containsExactly(bytes);
  }

  @Test
  void damageThatNoOtherLegCanHealIsAnErrorAndNeverOtherBytes() throws Exception {
    var _ = put("a", 2 * FRAME);
    for (int shard = 0; shard < 2; shard++) {
      try (var file = Files.newByteChannel(file(shard), StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(new byte[] {9, 9, 9, 9}));
      }
    }
    assertThatThrownBy(() -> get("a")).hasMessageContaining("503");
  }

  @Test
  void aReplacedLegGetsTheObjectsAsTheyAre() throws Exception {
    var bytes = put("a", 3 * FRAME);
    world.provider(1).down = true;
    world.legs.set(1, world.newLeg());
    world.gateway().workNow();
    assertThat(world.lying(1)).containsExactly(bytes);
    world.provider(0).down = true;
    assertThat(get("a")).isEqualTo(bytes);
  }

  @Test
  void aLostDatabaseComesBackWithSumsAndLayout() throws Exception {
    world.restart(RecoveryStoryTest.MANIFESTS_FIRST);
    s3 = world.client();
    var bytes = put("a", 2 * FRAME + 1);
    world.loseTheDatabase();
    var _ = world.recover(false);
    world.startAgain();
    s3 = world.client();
    assertThat(get("a")).isEqualTo(bytes);
    assertThat(put("b", 10)).isIn(world.lying(0));
    assertThatThrownBy(() -> NativeSettingsTest.tag(s3, BUCKET, "sealed"))
        .hasMessageContaining("native");
  }

  @Test
  void aBucketMovesToAnotherMirrorAndStaysNativeThere() throws Exception {
    addSecondSla(Redundancy.of(1, 3));
    var bytes = put("a", 3 * FRAME + 5);
    var id = world.gateway().jobs().migrate(BUCKET, TestWorld.OTHER_SLA, 0);
    world.gateway().workNow();
    assertThat(job(id).state()).as(job(id).note()).isEqualTo(Jobs.State.DONE);
    world.gateway().workNow();
    world.provider(0).down = true;
    world.provider(1).down = true;
    s3 = world.client(2);
    assertThat(get("a")).isEqualTo(bytes);
    var there = world.provider(world.otherLegs.get(2));
    assertThat(there.slots.values())
        .anySatisfy(slot -> assertThat(there.bytes(slot.name())).isEqualTo(bytes));
  }

  @Test
  void noJobTakesItWhereItWouldBeCut() throws Exception {
    addSecondSla(Redundancy.of(2, 3));
    var _ = put("a", 100);
    var jobs = world.gateway().jobs();
    assertThatThrownBy(() -> jobs.migrate(BUCKET, TestWorld.OTHER_SLA, 0))
        .isInstanceOf(JobRefused.class)
        .hasMessageContaining("native")
        .hasMessageContaining("name an SLA that mirrors");
    assertThatThrownBy(() -> jobs.rebalance(TestWorld.SLA, TestWorld.OTHER_SLA, 0))
        .isInstanceOf(JobRefused.class);
    assertThatThrownBy(() -> jobs.rebalance(TestWorld.OTHER_SLA, TestWorld.SLA, 0))
        .isInstanceOf(JobRefused.class);
    var provider = world.legs.getFirst().providerId();
    assertThatThrownBy(() -> jobs.drain(provider, TestWorld.OTHER_SLA, 0))
        .isInstanceOf(JobRefused.class);
  }

  private void addSecondSla(Redundancy redundancy) throws IOException {
    for (int shard = 0; shard < redundancy.providersNeeded(); shard++) {
      world.otherLegs.add(world.newLeg());
    }
    world.redundancies.put(TestWorld.OTHER_SLA, redundancy);
    world.slaIds.add(TestWorld.OTHER_SLA);
    world.grants.put(
        2L,
        TestWorld.grant(
            2, TestWorld.OTHER_SLA, Set.of(Right.READ, Right.WRITE), Grants.State.ACTIVE));
    world.clock.pass(Duration.ofSeconds(1));
  }

  private Jobs.Job job(UUID id) {
    return world.gateway().jobs().show(id);
  }

  private Path file(int shard) throws IOException {
    var name = world.pieces(shard).getFirst().toString();
    return disks
        .resolve("disk-" + world.legs.get(shard).agreementId())
        .resolve(name.substring(0, 2))
        .resolve(name);
  }

  private void upload(String key, List<byte[]> parts) {
    var id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
    var sent = new ArrayList<CompletedPart>();
    for (int number = 1; number <= parts.size(); number++) {
      var part = number;
      var tag =
          s3.uploadPart(
                  b -> b.bucket(BUCKET).key(key).uploadId(id).partNumber(part),
                  RequestBody.fromBytes(parts.get(part - 1)))
              .eTag();
      sent.add(CompletedPart.builder().partNumber(part).eTag(tag).build());
    }
    s3.completeMultipartUpload(
        b -> b.bucket(BUCKET).key(key).uploadId(id).multipartUpload(m -> m.parts(sent)));
  }

  private void copy(String from, String key, String to, String as) {
    s3.copyObject(
        b -> b.sourceBucket(from).sourceKey(key).destinationBucket(to).destinationKey(as));
  }

  private RequestBody body() {
    return RequestBody.fromBytes(bytes(100));
  }

  private byte[] range(String key, int first, int last) {
    return s3.getObjectAsBytes(
            b -> b.bucket(BUCKET).key(key).range("bytes=%d-%d".formatted(first, last)))
        .asByteArray();
  }

  private static byte[] joined(List<byte[]> parts) {
    var all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static String md5(byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
  }

  private static List<Byte> boxed(byte[] bytes) {
    var list = new ArrayList<Byte>();
    for (byte one : bytes) {
      list.add(one);
    }
    return list;
  }
}
