package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.Lookups;
import network.flashback.gateway.metadata.Lookups.Asked;
import network.flashback.gateway.metadata.Lookups.Found;
import network.flashback.gateway.metadata.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// What requests are about, looked up together, beside what each finds alone.
class LookupTest extends GatewayStory {
  private static final long SEED = Long.getLong("seed", 26);
  private static final Duration LONG = Duration.ofSeconds(60);

  LookupTest() {
    super(SEED);
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @Test
  void aVersionIsFoundAsItIsFoundAloneWithWhereItBegins() throws Exception {
    s3.putBucketVersioning(
        b ->
            b.bucket(BUCKET)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    var older =
        s3.putObject(b -> b.bucket(BUCKET).key("a"), RequestBody.fromString("older")).versionId();
    put("a", 5000);
    put("empty", 0);
    s3.putObject(b -> b.bucket(BUCKET).key("gone"), RequestBody.fromString("x"));
    s3.deleteObject(b -> b.bucket(BUCKET).key("gone"));
    try (var database = open()) {
      var lookups = new Lookups(database);
      var objects = new Objects(database);
      var latest = lookups.find(asked("a", Optional.empty()));
      assertThat(latest.object()).isEqualTo(objects.latest(BUCKET, "a")).isPresent();
      var begins = latest.begins().orElseThrow();
      assertThat(begins.id()).isEqualTo(latest.object().orElseThrow().parts().getFirst().extent());
      assertThat(begins.segments().getFirst().pieces()).hasSize(3);
      var version = lookups.find(asked("a", Optional.of(older)));
      assertThat(version.object()).isEqualTo(objects.find(BUCKET, "a", older)).isPresent();
      for (String key : List.of("empty", "gone", "never")) {
        assertThat(lookups.find(asked(key, Optional.empty())).object())
            .as(key)
            .isEqualTo(objects.latest(BUCKET, key));
      }
      assertThat(lookups.findBucket(BUCKET))
          .isEqualTo(new Found(latest.bucket(), Optional.empty(), Optional.empty()));
      assertThat(lookups.findBucket("nobodys")).isEqualTo(Found.NOTHING);
    }
  }

  @Test
  void aNameThatTheDatabaseCannotTakeFailsAlone() throws Exception {
    put("a", 5000);
    try (var database = open();
        var other = DriverManager.getConnection(world.database(), "postgres", "")) {
      var lookups = new Lookups(database);
      other.setAutoCommit(false);
      try (var lock = other.createStatement()) {
        lock.execute("LOCK TABLE objects IN ACCESS EXCLUSIVE MODE");
      }
      var good = new ArrayList<FutureTask<Found>>();
      var bad = new ArrayList<FutureTask<Found>>();
      // More than there are lanes: the last ones share a statement.
      for (int i = 0; i < 6; i++) {
        good.add(asking(lookups, asked("a", Optional.empty())));
        bad.add(asking(lookups, asked("a", Optional.of("no\0version"))));
      }
      other.rollback();
      for (var one : good) {
        assertThat(one.get().object()).isPresent();
      }
      for (var one : bad) {
        assertThatThrownBy(one::get).hasMessageContaining("0x00");
      }
    }
  }

  private static FutureTask<Found> asking(Lookups lookups, Asked asked) {
    var answer = new FutureTask<>(() -> lookups.find(asked));
    var thread = Thread.ofVirtual().start(answer);
    var deadline = System.nanoTime() + LONG.toNanos();
    while (thread.getState() != Thread.State.WAITING && !answer.isDone()) {
      assertThat(System.nanoTime()).as("the question waits").isLessThan(deadline);
      Thread.onSpinWait();
    }
    return answer;
  }

  private Database open() {
    return Database.open(world.database(), "postgres", "", 2);
  }

  private static Asked asked(String key, Optional<String> version) {
    return new Asked(BUCKET, Optional.of(key), version);
  }
}
