package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.flashback.domain.storage.Layout;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.BucketSettings;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.metadata.ObjectHeaders;
import network.flashback.gateway.metadata.ObjectMarks;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.providers.StoredName;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Headers;
import network.flashback.s3.xml.Versioning;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Objects that are committed in one transaction, with what is wrong with some of them.
final class GroupCommitTest {
  private static final Bytes32 SLA = Keccak256.hash("sla");
  private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
  private static final Conditions NONE = Conditions.of(S3Headers.none());
  private static final Conditions NEW = Conditions.of(S3Headers.of("if-none-match", "*"));

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private String url;
  private Database database;
  private Database other;

  @BeforeEach
  void open() throws Exception {
    url = TestDatabase.fresh();
    database = Database.open(url, "postgres", "", 4);
    other = Database.open(url, "postgres", "", 4);
    for (var name : List.of("one", "two")) {
      bucket(name, BucketSettings.none());
    }
    bucket(
        "kept",
        BucketSettings.none()
            .with(BucketSettings.Kind.VERSIONING, Versioning.Status.ENABLED.name()));
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    database.close();
    other.close();
  }

  @Test
  void whatIsWrongWithOneObjectConcernsNoOther() throws Exception {
    var objects = new Objects(database);
    var extents = new Extents(database, UUID.randomUUID());
    var _ = objects.commit(object("one", "there", "v0", begun(extents, "one")), NONE, List.of());
    var givenUp = begun(extents, "one");
    extents.abandon(givenUp.id(), 5);

    var asked =
        whileLocked(
            () ->
                List.of(
                    object("one", "a", "v1", begun(extents, "one")),
                    object("one", "there", "v2", begun(extents, "one")),
                    object("nowhere", "b", "v3", begun(extents, "one")),
                    object("two", "c", "v4", begun(extents, "two")),
                    object("one", "d", "v5", givenUp),
                    object("kept", "e", "v6", begun(extents, "kept"))),
            objects,
            NEW);

    assertThat(asked.get(0).get().key()).isEqualTo("a");
    assertThatThrownBy(() -> asked.get(1).get()).hasMessageContaining("preconditions");
    assertThatThrownBy(() -> asked.get(2).get()).hasMessageContaining("bucket does not exist");
    assertThat(asked.get(3).get().key()).isEqualTo("c");
    assertThatThrownBy(() -> asked.get(4).get()).hasMessageContaining("was given up");
    assertThat(asked.get(5).get().version()).isEqualTo("v6");
    assertThat(transactionsOfObjects())
        .as("one for each of the first two, one for these")
        .isEqualTo(3);
    assertThat(TestDatabase.texts(url, "SELECT DISTINCT state FROM extents ORDER BY state"))
        .containsExactly("doomed", "kept", "writing");
    assertThat(objects.find("one", "there").orElseThrow().parts()).hasSize(1);
  }

  @Test
  void whatIsReplacedIsDoomedAndWhatIsKeptIsDemoted() throws Exception {
    var objects = new Objects(database);
    var extents = new Extents(database, UUID.randomUUID());
    for (var bucket : List.of("one", "kept")) {
      var _ = objects.commit(object(bucket, "key", "v0", begun(extents, bucket)), NONE, List.of());
    }
    for (var each :
        whileLocked(
            () ->
                List.of(
                    object("one", "key", "v1", begun(extents, "one")),
                    object("kept", "key", "v2", begun(extents, "kept")),
                    object("one", "empty", "v3", Optional.empty())),
            objects,
            NONE)) {
      assertThat(each.get().latest()).isTrue();
    }

    assertThat(
            TestDatabase.texts(
                url,
                "SELECT version || ' ' || latest FROM objects WHERE bucket <> 'one' ORDER BY 1"))
        .containsExactly("v0 false", "v2 true");
    assertThat(TestDatabase.number(url, "SELECT count(*) FROM objects WHERE bucket = 'one'"))
        .isEqualTo(3); // The gate's, the replaced and the empty one.
    assertThat(TestDatabase.number(url, "SELECT count(*) FROM extents WHERE state = 'doomed'"))
        .isEqualTo(1);
  }

  @Test
  void ofTwoGatewaysWritersOfANewKeyExactlyOneWins() throws Exception {
    var here = new Objects(database);
    var there = new Objects(other);
    var extents = new Extents(database, UUID.randomUUID());
    var asked = new ArrayList<Future<StoredObject>>();
    for (int i = 0; i < 40; i++) {
      var objects = i % 2 == 0 ? here : there;
      // Each group meets the other's keys in another order of coming.
      var key = "key " + (i % 2 == 0 ? i / 2 : 19 - i / 2);
      var object = object("one", key, "v" + i, begun(extents, "one"));
      asked.add(callers.submit(() -> objects.commit(object, NEW, List.of())));
    }
    int won = 0;
    for (var each : asked) {
      try {
        won += each.get().latest() ? 1 : 0;
      } catch (java.util.concurrent.ExecutionException lost) {
        assertThat(lost).hasMessageContaining("preconditions");
      }
    }

    assertThat(won).isEqualTo(20);
    assertThat(TestDatabase.number(url, "SELECT count(*) FROM objects")).isEqualTo(20);
    assertThat(TestDatabase.number(url, "SELECT count(*) FROM extents WHERE state = 'kept'"))
        .isEqualTo(20);
  }

  @Test
  void aTextThatTheDatabaseRefusesConcernsNoOther() throws Exception {
    var objects = new Objects(database);
    var extents = new Extents(database, UUID.randomUUID());
    var asked =
        whileLocked(
            () ->
                List.of(
                    object("kept", "a", "v1", begun(extents, "kept")),
                    object("kept", "bad", "v\0", begun(extents, "kept")),
                    object("two", "c", "v3", begun(extents, "two"))),
            objects,
            NONE);

    assertThat(asked.get(0).get().key()).isEqualTo("a");
    assertThatThrownBy(() -> asked.get(1).get()).isNotNull();
    assertThat(asked.get(2).get().key()).isEqualTo("c");
  }

  @FunctionalInterface
  private interface Wanted {
    List<StoredObject> objects();
  }

  /// Commits objects that come while the bucket of an earlier commit is locked by somebody else.
  private List<Future<StoredObject>> whileLocked(
      Wanted wanted, Objects objects, Conditions conditions) throws Exception {
    var all = wanted.objects();
    var asked = new ArrayList<Future<StoredObject>>();
    try (var connection = DriverManager.getConnection(url, "postgres", "");
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT * FROM buckets WHERE name = 'one' FOR UPDATE");
      var gate = object("one", "gate", "v-gate", Optional.empty());
      var first = callers.submit(() -> objects.commit(gate, NONE, List.of()));
      awaitWaitingForLock();
      for (var object : all) {
        asked.add(callers.submit(() -> objects.commit(object, conditions, List.of())));
      }
      while (objects.committing() < all.size()) {
        Thread.onSpinWait();
      }
      connection.commit();
      assertThat(first.get().key()).isEqualTo("gate");
    }
    return asked;
  }

  private void awaitWaitingForLock() throws SQLException {
    while (TestDatabase.number(url, "SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
      Thread.onSpinWait();
    }
  }

  private long transactionsOfObjects() throws SQLException {
    return TestDatabase.number(url, "SELECT count(DISTINCT xmin::text) FROM objects");
  }

  private void bucket(String name, BucketSettings settings) {
    new Buckets(database).create(new Bucket(name, SLA, Address.ZERO, Bytes.EMPTY, NOW, settings));
  }

  private Extent begun(Extents extents, String bucket) {
    var id = UUID.randomUUID();
    var piece = new Extent.Piece(new StoredName(Keccak256.hash(id.toString())), 0, BigInteger.ONE);
    var layout = new SegmentLayout(Layout.NATIVE, Redundancy.of(1, 1), 100);
    var extent =
        new Extent(
            id,
            bucket,
            SLA,
            Bytes.EMPTY,
            Layout.NATIVE,
            100,
            List.of(new Extent.Segment(0, layout, List.of(piece))));
    extents.begin(extent, 1);
    return extent;
  }

  private static StoredObject object(String bucket, String key, String version, Extent extent) {
    return object(bucket, key, version, Optional.of(extent.id()));
  }

  private static StoredObject object(
      String bucket, String key, String version, Optional<UUID> extent) {
    return new StoredObject(
        bucket,
        key,
        version,
        false,
        true,
        ETag.opaque(version),
        extent.isPresent() ? 100 : 0,
        new ObjectHeaders(Map.of(), Map.of("note", "\"quoted\", {braced} \\ back"), "STANDARD"),
        ObjectMarks.of("owner"),
        Optional.empty(),
        NOW,
        extent.stream().map(id -> new StoredObject.Part(0, id, 100, Optional.empty())).toList());
  }
}
