package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import network.flashback.gateway.GatewayConfig.Durability;
import network.flashback.gateway.write.Acknowledgement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A database that is lost, and what comes back from the root key, the agreements and the pieces.
class RecoveryStoryTest extends GatewayStory {
  private static final long SEED = Long.getLong("seed", 4);
  private static final boolean DEEP = Boolean.getBoolean("deep");
  static final Durability MANIFESTS_FIRST =
      new Durability(Duration.ZERO, Acknowledgement.SPARE, true);

  /// Everything that is to be the same again, row for row. What a sweep has yet to remove is not.
  static final Map<String, String> TABLES =
      new TreeMap<>(
          Map.of(
              "buckets", "",
              "objects", "",
              "object_parts", "",
              "uploads", "",
              "upload_parts", "",
              "extents", " WHERE t.state = 'kept' AND t.bucket NOT LIKE 'manifests/%'",
              "segments", " JOIN extents e ON e.id = t.extent" + ofObjects(),
              "pieces", " JOIN extents e ON e.id = t.extent" + ofObjects()));

  private Completed completed = new Completed("", List.of());

  /// What was asked to complete an upload.
  private record Completed(String upload, List<CompletedPart> parts) {}

  RecoveryStoryTest() {
    super(SEED);
  }

  @BeforeEach
  void writeManifestsFirst() throws Exception {
    world.restart(MANIFESTS_FIRST);
    s3 = world.client();
  }

  @Test
  void aLostDatabaseComesBackRowForRowWithVersionsMarkersPartsAndUploads() throws Exception {
    if (DEEP) {
      // Manifests of many changes each, as they usually are.
      world.restart(new Durability(Duration.ZERO, Acknowledgement.SPARE, false));
      s3 = world.client();
    }
    var bytes = fill(DEEP ? 12_000 : 200);
    rounds(DEEP ? 1 : 0);
    var before = rows();
    world.loseTheDatabase();
    var began = System.nanoTime();
    var report = world.recover(false);
    System.out.printf(
        "%d objects, %d versions recovered in %d ms from %d manifests%n",
        report.counts().objects(),
        report.counts().versions(),
        (System.nanoTime() - began) / 1_000_000,
        report.slas().getFirst().used());
    assertThat(report.slas().getFirst().isDoubtful()).isFalse();
    assertThat(rows()).isEqualTo(before);
    world.startAgain();
    s3 = world.client();
    for (var entry : bytes.entrySet()) {
      assertThat(get(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
    }
    assertThat(s3.listMultipartUploads(b -> b.bucket("photos")).uploads()).hasSize(1);
  }

  @Test
  void whatIsWrittenAfterARecoveryIsThereAfterTheNextOne() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var first = put("first", 5000);
    recoverAndStart();
    var second = put("second", 5000);
    s3.deleteObject(b -> b.bucket("photos").key("first"));
    recoverAndStart();
    assertThat(get("second")).isEqualTo(second);
    assertThatThrownBy(() -> get("first")).hasMessageContaining("does not exist");
    var again = put("first", 7000);
    rounds(12);
    recoverAndStart();
    assertThat(get("first")).isEqualTo(again).isNotEqualTo(first);
    assertThat(get("second")).isEqualTo(second);
  }

  @Test
  void withOneProviderGoneEverythingComesBackAndItsCopiesAreRepaired() throws Exception {
    var bytes = fill(12);
    world.provider(1).down = true;
    world.loseTheDatabase();
    var report = world.recover(false);
    assertThat(report.slas().getFirst().isDoubtful()).isFalse();
    assertThat(report.slas().getFirst().silent()).hasSize(1);
    world.startAgain();
    s3 = world.client();
    for (var entry : bytes.entrySet()) {
      assertThat(get(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
    }
    world.legs.set(1, world.newLeg());
    rounds(3);
    world.provider(0).down = true;
    world.loseTheDatabase();
    var _ = world.recover(false);
    world.startAgain();
    s3 = world.client();
    world.provider(0).down = false;
    for (var entry : bytes.entrySet()) {
      assertThat(get(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
    }
  }

  @Test
  void objectsUnderACustomersKeyAndAnUploadThatWasCompletedComeBack() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var key = new byte[32];
    random.nextBytes(key);
    var brought = Base64.getEncoder().encodeToString(key);
    var sum = Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(key));
    var sealed = new byte[200_000];
    random.nextBytes(sealed);
    s3.putObject(
        b ->
            b.bucket("photos")
                .key("sealed")
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(brought)
                .sseCustomerKeyMD5(sum),
        RequestBody.fromBytes(sealed));
    var whole = inParts();
    var marks = marks();
    recoverAndStart();
    assertThat(marks()).isEqualTo(marks).anyMatch(one -> one.contains("encryption"));
    var opened =
        s3.getObjectAsBytes(
            b ->
                b.bucket("photos")
                    .key("sealed")
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(brought)
                    .sseCustomerKeyMD5(sum));
    assertThat(opened.asByteArray()).as("seed %d", SEED).isEqualTo(sealed);
    assertThatThrownBy(() -> get("sealed")).isInstanceOf(S3Exception.class);
    // As a client does that missed the answer before the database was lost.
    var again = complete(completed);
    assertThat(again.eTag())
        .isEqualTo(s3.headObject(b -> b.bucket("photos").key("in parts")).eTag());
    assertThat(get("in parts")).isEqualTo(whole);
  }

  private List<String> marks() throws SQLException {
    return TestDatabase.texts(
        world.database(), "SELECT marks FROM objects ORDER BY object_key, version");
  }

  @Test
  void aTornLastManifestIsToldAndTheStateBeforeItComesBack() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var kept = put("kept", 5000);
    var known = names();
    var before = rows();
    var _ = put("torn", 5000);
    // Whatever appeared last and is no piece of the object is the manifest: tear all new ones.
    for (int shard = 0; shard < 3; shard++) {
      tearNew(shard, known);
    }
    world.loseTheDatabase();
    var report = world.recover(false);
    assertThat(report.slas().getFirst().isDoubtful()).isTrue();
    assertThat(report.slas().getFirst().unreadable()).isEqualTo(1);
    assertThat(rows()).isEqualTo(before);
    world.startAgain();
    s3 = world.client();
    assertThat(get("kept")).isEqualTo(kept);
  }

  @Test
  void aManifestTornAtOneLegIsReadFromAnother() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var known = names();
    var bytes = put("whole", 5000);
    tearNew(0, known);
    world.loseTheDatabase();
    var report = world.recover(false);
    assertThat(report.slas().getFirst().isDoubtful()).isFalse();
    world.startAgain();
    s3 = world.client();
    assertThat(get("whole")).isEqualTo(bytes);
    rounds(9);
    world.provider(1).down = true;
    assertThat(get("whole")).as("the torn pieces were put again").isEqualTo(bytes);
  }

  @Test
  void aRehearsalTellsTheSameAndLeavesTheDatabaseEmpty() throws Exception {
    var _ = fill(8);
    world.loseTheDatabase();
    var told = world.recover(true);
    assertThat(rows().get("buckets")).isEmpty();
    assertThat(world.recover(false).counts()).isEqualTo(told.counts());
    assertThatThrownBy(() -> world.recover(false)).hasMessageContaining("not empty");
    world.startAgain();
  }

  /// Objects, versions, delete markers, parts, tags, and an upload under way.
  private Map<String, byte[]> fill(int objects) {
    s3.createBucket(b -> b.bucket("photos"));
    s3.createBucket(b -> b.bucket("versions"));
    s3.putBucketVersioning(
        b ->
            b.bucket("versions")
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    var bytes = new TreeMap<String, byte[]>();
    for (int i = 0; i < objects; i++) {
      var key = "ordner/%05d ü".formatted(i);
      bytes.put(key, put(key, random.nextInt(DEEP ? 600 : 20_000)));
      if (i % 10 == 0) {
        put("versions", "v" + i % 30, 100);
      }
      if (i % 25 == 0) {
        s3.deleteObject(b -> b.bucket("versions").key("v0"));
      }
      if (i % 100 == 99) {
        rounds(1);
      }
      if (i % 7 == 0) {
        s3.deleteObject(b -> b.bucket("photos").key(key));
        bytes.remove(key);
      }
    }
    bytes.put("in parts", inParts());
    var _ = s3.createMultipartUpload(b -> b.bucket("photos").key("under way"));
    return bytes;
  }

  private byte[] inParts() {
    var upload = s3.createMultipartUpload(b -> b.bucket("photos").key("in parts")).uploadId();
    var all = new byte[(5 << 20) + 1000];
    random.nextBytes(all);
    var parts = new ArrayList<CompletedPart>();
    for (int number = 1; number <= 2; number++) {
      var at = number;
      var part =
          java.util.Arrays.copyOfRange(
              all, number == 1 ? 0 : 5 << 20, number == 1 ? 5 << 20 : all.length);
      var etag =
          s3.uploadPart(
                  b -> b.bucket("photos").key("in parts").uploadId(upload).partNumber(at),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    completed = new Completed(upload, parts);
    var _ = complete(completed);
    return all;
  }

  private CompleteMultipartUploadResponse complete(Completed asked) {
    return s3.completeMultipartUpload(
        b ->
            b.bucket("photos")
                .key("in parts")
                .uploadId(asked.upload)
                .multipartUpload(m -> m.parts(asked.parts)));
  }

  private void recoverAndStart() throws Exception {
    world.loseTheDatabase();
    var report = world.recover(false);
    assertThat(report.slas()).noneMatch(sla -> sla.isDoubtful());
    world.startAgain();
    s3 = world.client();
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      world.gateway().workNow();
    }
  }

  private List<Set<String>> names() throws IOException {
    var names = new ArrayList<Set<String>>();
    for (int shard = 0; shard < 3; shard++) {
      names.add(files(shard).keySet());
    }
    return names;
  }

  private Map<String, Path> files(int shard) throws IOException {
    var disk = disks.resolve("disk-" + world.legs.get(shard).agreementId());
    try (var all = Files.walk(disk)) {
      return all.filter(Files::isRegularFile)
          .collect(
              java.util.stream.Collectors.toMap(
                  file -> String.valueOf(file.getFileName()), file -> file));
    }
  }

  /// Cuts what appeared since in half.
  private void tearNew(int shard, List<Set<String>> known) throws IOException {
    for (var entry : files(shard).entrySet()) {
      if (!known.get(shard).contains(entry.getKey())) {
        try (var file = new RandomAccessFile(entry.getValue().toFile(), "rw")) {
          file.setLength(file.length() / 2);
        }
      }
    }
  }

  private static String ofObjects() {
    return " WHERE e.state = 'kept' AND e.bucket NOT LIKE 'manifests/%'";
  }

  private Map<String, List<String>> rows() throws SQLException {
    var rows = new TreeMap<String, List<String>>();
    for (var table : TABLES.entrySet()) {
      rows.put(
          table.getKey(),
          TestDatabase.texts(
              world.database(),
              "SELECT CAST(to_jsonb(t) AS TEXT) FROM "
                  + table.getKey()
                  + " t"
                  + table.getValue()
                  + " ORDER BY 1"));
    }
    return rows;
  }

  private byte[] put(String bucket, String key, int size) {
    var bytes = bytes(size);
    s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    return bytes;
  }
}
