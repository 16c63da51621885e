package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.metadata.Jobs.Job;
import network.flashback.providers.s3compatible.S3Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Buckets elsewhere, brought in.
class ImportStoryTest {
  private static final long SEED = Long.getLong("seed", 12);

  @TempDir Path disks;

  private final Random random = new Random(SEED);
  private final Map<String, byte[]> there = new TreeMap<>();
  private FakeS3Source source;
  private TestWorld world;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    System.out.println("seed " + SEED);
    source = new FakeS3Source();
    world = TestWorld.twoOfThree(disks);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
  }

  @AfterEach
  void stop() {
    world.close();
    source.close();
  }

  @Test
  void everyObjectComesWithItsTagTypeAndMetadataAndASecondRunCopiesWhatChangedOnly()
      throws Exception {
    for (int i = 0; i < 7; i++) {
      there("key-" + i, 10_000 * i);
    }
    there("deep/er key", 1000);
    var parts = bytes(250_000);
    there.put("parts", parts);
    source.putInParts("parts", parts, 100_000);

    var job = run(begin(""));
    assertThat(job.state()).as(job.note()).isEqualTo(Jobs.State.DONE);
    assertThat(job.progress().itemsDone()).isEqualTo(9).isEqualTo(job.progress().itemsTotal());
    assertThat(job.progress().bytesDone())
        .isEqualTo(461_000)
        .isEqualTo(job.progress().bytesTotal());
    assertAllHere();
    assertThat(source.read).hasSize(9);
    var head = s3.headObject(b -> b.bucket("photos").key("parts"));
    assertThat(head.eTag()).endsWith("-3\"");
    assertThat(head.contentType()).isEqualTo("text/5");
    assertThat(head.metadata()).containsEntry("from", "afar");

    source.read.clear();
    there("key-3", 5);
    there("new", 5);
    var second = run(begin(""));
    assertThat(second.state()).isEqualTo(Jobs.State.DONE);
    assertThat(second.progress().itemsDone()).isEqualTo(10);
    assertThat(source.read).containsExactlyInAnyOrder("key-3", "new");
    assertAllHere();

    source.read.clear();
    assertThat(run(begin("deep/")).progress().itemsTotal()).isEqualTo(1);
    assertThat(source.read).isEmpty();
  }

  @Test
  void bytesThatChangedOnTheWayAreNeverShownAndAreFetchedAgain() throws Exception {
    there("plain", 100_000);
    var parts = bytes(250_000);
    there.put("parts", parts);
    source.putInParts("parts", parts, 100_000);
    // Nothing tells what this one must be, so it is read twice.
    var opaque = bytes(50_000);
    there.put("opaque", opaque);
    source.items.put("opaque", new FakeS3Source.Item(opaque, "opaque-tag", 0));
    for (String key : there.keySet()) {
      source.damaged.put(key, 1);
    }
    var id = begin("");
    var first = run(id);
    assertThat(first.state()).isEqualTo(Jobs.State.RUNNING);
    assertThat(first.failures()).isEqualTo(3);
    assertThat(world.gateway().jobs().failures(id))
        .extracting(Jobs.Failure::name)
        .containsExactlyInAnyOrder("there/opaque", "there/parts", "there/plain");
    assertThat(s3.listObjectsV2(b -> b.bucket("photos")).contents()).isEmpty();
    world.clock.pass(Duration.ofMinutes(1));
    var second = run(id);
    assertThat(second.state()).as(second.note()).isEqualTo(Jobs.State.DONE);
    assertAllHere();
  }

  @Test
  void whatTheSourceRefusesIsTriedAgainAndInTheEndListed() throws Exception {
    for (int i = 0; i < 4; i++) {
      there("key-" + i, 1000);
    }
    source.refused.put("key-1", 2);
    source.refused.put("key-2", 1000);
    var id = begin("");
    for (int round = 0; round < 5; round++) {
      run(id);
      world.clock.pass(Duration.ofSeconds(90));
    }
    var job = run(id);
    assertThat(job.state()).isEqualTo(Jobs.State.FAILED);
    assertThat(world.gateway().jobs().failures(id))
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.name()).isEqualTo("there/key-2");
              assertThat(failure.attempts()).isEqualTo(5);
              assertThat(failure.why()).contains("503");
            });
    assertThat(s3.listObjectsV2(b -> b.bucket("photos")).contents()).hasSize(3);
    source.refused.clear();
    world.gateway().jobs().resume(id);
    assertThat(run(id).state()).isEqualTo(Jobs.State.DONE);
    assertAllHere();
  }

  @Test
  void aSourceThatIsGoneIsWaitedForAndTheJobGoesOnWhereItWas() throws Exception {
    there("a", 1000);
    source.close();
    var id = begin("");
    var waiting = run(id);
    assertThat(waiting.state()).isEqualTo(Jobs.State.RUNNING);
    assertThat(waiting.note()).startsWith("It waits: ");
    assertThat(waiting.failures()).isZero();
  }

  @Test
  void aGatewayThatIsStartedAgainGoesOnBehindTheLastObjectItBrought() throws Exception {
    for (int i = 0; i < 6; i++) {
      there("key-" + i, 1000);
    }
    var id = begin("");
    // As a kill between two objects leaves it.
    run(id);
    world.changeRows(
        "UPDATE jobs SET state = 'running', position = 'key-2', items_done = 3, bytes_done = 3000");
    world.changeRows("DELETE FROM object_parts WHERE convert_from(object_key, 'UTF8') > 'key-2'");
    world.changeRows("DELETE FROM objects WHERE convert_from(object_key, 'UTF8') > 'key-2'");
    source.read.clear();
    world.restart();
    s3 = world.client();
    var job = run(id);
    assertThat(job.state()).isEqualTo(Jobs.State.DONE);
    assertThat(job.progress().itemsDone()).isEqualTo(6);
    assertThat(source.read).containsExactly("key-3", "key-4", "key-5");
    assertAllHere();
  }

  @Test
  void whatAClientWroteWhileItWasCopiedIsNotReplaced() throws Exception {
    there("a", 1000);
    source.whenRead =
        () -> s3.putObject(b -> b.bucket("photos").key("a"), RequestBody.fromString("theirs"));
    var id = begin("");
    assertThat(run(id).failures()).isEqualTo(1);
    assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key("a")).asUtf8String())
        .isEqualTo("theirs");
    source.whenRead = () -> {};
    world.clock.pass(Duration.ofMinutes(1));
    assertThat(run(id).state())
        .as("it was seen, and the source's goes in front")
        .isEqualTo(Jobs.State.DONE);
    assertAllHere();
  }

  @Test
  void aBucketOfAnotherGatewayComesInWithItsKeyAndParts() throws Exception {
    try (var other = TestWorld.twoOfThree(disks.resolve("other"))) {
      var theirs = other.client();
      theirs.createBucket(b -> b.bucket("there"));
      for (int i = 0; i < 3; i++) {
        var bytes = bytes(20_000 * i);
        there.put("key-" + i, bytes);
        var key = "key-" + i;
        theirs.putObject(
            b -> b.bucket("there").key(key).tagging("colour=blue").contentType("image/x"),
            RequestBody.fromBytes(bytes));
      }
      var parts = bytes((5 << 20) + 1000);
      there.put("parts", parts);
      var upload = theirs.createMultipartUpload(b -> b.bucket("there").key("parts")).uploadId();
      var sent = new java.util.ArrayList<CompletedPart>();
      for (int part = 0; part < 2; part++) {
        var number = part + 1;
        var from = part * (5 << 20);
        var piece =
            java.util.Arrays.copyOfRange(parts, from, Math.min(parts.length, from + (5 << 20)));
        var tag =
            theirs
                .uploadPart(
                    b -> b.bucket("there").key("parts").uploadId(upload).partNumber(number),
                    RequestBody.fromBytes(piece))
                .eTag();
        sent.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
      }
      theirs.completeMultipartUpload(
          b -> b.bucket("there").key("parts").uploadId(upload).multipartUpload(m -> m.parts(sent)));
      var pair = other.gateway().keyPair(other.ownersGrant());
      var place = place(URI.create("http://127.0.0.1:" + other.gateway().port()), "");
      var id =
          world.gateway().jobs().bringIn(place, pair.accessKeyId(), pair.secret(), "photos", 0);
      var job = run(id);
      assertThat(job.state()).as(job.note()).isEqualTo(Jobs.State.DONE);
      assertThat(world.gateway().jobs().failures(id)).isEmpty();
      assertAllHere();
      assertThat(s3.headObject(b -> b.bucket("photos").key("key-1")).contentType())
          .isEqualTo("image/x");
      assertThat(s3.getObjectTagging(b -> b.bucket("photos").key("key-1")).tagSet())
          .singleElement()
          .satisfies(tag -> assertThat(tag.value()).isEqualTo("blue"));
    }
  }

  private UUID begin(String prefix) {
    return world.gateway().jobs().bringIn(place(source.endpoint(), prefix), "", "", "photos", 0);
  }

  private static S3Source.Place place(URI endpoint, String prefix) {
    return new S3Source.Place(endpoint, "us-east-1", "there", prefix, true);
  }

  private Job run(UUID id) {
    world.gateway().workNow();
    return world.gateway().jobs().show(id);
  }

  private void assertAllHere() {
    there.forEach(
        (key, bytes) ->
            assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key(key)).asByteArray())
                .as(key)
                .isEqualTo(bytes));
  }

  private void there(String key, int size) {
    var bytes = bytes(size);
    there.put(key, bytes);
    source.put(key, bytes);
  }

  private byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
