package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.flashback.gateway.Agreements.State;
import network.flashback.gateway.GatewayConfig.Durability;
import network.flashback.gateway.Grants.Right;
import network.flashback.gateway.write.Acknowledgement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The log of manifests while it is written: when, where to, under which numbers, and what it
/// costs.
class ManifestStoryTest extends GatewayStory {
  private static final long SEED = Long.getLong("seed", 15);
  private static final int TIMED_PUTS = Boolean.getBoolean("deep") ? 200 : 15;

  ManifestStoryTest() {
    super(SEED);
  }

  @BeforeEach
  void writeManifestsFirst() throws Exception {
    world.restart(RecoveryStoryTest.MANIFESTS_FIRST);
    s3 = world.client();
  }

  @Test
  void withManifestsFirstNothingAcknowledgedIsLostAndOtherwiseAtMostATick() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var waited = put("waited", 3000);
    world.restart(Durability.USUAL);
    s3 = world.client();
    world.gateway().workNow();
    var early = put("early", 3000);
    world.gateway().workNow();
    assertThat(world.gateway().manifestLag(TestWorld.SLA)).isEqualTo(Duration.ZERO);
    var _ = put("late", 3000);
    assertThat(world.gateway().manifestLag(TestWorld.SLA)).isPositive();
    recoverAndStart();
    assertThat(get("waited")).isEqualTo(waited);
    assertThat(get("early")).isEqualTo(early);
    assertThatThrownBy(() -> get("late")).hasMessageContaining("does not exist");
  }

  @Test
  void aLogIsShortenedWhileItGrowsAndStillHoldsEverything() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var bytes = new HashMap<String, byte[]>();
    for (int i = 0; i < 80; i++) {
      var key = "key-" + i % 5;
      bytes.put(key, put(key, 100));
      if (i % 20 == 0) {
        world.gateway().workNow();
      }
    }
    rounds(3);
    assertThat(number("SELECT count(*) FROM manifests"))
        .as("80 writes, and fewer manifests")
        .isLessThan(60);
    recoverAndStart();
    for (var entry : bytes.entrySet()) {
      assertThat(get(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
    }
  }

  @Test
  void everyTableIsInManifestsOrNeedNotBe() throws Exception {
    var recovered = new TreeSet<>(RecoveryStoryTest.TABLES.keySet());
    recovered.addAll(List.of("revisions", "egress"));
    // Made anew by whoever works on the database, or of no use to another one. Usage is the
    // gateway's own account, and since when a provider keeps a revision back is counted anew: both
    // are told in docs/limits.md.
    var others =
        List.of(
            "writers",
            "repairs",
            "jobs",
            "job_failures",
            "bucket_moves",
            "usage_journal",
            "revision_epochs",
            "manifests",
            "manifest_logs",
            "manifest_changes",
            "flyway_schema_history");
    recovered.addAll(others);
    assertThat(
            TestDatabase.texts(
                world.database(),
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
        .containsExactlyInAnyOrderElementsOf(recovered);
  }

  @Test
  void beforeTheAgreementsHaveStartedARequestIsRefusedAndNoLegGetsAManifest() throws Exception {
    world.close();
    world = TestWorld.twoOfThreeStarting(disks.resolve("new"));
    world.restart(RecoveryStoryTest.MANIFESTS_FIRST);
    s3 = world.client();
    assertThatThrownBy(() -> s3.createBucket(b -> b.bucket("photos")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(503);
              assertThat(refused).hasMessageContaining("have not started");
            });
    world.gateway().workNow();
    for (int shard = 0; shard < 3; shard++) {
      assertThat(world.provider(shard).slots).isEmpty();
      assertThat(world.provider(shard).signed.leaves()).as("its first revision").isZero();
    }
    started();
    s3.createBucket(b -> b.bucket("photos"));
    var bytes = put("after the start", 3000);
    recoverAndStart();
    assertThat(get("after the start")).isEqualTo(bytes);
  }

  @Test
  void aRequestThatCameBeforeTheStartWaitsForItWithItsManifest() throws Exception {
    world.close();
    world = TestWorld.twoOfThreeStarting(disks.resolve("new"));
    world.restart(new Durability(Duration.ofMinutes(1), Acknowledgement.SPARE, true));
    s3 = world.client();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var early = threads.submit(() -> s3.createBucket(b -> b.bucket("photos")));
      started();
      assertThat(early.get().sdkHttpResponse().isSuccessful()).isTrue();
    }
    recoverAndStart();
    assertThat(s3.listBuckets().buckets()).hasSize(1);
  }

  @Test
  void aManifestThatTooFewLegsTakeIsToldAsUnavailable() {
    world.provider(0).down = true;
    world.provider(1).down = true;
    assertThatThrownBy(() -> s3.createBucket(b -> b.bucket("photos")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(503);
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ServiceUnavailable");
            });
  }

  @Test
  void whatTheLegsDidNotTakeBeforeACrashTheNextGatewayPutsAsFewManifests() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    world.restart(new Durability(Duration.ZERO, Acknowledgement.SPARE, false));
    s3 = world.client();
    world.gateway().workNow();
    var bytes = new HashMap<String, byte[]>();
    var before = manifests();
    for (int i = 0; i < 5; i++) {
      bytes.put("key-" + i, put("key-" + i, 1000));
      world.provider(0).down = true;
      world.provider(1).down = true;
      world.gateway().workNow();
      world.provider(0).down = false;
      world.provider(1).down = false;
      world.clock.pass(Duration.ofSeconds(10));
    }
    assertThat(number("SELECT count(*) FROM manifests WHERE body IS NOT NULL")).isPositive();
    world.restart();
    s3 = world.client();
    world.gateway().workNow();
    assertThat(world.gateway().manifestLag(TestWorld.SLA)).isEqualTo(Duration.ZERO);
    assertThat(manifests() - before).as("one that waited, one of all since").isEqualTo(2);
    recoverAndStart();
    assertAllThere(bytes);
  }

  @Test
  void twoGatewaysWriteOneLog() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var bytes = new TreeMap<String, byte[]>();
    try (var second = world.second();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = List.of(s3, world.client(second));
      var puts = new ArrayList<Callable<Object>>();
      for (int i = 0; i < 40; i++) {
        var key = "key-" + i;
        var body = bytes(500);
        var client = clients.get(i % 2);
        bytes.put(key, body);
        puts.add(
            () -> client.putObject(b -> b.bucket("photos").key(key), RequestBody.fromBytes(body)));
      }
      for (var done : threads.invokeAll(puts)) {
        var _ = done.get();
      }
      second.workNow();
    }
    recoverAndStart();
    assertAllThere(bytes);
  }

  @Test
  void aDatabaseFromABackupGivesNoNumberAgain() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var _ = put("key", 1000);
    var last = number("SELECT max(sequence) FROM manifests");
    // As a backup says that was taken before the last manifest.
    world.changeRows("DELETE FROM manifests WHERE sequence = " + last);
    world.changeRows("UPDATE manifest_logs SET next_sequence = " + last);
    world.clock.pass(Duration.ofSeconds(1));
    var _ = put("key", 2000);
    assertThat(number("SELECT min(sequence) FROM manifests WHERE sequence >= " + last))
        .isGreaterThan(last);
  }

  @Test
  void aGatewayWithAnotherDatabaseRemovesNothingAndSaysThatThereWasOne() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var bytes = put("kept", 5000);
    var held = List.copyOf(world.provider(0).slots.values());
    world.loseTheDatabase();
    world.startAgain();
    rounds(12);
    assertThat(world.provider(0).slots.values()).containsExactlyElementsOf(held);
    assertThat(number("SELECT count(*) FROM manifest_logs")).isZero();
    recoverAndStart();
    assertThat(get("kept")).isEqualTo(bytes);
  }

  @Test
  void aBucketMadeAgainUnderAnotherSlaIsThereAfterwards() throws Exception {
    var other = clientOfAnotherSla();
    other.createBucket(b -> b.bucket("photos"));
    other.putObject(b -> b.bucket("photos").key("key"), RequestBody.fromBytes(bytes(10)));
    other.deleteObject(b -> b.bucket("photos").key("key"));
    other.deleteBucket(b -> b.bucket("photos"));
    s3.createBucket(b -> b.bucket("photos"));
    var bytes = put("key", 3000);
    recoverAndStart();
    assertThat(get("key")).isEqualTo(bytes);
  }

  @Test
  void aBucketThatAnotherSlaHadAtItsLastMomentBelongsToWhoMadeItLater() throws Exception {
    world.restart(new Durability(Duration.ZERO, Acknowledgement.SPARE, false));
    s3 = world.client();
    var other = clientOfAnotherSla();
    other.createBucket(b -> b.bucket("photos"));
    other.putObject(b -> b.bucket("photos").key("theirs"), RequestBody.fromBytes(bytes(10)));
    world.gateway().workNow();
    // From here on the other SLA's manifests reach nobody.
    setDown(world.otherLegs, true);
    other.deleteObject(b -> b.bucket("photos").key("theirs"));
    other.deleteBucket(b -> b.bucket("photos"));
    s3.createBucket(b -> b.bucket("photos"));
    var bytes = put("ours", 3000);
    world.gateway().workNow();
    setDown(world.otherLegs, false);
    recoverAndStart();
    assertThat(get("ours")).isEqualTo(bytes);
    assertThatThrownBy(() -> get("theirs")).hasMessageContaining("does not exist");
  }

  private S3Client clientOfAnotherSla() throws Exception {
    for (int shard = 0; shard < 3; shard++) {
      world.otherLegs.add(world.newLeg());
    }
    world.slaIds.add(TestWorld.OTHER_SLA);
    world.grants.put(
        2L,
        TestWorld.grant(
            2, TestWorld.OTHER_SLA, Set.of(Right.READ, Right.WRITE), Grants.State.ACTIVE));
    return world.client(2);
  }

  private void setDown(List<Agreements.Leg> legs, boolean down) {
    for (var leg : legs) {
      Objects.requireNonNull(world.providers.get(leg.agreementId())).down = down;
    }
  }

  @Test
  void waitingForTheManifestCostsABoundedTime() throws Exception {
    s3.createBucket(b -> b.bucket("photos"));
    var _ = medianPut();
    var with = medianPut();
    world.restart(Durability.USUAL);
    s3 = world.client();
    var without = medianPut();
    var began = System.nanoTime();
    world.gateway().workNow();
    var round = System.nanoTime() - began;
    for (String table :
        List.of("buckets", "objects", "extents", "pieces", "uploads", "upload_parts", "egress")) {
      world.changeRows("ALTER TABLE " + table + " DISABLE TRIGGER USER");
    }
    var bare = medianPut();
    System.out.printf(
        "a PUT of 4 KiB, median of %d one after the other: %d us with its manifest before the"
            + " answer, %d us with its changes noted, %d us without triggers; a round afterwards"
            + " %d ms%n",
        TIMED_PUTS, with / 1000, without / 1000, bare / 1000, round / 1_000_000);
    assertThat(Duration.ofNanos(with)).isLessThan(Duration.ofSeconds(2));
  }

  private long medianPut() {
    var took = new ArrayList<Long>();
    for (int i = 0; i < TIMED_PUTS; i++) {
      var began = System.nanoTime();
      var _ = put("timed-" + i, 4096);
      took.add(System.nanoTime() - began);
    }
    took.sort(null);
    return took.get(took.size() / 2);
  }

  private void started() {
    for (int shard = 0; shard < 3; shard++) {
      world.becomes(shard, State.LIVE);
    }
  }

  private void recoverAndStart() throws Exception {
    world.loseTheDatabase();
    var report = world.recover(false);
    assertThat(report.slas()).noneMatch(sla -> sla.isDoubtful());
    world.startAgain();
    s3 = world.client();
  }

  private void assertAllThere(Map<String, byte[]> bytes) {
    for (var entry : bytes.entrySet()) {
      assertThat(get(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
    }
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      world.gateway().workNow();
    }
  }

  private long manifests() throws SQLException {
    return number("SELECT count(*) FROM manifests");
  }
}
