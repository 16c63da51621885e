package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import network.flashback.domain.storage.Redundancy;
import network.flashback.gateway.Grants.Right;
import network.flashback.gateway.job.JobRefused;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.metadata.Jobs.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Jobs that move bytes from one SLA to another, with clients at work meanwhile and crashes in
/// between.
class JobStoryTest extends GatewayStory {
  private static final long SEED = Long.getLong("seed", 11);

  private final Map<String, byte[]> stored = new TreeMap<>();

  JobStoryTest() {
    super(SEED);
  }

  @BeforeEach
  void addSlaAndBucket() throws Exception {
    addSecondSla();
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void aBucketGoesToAnotherSlaWithEveryVersionAndUploadAndThenItsOldLegsAreEmpty()
      throws Exception {
    s3.putBucketVersioning(
        b ->
            b.bucket("photos")
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    var old = put("a", 200_000);
    put("a", 3_000);
    put("b", 0);
    put("c", 70_000);
    var upload = s3.createMultipartUpload(b -> b.bucket("photos").key("parts")).uploadId();
    var part = bytes(5 << 20);
    var sent =
        s3.uploadPart(
            b -> b.bucket("photos").key("parts").uploadId(upload).partNumber(1),
            RequestBody.fromBytes(part));
    var versions = s3.listObjectVersions(b -> b.bucket("photos")).versions();

    var id = world.gateway().jobs().migrate("photos", TestWorld.OTHER_SLA, 0);
    world.gateway().workNow();

    var job = job(id);
    assertThat(job.state()).as(job.note()).isEqualTo(Jobs.State.DONE);
    assertThat(job.progress().itemsDone()).isEqualTo(4).isEqualTo(job.progress().itemsTotal());
    assertThat(job.progress().bytesDone())
        .isEqualTo(273_000 + (5 << 20))
        .isEqualTo(job.progress().bytesTotal());
    assertThatThrownBy(() -> get("a"))
        .as("the key of the old SLA")
        .isInstanceOfSatisfying(
            S3Exception.class, refused -> assertThat(refused.statusCode()).isEqualTo(403));
    s3 = world.client(2);
    assertAllThere();
    assertThat(s3.listObjectVersions(b -> b.bucket("photos")).versions())
        .usingRecursiveComparison()
        .isEqualTo(versions);
    assertThat(
            s3.getObjectAsBytes(b -> b.bucket("photos").key("a").versionId(oldest(versions)))
                .asByteArray())
        .isEqualTo(old);
    s3.completeMultipartUpload(
        b ->
            b.bucket("photos")
                .key("parts")
                .uploadId(upload)
                .multipartUpload(
                    m -> m.parts(CompletedPart.builder().partNumber(1).eTag(sent.eTag()).build())));
    assertThat(get("parts")).isEqualTo(part);
    world.gateway().workNow();
    for (int shard = 0; shard < 3; shard++) {
      assertThat(world.pieces(shard)).as("left at shard " + shard).isEmpty();
      world.provider(shard).down = true;
    }
    assertAllThere();
  }

  @Test
  void whatIsWrittenAndDeletedMeanwhileIsWhatTheBucketHoldsAfterwards() throws Exception {
    for (int i = 0; i < 6; i++) {
      put("key-" + i, 20_000);
    }
    var id = world.gateway().jobs().migrate("photos", TestWorld.OTHER_SLA, 0);
    failAfter(2);
    world.gateway().workNow();
    assertThat(job(id).progress().itemsDone()).isEqualTo(2);
    assertAllThere();
    put("key-0", 50_000);
    put("key-9", 1);
    s3.deleteObject(b -> b.bucket("photos").key("key-5"));
    stored.remove("key-5");
    failAfter(Integer.MAX_VALUE);
    world.clock.pass(Duration.ofMinutes(2));
    world.gateway().workNow();
    assertThat(job(id).state()).as(job(id).note()).isEqualTo(Jobs.State.DONE);
    s3 = world.client(2);
    assertAllThere();
    assertThat(s3.listObjectsV2(b -> b.bucket("photos")).contents()).hasSize(stored.size());
  }

  @Test
  void aGatewayThatDiesInTheMiddleIsFollowedByAnotherThatGoesOnWhereItStood() throws Exception {
    for (int i = 0; i < 6; i++) {
      put("key-" + i, 20_000);
    }
    var id = world.gateway().jobs().migrate("photos", TestWorld.OTHER_SLA, 0);
    failAfter(3);
    world.gateway().workNow();
    // As a kill leaves it: claimed by a process that lives until its lease is over, with pieces
    // that were being put.
    var dead = UUID.randomUUID();
    world.changeRows(
        "INSERT INTO writers (id, alive_until) VALUES ('%s', %d)"
            .formatted(dead, world.clock.millis() + TestWorld.LEASE.toMillis()));
    world.changeRows("UPDATE jobs SET worker = '" + dead + "'");
    world.changeRows(
        "UPDATE pieces SET state = 'moving' WHERE state = 'doomed' AND job IS NOT NULL");
    failAfter(Integer.MAX_VALUE);
    world.gateway().workNow();
    assertThat(job(id).progress().itemsDone()).as("another one is at it").isEqualTo(3);
    world.clock.pass(TestWorld.LEASE.plus(Duration.ofMinutes(2)));
    world.gateway().workNow();
    assertThat(job(id).state()).as(job(id).note()).isEqualTo(Jobs.State.DONE);
    assertThat(job(id).progress().itemsDone()).isEqualTo(6);
    assertThat(job(id).progress().bytesDone()).isEqualTo(120_000);
    s3 = world.client(2);
    assertAllThere();
    world.gateway().workNow();
    assertThat(
            number(
                "SELECT count(*) FROM pieces p JOIN extents e ON e.id = p.extent"
                    + " WHERE e.bucket = 'photos' AND p.state <> 'stored'"))
        .isZero();
  }

  @Test
  void aProviderIsDrainedFromEverySlaItHasALegIn() throws Exception {
    put("a", 100_000);
    s3.createBucket(b -> b.bucket("more"));
    s3.putObject(b -> b.bucket("more").key("x"), RequestBody.fromBytes(bytes(5)));
    var drained = world.legs.get(1).providerId();
    var id = world.gateway().jobs().drain(drained, TestWorld.OTHER_SLA, 0);
    world.gateway().workNow();
    world.gateway().workNow();
    assertThat(job(id).state()).as(job(id).note()).isEqualTo(Jobs.State.DONE);
    assertThat(world.pieces(1)).isEmpty();
    s3 = world.client(2);
    assertAllThere();
    assertThat(s3.listBuckets().buckets()).hasSize(2);
  }

  @Test
  void twoSlasAreEvenlyFullAfterARebalanceAndTheBucketStaysWhereItIs() throws Exception {
    world.close();
    world = new TestWorld(disks.resolve("small"), Redundancy.of(2, 3), 4 << 20);
    addSecondSla();
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
    for (int i = 0; i < 20; i++) {
      put("key-" + i, 200_000);
    }
    var id = world.gateway().jobs().rebalance(TestWorld.SLA, TestWorld.OTHER_SLA, 0);
    world.gateway().workNow();
    assertThat(job(id).state()).as(job(id).note()).isEqualTo(Jobs.State.DONE);
    assertThat(job(id).progress().itemsDone()).isBetween(9L, 10L);
    assertAllThere();
    put("after", 1000);
    world.gateway().workNow();
    assertThat(world.pieces(0)).hasSizeBetween(11, 12);
    for (var leg : world.otherLegs) {
      assertThat(
              number(
                  "SELECT count(*) FROM pieces p JOIN extents e ON e.id = p.extent WHERE p.state = 'stored'"
                      + " AND e.bucket = 'photos' AND p.agreement = "
                      + leg.agreementId()))
          .isBetween(9L, 10L);
    }
    assertAllThere();
  }

  @Test
  void aLostDatabaseComesBackWhereverAMoveStood() throws Exception {
    world.restart(RecoveryStoryTest.MANIFESTS_FIRST);
    s3 = world.client();
    for (int i = 0; i < 5; i++) {
      put("key-" + i, 30_000);
    }
    world.gateway().workNow();
    var _ = world.gateway().jobs().migrate("photos", TestWorld.OTHER_SLA, 0);
    failAfter(2);
    world.gateway().workNow();
    failAfter(Integer.MAX_VALUE);
    // The other SLA has no log yet: the first one's tells of what has gone there.
    recover();
    assertAllThere();
    // Now to the end, and the old SLA's log is not written any more.
    var id = world.gateway().jobs().migrate("photos", TestWorld.OTHER_SLA, 0);
    world.gateway().workNow();
    assertThat(job(id).state()).as(job(id).note()).isEqualTo(Jobs.State.DONE);
    recover();
    s3 = world.client(2);
    assertAllThere();
    assertThat(number("SELECT count(*) FROM buckets")).isEqualTo(1);
  }

  @Test
  void aDeletionThatOneLogDoesNotKnowYetDoesNotKeepADatabaseFromComingBack() throws Exception {
    for (int i = 0; i < 4; i++) {
      put("key-" + i, 30_000);
    }
    var id = world.gateway().jobs().migrate("photos", TestWorld.OTHER_SLA, 0);
    failAfter(2);
    world.gateway().workNow();
    failAfter(Integer.MAX_VALUE);
    assertThat(job(id).progress().itemsDone()).isEqualTo(2);
    world.gateway().jobs().pause(id);
    world.clock.pass(Duration.ofMinutes(1));
    var moved =
        TestDatabase.texts(
                world.database(),
                "SELECT convert_from(p.object_key, 'UTF8') FROM object_parts p JOIN extents e ON e.id = p.extent"
                    + " WHERE encode(e.sla_id, 'hex') = '"
                    + TestWorld.OTHER_SLA.toString().substring(2)
                    + "'")
            .getFirst();
    s3.deleteObject(b -> b.bucket("photos").key(moved));
    stored.remove(moved);
    // Only the log of the SLA where its bytes are gets to know.
    world.changeRows(
        "DELETE FROM manifest_changes WHERE encode(sla_id, 'hex') = '"
            + TestWorld.SLA.toString().substring(2)
            + "'");
    world.gateway().workNow();
    recover();
    assertAllThere();
    assertThatThrownBy(() -> get(moved)).hasMessageContaining("does not exist");
  }

  @Test
  void aPausedJobRestsACancelledOneEndsAndWhatFailedIsListedByName() throws Exception {
    for (int i = 0; i < 3; i++) {
      put("key-" + i, 20_000);
    }
    var jobs = world.gateway().jobs();
    var id = jobs.migrate("photos", TestWorld.OTHER_SLA, 0);
    jobs.pause(id);
    world.gateway().workNow();
    assertThat(job(id).progress().itemsDone()).isZero();
    assertThatThrownBy(() -> jobs.pause(id)).isInstanceOf(JobRefused.class);
    jobs.resume(id);
    failAfter(0);
    for (int round = 0; round < 6; round++) {
      world.gateway().workNow();
      world.clock.pass(Duration.ofSeconds(90));
    }
    assertThat(job(id).state()).isEqualTo(Jobs.State.FAILED);
    assertThat(job(id).note()).contains("3 of it failed 5 times");
    assertThat(jobs.failures(id))
        .extracting(Jobs.Failure::name)
        .containsExactlyInAnyOrder("photos/key-0", "photos/key-1", "photos/key-2");
    assertAllThere();
    failAfter(Integer.MAX_VALUE);
    jobs.resume(id);
    world.gateway().workNow();
    assertThat(job(id).state()).as(job(id).note()).isEqualTo(Jobs.State.DONE);
    assertThat(jobs.failures(id)).isEmpty();
    assertThatThrownBy(() -> jobs.cancel(id)).hasMessageContaining("done");
    var other = jobs.rebalance(TestWorld.SLA, TestWorld.OTHER_SLA, 0);
    jobs.cancel(other);
    assertThat(job(other).finishedAt()).isPresent();
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeItBegins() {
    var jobs = world.gateway().jobs();
    assertThatThrownBy(() -> jobs.migrate("nowhere", TestWorld.OTHER_SLA, 0))
        .hasMessageContaining("no bucket 'nowhere'");
    assertThatThrownBy(() -> jobs.migrate("photos", network.flashback.evm.Bytes32.of(1), 0))
        .hasMessageContaining("does not run");
    assertThatThrownBy(() -> jobs.rebalance(TestWorld.SLA, TestWorld.SLA, 0))
        .hasMessageContaining("two different");
    assertThatThrownBy(() -> jobs.drain(9000, TestWorld.SLA, 0))
        .hasMessageContaining("name one without it");
    assertThatThrownBy(() -> jobs.migrate("photos", TestWorld.OTHER_SLA, 1))
        .hasMessageContaining("too low");
  }

  private void addSecondSla() throws Exception {
    for (int shard = 0; shard < 3; shard++) {
      world.otherLegs.add(world.newLeg());
    }
    world.slaIds.add(TestWorld.OTHER_SLA);
    world.grants.put(
        2L,
        TestWorld.grant(
            2, TestWorld.OTHER_SLA, Set.of(Right.READ, Right.WRITE), Grants.State.ACTIVE));
  }

  /// Providers of the second SLA that take that many pieces more, copies of manifests included.
  private void failAfter(int puts) {
    for (var leg : world.otherLegs) {
      Objects.requireNonNull(world.providers.get(leg.agreementId())).failAfterPuts(puts);
    }
  }

  private void recover() throws Exception {
    world.loseTheDatabase();
    var report = world.recover(false);
    assertThat(report.slas().getFirst().isDoubtful()).isFalse();
    world.startAgain();
    s3 = world.client();
  }

  private Job job(UUID id) {
    return world.gateway().jobs().show(id);
  }

  private static String oldest(
      java.util.List<software.amazon.awssdk.services.s3.model.ObjectVersion> versions) {
    return versions.stream().filter(one -> !one.isLatest()).findFirst().orElseThrow().versionId();
  }

  private void assertAllThere() {
    stored.forEach((key, bytes) -> assertThat(get(key)).as(key).isEqualTo(bytes));
  }

  @Override
  byte[] put(String key, int size) {
    var bytes = super.put(key, size);
    stored.put(key, bytes);
    return bytes;
  }
}
