package network.flashback.gateway.metadata;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.metadata.ManifestEntities.State;
import org.jdbi.v3.core.Handle;

/// The log of manifests in the database: what changed and is not yet written, and which manifests
/// the legs hold.
public final class Manifests {
  private static final String BUCKET = "manifests/";

  /// Below this a log is not worth shortening.
  private static final long SNAPSHOT_BYTES_MIN = 64 << 10;

  /// Entities of a snapshot written in one step.
  private static final int SNAPSHOT_STEP = 2000;

  private final Database database;

  /// Manifests in this database.
  public Manifests(Database database) {
    this.database = database;
  }

  /// The first line of a manifest.
  ///
  /// @param previous the manifest before it; 0 for none
  /// @param base the oldest one that still counts
  /// @param closes whether what it and those before it say is what the database held at one moment
  /// @param at milliseconds when it was made
  public record Header(long sequence, long previous, long base, boolean closes, long at) {}

  /// Makes a manifest's bytes, and the names of its pieces.
  public interface Form {
    /// The body of a manifest.
    byte[] body(Bytes32 slaId, Header header, List<State> states);

    /// The extent a manifest is.
    UUID extent(Bytes32 slaId, long sequence);

    /// A name for each leg's copy, by shard.
    List<Extent.Piece> pieces(Bytes32 slaId, long sequence, int plainBytes);
  }

  /// A manifest that too few legs have yet.
  @SuppressWarnings("ArrayRecordComponent") // Compared by its extent.
  public record Waiting(UUID extent, long sequence, byte[] body, List<Extent.Piece> pieces) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Waiting waiting && extent.equals(waiting.extent);
    }

    @Override
    public int hashCode() {
      return extent.hashCode();
    }
  }

  /// How far a log is behind.
  ///
  /// @param oldestAt milliseconds when the oldest change was made that too few legs have; 0 for
  ///   none
  public record Lag(long changes, long oldestAt) {}

  /// The reserved bucket of an SLA's log; no S3 name has a slash.
  public static Bucket bucketOf(Bytes32 slaId) {
    return new Bucket(
        BUCKET + slaId,
        slaId,
        Address.ZERO,
        Bytes.EMPTY,
        java.time.Instant.EPOCH,
        BucketSettings.none());
  }

  /// The reserved bucket of that name; empty for the buckets of consumers.
  public static Optional<Bucket> bucketNamed(String name) {
    return name.startsWith(BUCKET)
        ? Optional.of(bucketOf(Bytes32.fromHex(name.substring(BUCKET.length()))))
        : Optional.empty();
  }

  /// Turns everything that changed since the last time into manifests waiting to be put. Their
  /// states are those of one moment, and later manifests have later moments, with any number of
  /// gateways.
  ///
  /// @return how many were made
  public int take(Bytes32 slaId, Redundancy copies, Form form, long now) {
    if (!isChanged(slaId)) {
      return 0;
    }
    return database.transactAtOneMoment(
        handle -> {
          var log = lock(handle, slaId);
          var changed = ManifestEntities.takeChanges(handle, slaId, SNAPSHOT_STEP);
          if (changed.isEmpty()) {
            return 0;
          }
          var snapshotDone = log.snapshotFrom > 0 && !hasSnapshotChanges(handle, slaId);
          var base = snapshotDone ? log.snapshotFrom : log.base;
          var batch = new ManifestBatch(slaId, copies, form, now, log, base);
          batch.write(handle, changed);
          handle
              .createUpdate(
                  "UPDATE manifest_logs SET sequence = :sequence, next_sequence = :next, base = :base,"
                      + " snapshot_from = :from, snapshot_bytes = :snapshot, bytes_since = :since WHERE sla_id = :sla")
              .bind("sla", slaId.toArray())
              .bind("sequence", batch.sequence)
              .bind("next", batch.next)
              .bind("base", base)
              .bind("from", snapshotDone || log.snapshotFrom == 0 ? null : log.snapshotFrom)
              .bind("snapshot", snapshotDone ? log.bytesSince + batch.bytes : log.snapshotBytes)
              .bind("since", snapshotDone ? 0 : log.bytesSince + batch.bytes)
              .execute();
          return batch.made;
        });
  }

  /// Notes everything under the SLA as changed when the log has become twice as long as it need be;
  /// what is older is needed no more once that is written.
  public boolean snapshotIfDue(Bytes32 slaId) {
    return database.transact(
        handle -> {
          var log = lock(handle, slaId);
          var due = Math.max(SNAPSHOT_BYTES_MIN, log.snapshotBytes);
          if (log.snapshotFrom > 0 || log.bytesSince < due || isLeft(handle, slaId)) {
            return false;
          }
          beginSnapshot(handle, slaId, log.next);
          return true;
        });
  }

  /// Whether something has gone from this SLA of which its log is to tell until the other one does:
  /// a snapshot would leave it out.
  private static boolean isLeft(Handle handle, Bytes32 slaId) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM pieces WHERE moved_from = :sla AND state IN ('moving', 'left'))"
                + " OR EXISTS (SELECT 1 FROM bucket_moves WHERE moved_from = :sla)")
        .bind("sla", slaId.toArray())
        .mapTo(Boolean.class)
        .one();
  }

  static void beginSnapshot(Handle handle, Bytes32 slaId, long from) {
    ManifestEntities.noteAll(handle, slaId);
    handle
        .createUpdate(
            "UPDATE manifest_logs SET snapshot_from = :from, bytes_since = 0 WHERE sla_id = :sla")
        .bind("from", from)
        .bind("sla", slaId.toArray())
        .execute();
  }

  /// The oldest manifest that too few legs have.
  public Optional<Waiting> waiting(Bytes32 slaId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT extent, sequence, body FROM manifests WHERE sla_id = :sla AND body IS NOT NULL"
                        + " ORDER BY sequence LIMIT 1")
                .bind("sla", slaId.toArray())
                .map(
                    (row, context) -> {
                      var extent = Columns.uuid(row, "extent");
                      return new Waiting(
                          extent,
                          row.getLong("sequence"),
                          row.getBytes("body"),
                          unput(handle, extent));
                    })
                .findOne());
  }

  /// Records that enough legs hold a manifest, and what became of each put.
  public void put(UUID extent, List<Extents.Put> puts) {
    database.change(
        handle -> {
          Extents.received(handle, puts);
          handle
              .createUpdate("UPDATE manifests SET body = NULL WHERE extent = :extent")
              .bind("extent", extent)
              .execute();
        });
  }

  /// Dooms the manifests that a durable newer one says are needed no more.
  public int doomSuperseded(Bytes32 slaId, long now) {
    return database.transact(
        handle -> {
          List<UUID> old =
              handle
                  .createQuery(
                      "SELECT extent FROM manifests WHERE sla_id = :sla AND body IS NULL AND sequence <"
                          + " (SELECT max(base) FROM manifests m WHERE sla_id = :sla AND body IS NULL"
                          // The moment that begins to count must be whole: all of it is at the
                          // legs.
                          + " AND NOT EXISTS (SELECT 1 FROM manifests w WHERE w.sla_id = :sla AND w.base = m.base"
                          + " AND w.body IS NOT NULL)) LIMIT 1000")
                  .bind("sla", slaId.toArray())
                  .mapTo(UUID.class)
                  .list();
          Extents.doom(handle, old, now);
          for (UUID extent : old) {
            handle
                .createUpdate("DELETE FROM manifests WHERE extent = :extent")
                .bind("extent", extent)
                .execute();
          }
          return old.size();
        });
  }

  /// How far the log of an SLA is behind.
  public Lag lag(Bytes32 slaId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*) AS changes, coalesce(min(at), 0) AS oldest FROM ("
                        + "SELECT at FROM manifest_changes WHERE sla_id = :sla AND NOT snapshot"
                        + " UNION ALL SELECT made_at FROM manifests WHERE sla_id = :sla AND body IS NOT NULL) late")
                .bind("sla", slaId.toArray())
                .map((row, context) -> new Lag(row.getLong("changes"), row.getLong("oldest")))
                .one());
  }

  /// Whether this database has the log of an SLA.
  public boolean isOpen(Bytes32 slaId) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT 1 FROM manifest_logs WHERE sla_id = :sla")
                .bind("sla", slaId.toArray())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /// Begins the log of an SLA, if it is not open.
  public void open(Bytes32 slaId, long now) {
    database.change(handle -> openLog(handle, slaId, now));
  }

  private boolean isChanged(Bytes32 slaId) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT EXISTS (SELECT 1 FROM manifest_changes WHERE sla_id = :sla)")
                .bind("sla", slaId.toArray())
                .mapTo(Boolean.class)
                .one());
  }

  static void openLog(Handle handle, Bytes32 slaId, long now) {
    handle
        .createUpdate(
            "INSERT INTO manifest_logs (sla_id, sequence, next_sequence, base, snapshot_bytes, bytes_since)"
                + " VALUES (:sla, 0, :next, :next, 0, 0) ON CONFLICT (sla_id) DO NOTHING")
        .bind("sla", slaId.toArray())
        .bind("next", now)
        .execute();
  }

  /// @param snapshotFrom 0 when none is under way
  record Log(
      long sequence,
      long next,
      long base,
      long snapshotFrom,
      long snapshotBytes,
      long bytesSince) {}

  private static Log lock(Handle handle, Bytes32 slaId) {
    return handle
        .createQuery("SELECT * FROM manifest_logs WHERE sla_id = :sla FOR UPDATE")
        .bind("sla", slaId.toArray())
        .map(
            (row, context) ->
                new Log(
                    row.getLong("sequence"),
                    row.getLong("next_sequence"),
                    row.getLong("base"),
                    row.getLong("snapshot_from"),
                    row.getLong("snapshot_bytes"),
                    row.getLong("bytes_since")))
        .one();
  }

  private static boolean hasSnapshotChanges(Handle handle, Bytes32 slaId) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM manifest_changes WHERE sla_id = :sla AND snapshot)")
        .bind("sla", slaId.toArray())
        .mapTo(Boolean.class)
        .one();
  }

  private static List<Extent.Piece> unput(Handle handle, UUID extent) {
    return handle
        .createQuery(
            "SELECT id, shard, agreement FROM pieces WHERE extent = :extent AND state IN ('intended', 'missing')")
        .bind("extent", extent)
        .map(
            (row, context) ->
                new Extent.Piece(
                    Columns.name(row, "id"), row.getInt("shard"), Columns.number(row, "agreement")))
        .list();
  }
}
