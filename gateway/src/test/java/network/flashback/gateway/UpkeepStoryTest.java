package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.GatewayConfig.Durability;
import network.flashback.gateway.write.Acknowledgement;
import network.flashback.providers.StoredName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a gateway does when nobody asks: revisions, repair, collection; and what a restart finds
/// again.
class UpkeepStoryTest extends GatewayStory {
  private static final long SEED = 7;

  UpkeepStoryTest() {
    super(SEED);
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void theFirstRevisionIsOfTheEmptyTreeAndLaterOnesFollowTheBytes() throws Exception {
    world.close();
    world = TestWorld.twoOfThreeStarting(disks.resolve("new"));
    s3 = world.client();
    // The bucket is to be in a manifest, which no leg may get before its first revision.
    s3.createBucket(b -> b.bucket("photos"));
    world.gateway().workNow();
    for (int shard = 0; shard < 3; shard++) {
      assertThat(world.provider(shard).signed.leaves()).isZero();
      assertThat(world.provider(shard).lastSequence).isEqualTo(1);
      assertThat(world.provider(shard).slots).isEmpty();
      world.becomes(shard, Agreements.State.LIVE);
    }
    put("a", 100_000);
    world.gateway().workNow();
    var leaves = world.provider(0).signed.leaves();
    assertThat(leaves).isPositive();
    world.gateway().workNow();
    assertThat(world.provider(0).lastSequence).isEqualTo(2);
    s3.deleteObject(b -> b.bucket("photos").key("a"));
    // One round removes the piece, the revision in the same or the next one follows.
    world.gateway().workNow();
    world.gateway().workNow();
    assertThat(world.slots(0)).isEmpty();
    assertThat(world.provider(0).signed)
        .as("of the manifests alone")
        .isEqualTo(world.provider(0).held());
  }

  @Test
  void aRestartedGatewayReadsSignsAndNeverRepeatsASequence() throws Exception {
    var bytes = put("a", 100_000);
    world.gateway().workNow();
    var before = world.provider(0).lastSequence;
    world.restart();
    s3 = world.client();
    assertThat(get("a")).isEqualTo(bytes);
    put("b", 50_000);
    world.gateway().workNow();
    assertThat(world.provider(0).lastSequence).isGreaterThan(before);
    assertThat(world.provider(0).signed.leaves()).isPositive();
  }

  @Test
  void whatBothSignedLastIsOnRecordAndOutlivesARestart() throws Exception {
    var id = world.legs.get(0).agreementId();
    assertThat(world.gateway().newestRevision(id)).isEmpty();
    put("a", 100_000);
    world.gateway().workNow();
    world.restart();
    var kept = world.gateway().newestRevision(id).orElseThrow();
    assertThat(kept.sequence()).isEqualTo(world.provider(0).lastSequence);
    assertThat(kept.unit()).isEqualTo(world.provider(0).signed);
    assertThat(kept.consumer()).as("the fake signs both alike").isEqualTo(kept.provider());
    assertThat(world.gateway().egress(id).promised().servedBytes()).isZero();
  }

  @Test
  void aReplacedLegGetsEveryPieceAndThenTheOthersMayGo() throws Exception {
    var first = put("a", 3_000_000);
    var second = put("b", 1);
    var old = world.legs.get(1);
    world.provider(1).down = true;
    world.legs.set(1, world.newLeg());
    world.gateway().workNow();
    var repair = world.gateway().repairs().getFirst();
    assertThat(repair.lostAgreement()).isEqualTo(old.agreementId());
    assertThat(repair.newAgreement()).isEqualTo(world.legs.get(1).agreementId());
    assertThat(repair.piecesDone()).isEqualTo(2).isEqualTo(repair.piecesTotal());
    assertThat(repair.bytesDone()).isEqualTo(repair.bytesTotal());
    assertThat(repair.finished()).isTrue();
    world.provider(0).down = true;
    assertThat(get("a")).isEqualTo(first);
    assertThat(get("b")).isEqualTo(second);
    world.gateway().workNow();
    assertThat(world.provider(1).signed.leaves()).isPositive();
  }

  @Test
  void aLegCanBeSparedOnlyWhileTheOthersHoldEverything() throws Exception {
    var slaId = TestWorld.SLA;
    put("a", 100_000);
    var first = world.legs.get(0).agreementId();
    assertThat(world.gateway().canSpare(slaId, first)).isTrue();
    world.provider(1).down = true;
    world.legs.set(1, world.newLeg());
    assertThat(world.gateway().canSpare(slaId, first)).as("before the repair").isFalse();
    world.gateway().workNow();
    assertThat(world.gateway().canSpare(slaId, first)).as("after the repair").isTrue();
    assertThat(world.gateway().canSpare(TestWorld.OTHER_SLA, first)).isFalse();
  }

  @Test
  void aRepairThatBreaksOffGoesOnAfterARestart() throws Exception {
    for (int i = 0; i < 6; i++) {
      put("key-" + i, 10_000);
    }
    world.provider(2).down = true;
    world.legs.set(2, world.newLeg());
    world.provider(2).failAfterPuts(2);
    world.gateway().workNow();
    assertThat(world.gateway().repairs().getFirst().piecesDone()).isEqualTo(2);
    world.provider(2).failAfterPuts(Integer.MAX_VALUE);
    world.restart();
    world.gateway().workNow();
    var repair = world.gateway().repairs().getFirst();
    assertThat(repair.piecesDone()).isEqualTo(6);
    assertThat(repair.finished()).isTrue();
    assertThat(world.pieces(2)).hasSize(6);
  }

  @Test
  void whatHasTheFewestPiecesLeftIsRepairedFirst() throws Exception {
    world.close();
    world = new TestWorld(disks.resolve("four"), Redundancy.of(2, 4), 1L << 32);
    world.restart(new Durability(Duration.ZERO, Acknowledgement.READABLE, false));
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
    world.provider(3).down = true;
    put("one piece to spare", 1000);
    world.provider(2).down = true;
    put("none to spare", 1000);
    world.provider(2).down = false;
    world.provider(3).down = false;
    world.clock.pass(Duration.ofMinutes(1));
    world.gateway().workNow();
    assertThat(world.slots(3)).as("in the order of puts").hasSize(2);
    var pieces =
        TestDatabase.texts(
            world.database(),
            "SELECT encode(p.id, 'hex') FROM pieces p JOIN object_parts o ON o.extent = p.extent"
                + " WHERE p.shard = 3 AND convert_from(o.object_key, 'UTF8') = 'none to spare'");
    assertThat(world.slots(3).firstEntry().getValue().name().toString())
        .endsWith(pieces.getFirst());
  }

  @Test
  void replacedAndDeletedObjectsAreRemovedFromTheLegs() throws Exception {
    put("a", 1000);
    put("a", 2000);
    put("b", 1000);
    s3.deleteObject(b -> b.bucket("photos").key("b"));
    world.gateway().workNow();
    for (int shard = 0; shard < 3; shard++) {
      assertThat(world.pieces(shard)).hasSize(1);
    }
  }

  @Test
  void piecesThatOnlyAProviderKnowsAreRemovedOnceTheRevisionKeepsDiffering() throws Exception {
    world.gateway().workNow();
    var orphan = new StoredName(Bytes32.of(4711));
    world.provider(0).put(orphan, 3, new ByteArrayInputStream(new byte[3]));
    put("a", 1000);
    for (int round = 0; round < 7; round++) {
      world.gateway().workNow();
    }
    assertThat(world.provider(0).find(orphan)).isEmpty();
    assertThat(world.provider(0).signed).isEqualTo(world.provider(0).held());
  }

  @Test
  void aWriteUnderWayIsNotTakenForADifference() throws Exception {
    world.gateway().workNow();
    // A new log of manifests looks at the slots, too.
    var before = world.provider(0).comparisons.get();
    var release = new CountDownLatch(1);
    for (int shard = 0; shard < 3; shard++) {
      world.provider(shard).nextReceipt.set(release);
    }
    byte[] bytes;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var put = executor.submit(() -> put("a", 1000));
      for (int shard = 0; shard < 3; shard++) {
        world.provider(shard).withheld.acquire();
      }
      // Something to sign for, while the other write is at the legs and nobody knows its receipt.
      put("b", 1000);
      for (int round = 0; round < 7; round++) {
        world.gateway().workNow();
      }
      release.countDown();
      bytes = put.get();
    }
    assertThat(world.provider(0).comparisons).as("slot by slot").hasValue(before);
    world.gateway().workNow();
    assertThat(world.provider(0).signed).isEqualTo(world.provider(0).held());
    assertThat(get("a")).isEqualTo(bytes);
  }

  @Test
  void aPieceThatAProviderLostIsPutAgain() throws Exception {
    var bytes = put("a", 500_000);
    world.gateway().workNow();
    var lost = world.slots(0).firstEntry().getValue().name();
    world.provider(0).delete(lost);
    // The next change makes the two trees be compared.
    put("b", 10);
    for (int round = 0; round < 9; round++) {
      world.gateway().workNow();
    }
    world.provider(1).down = true;
    assertThat(get("a")).isEqualTo(bytes);
    assertThat(world.pieces(0)).hasSize(2);
  }

  @Test
  void aPieceThatAProviderCutShortIsPutAgainOnceARequestHasFoundOut() throws Exception {
    var bytes = put("a", 500_000);
    var name = world.pieces(0).getFirst().toString();
    var file = disks.resolve("disk-9000").resolve(name.substring(0, 2)).resolve(name);
    long whole = Files.size(file);
    try (var piece = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var _ = piece.truncate(1000);
    }
    assertThat(get("a")).isEqualTo(bytes);
    world.gateway().workNow();
    world.gateway().workNow();
    world.provider(1).down = true;
    assertThat(get("a")).isEqualTo(bytes);
    assertThat(file).as("in its place").hasSize(whole);
  }

  @Test
  void whatADeadGatewayWasWritingIsCollectedWhenItsLeaseIsOver() throws Exception {
    // As after a kill between the puts and the commit: pieces at the legs, intents in the database,
    // no object.
    DeadGateway.write(world, "photos", 200_000);
    for (int shard = 0; shard < 3; shard++) {
      assertThat(world.pieces(shard)).hasSize(1);
    }
    assertThat(s3.listObjectsV2(b -> b.bucket("photos")).contents()).isEmpty();
    world.gateway().workNow();
    assertThat(world.pieces(0)).hasSize(1);
    world.clock.pass(TestWorld.LEASE.plus(Duration.ofSeconds(1)));
    world.gateway().workNow();
    for (int shard = 0; shard < 3; shard++) {
      assertThat(world.pieces(shard)).isEmpty();
    }
  }

  @Test
  void everyRequestIsInTheJournalOnce() {
    var bytes = put("a", 70_000);
    assertThat(get("a")).isEqualTo(bytes);
    // What was read is noted when the last byte was sent; what comes later is written later.
    put("b", 0);
    var totals = world.gateway().usage(TestWorld.SLA);
    assertThat(totals.bytesIn()).isEqualTo(70_000);
    assertThat(totals.requests()).isBetween(3L, 4L);
  }
}
