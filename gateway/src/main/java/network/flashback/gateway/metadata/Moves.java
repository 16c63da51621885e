package network.flashback.gateway.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import network.flashback.evm.Bytes32;
import org.jdbi.v3.core.Handle;

/// Extents on their way from one SLA to another, and the buckets that go with them.
///
/// An extent keeps its id and its key: only where its pieces lie changes, so that objects,
/// versions, uploads and customers' keys know nothing of it. What it leaves behind stays at the old
/// legs, and the old SLA's log goes on to tell of it, until the log of the new one has been
/// written: at no moment would a recovery miss it.
public final class Moves {
  private final Database database;

  /// Moves in this database.
  public Moves(Database database) {
    this.database = database;
  }

  /// Which extents are meant.
  public sealed interface Scope {
    /// Those of a bucket that lie under other SLAs than the given one.
    record OfBucket(String bucket, Bytes32 notUnder) implements Scope {}

    /// All that lie under an SLA.
    record Under(Bytes32 sla) implements Scope {}
  }

  /// An extent to be moved.
  public record Movable(UUID extent, String bucket, long bytes) {}

  /// How much there is to move.
  public record Amount(long extents, long bytes) {}

  /// What was left behind by moves.
  ///
  /// @param pieces by id
  public record Left(List<byte[]> pieces, List<UUID> extents, List<String> buckets) {}

  /// Extents to be moved that have not failed in this job, the larger ones first where there is a
  /// bound.
  ///
  /// @param bytesMax larger ones are left out
  public List<Movable> next(Scope scope, UUID job, long bytesMax, int limit) {
    return database.read(
        handle ->
            bound(
                    handle,
                    "SELECT e.id, e.bucket, e.size_bytes",
                    scope,
                    " AND e.size_bytes <= :max AND NOT EXISTS (SELECT 1 FROM job_failures f WHERE f.job = :job"
                        + " AND f.item = CAST(e.id AS TEXT))"
                        + (bytesMax == Long.MAX_VALUE ? "" : " ORDER BY e.size_bytes DESC")
                        + " LIMIT :limit")
                .bind("job", job)
                .bind("max", bytesMax)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Movable(
                            Columns.uuid(row, "id"),
                            row.getString("bucket"),
                            row.getLong("size_bytes")))
                .list());
  }

  /// How much there is to move in all.
  public Amount amount(Scope scope) {
    return database.read(
        handle ->
            bound(
                    handle,
                    "SELECT count(*) AS extents, coalesce(sum(e.size_bytes), 0) AS bytes",
                    scope,
                    "")
                .map((row, context) -> new Amount(row.getLong("extents"), row.getLong("bytes")))
                .one());
  }

  private static org.jdbi.v3.core.statement.Query bound(
      Handle handle, String select, Scope scope, String rest) {
    return switch (scope) {
      case Scope.OfBucket(String bucket, Bytes32 notUnder) ->
          handle
              .createQuery(
                  select
                      + " FROM extents e WHERE e.state = 'kept' AND e.bucket = :bucket"
                      + " AND (e.sla_id < :sla OR e.sla_id > :sla)"
                      + rest)
              .bind("bucket", bucket)
              .bind("sla", notUnder.toArray());
      case Scope.Under(Bytes32 sla) ->
          handle
              .createQuery(
                  select
                      + " FROM buckets b JOIN extents e ON e.bucket = b.name AND e.sla_id = :sla"
                      + " AND e.state = 'kept' WHERE TRUE"
                      + rest)
              .bind("sla", sla.toArray());
    };
  }

  /// Records pieces of a segment that are about to be put under another SLA.
  ///
  /// @return false when the extent is needed no more
  public boolean intend(UUID job, UUID extent, Extent.Segment segment) {
    return database.transact(
        handle -> {
          if (lockKept(handle, extent).isEmpty()) {
            return false;
          }
          var batch =
              handle.prepareBatch(
                  "INSERT INTO pieces (id, extent, segment, shard, agreement, state, bytes, job)"
                      + " VALUES (:id, :extent, :segment, :shard, :agreement, 'moving', :bytes, :job)");
          for (Extent.Piece piece : segment.pieces()) {
            batch
                .bind("id", piece.name().value().toArray())
                .bind("extent", extent)
                .bind("segment", segment.position())
                .bind("shard", piece.shard())
                .bind("agreement", Columns.number(piece.agreementId()))
                .bind("bytes", segment.layout().pieceLength())
                .bind("job", job)
                .add();
          }
          batch.execute();
          return true;
        });
  }

  /// From now on the extent lies under the other SLA, in the pieces that were put there; counts as
  /// done in the job.
  ///
  /// @param puts what became of all of them
  /// @return false when the extent is needed no more; then nothing is kept
  public boolean arrive(
      UUID job,
      Bytes32 to,
      Extent before,
      List<Extent.Segment> segments,
      List<Extents.Put> puts,
      long now) {
    return database.transact(
        handle -> {
          var from = lockKept(handle, before.id());
          if (from.filter(before.slaId()::equals).isEmpty()) {
            return false;
          }
          leave(handle, before);
          for (Extent.Segment segment : segments) {
            handle
                .createUpdate(
                    "UPDATE segments SET data_shards = :data, total_shards = :total"
                        + " WHERE extent = :extent AND position = :position")
                .bind("data", segment.redundancy().dataShards())
                .bind("total", segment.redundancy().providersNeeded())
                .bind("extent", before.id())
                .bind("position", segment.position())
                .execute();
          }
          handle
              .createUpdate(
                  "UPDATE extents SET sla_id = :to, changed_at = greatest(:now, changed_at + 1)"
                      + " WHERE id = :id")
              .bind("to", to.toArray())
              .bind("now", now)
              .bind("id", before.id())
              .execute();
          Extents.received(handle, puts);
          Jobs.advance(handle, job, before.id().toString(), before.size());
          return true;
        });
  }

  /// What is there stays for now, where it can be read; what is not there is not put any more.
  private static void leave(Handle handle, Extent before) {
    handle
        .createUpdate(
            "UPDATE pieces SET moved_from = CASE WHEN state = 'stored' THEN CAST(:from AS BYTEA) END,"
                + " state = CASE WHEN state = 'stored' THEN 'left' ELSE 'doomed' END"
                + " WHERE extent = :id AND state NOT IN ('moving', 'left', 'doomed')")
        .bind("from", before.slaId().toArray())
        .bind("id", before.id())
        .execute();
  }

  private static Optional<Bytes32> lockKept(Handle handle, UUID extent) {
    return handle
        .createQuery("SELECT sla_id FROM extents WHERE id = :id AND state = 'kept' FOR UPDATE")
        .bind("id", extent)
        .map((row, context) -> Columns.word(row, "sla_id"))
        .findOne();
  }

  /// Gives up what a job had begun to put and did not finish.
  public void abandon(UUID job) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE pieces SET state = 'doomed' WHERE state = 'moving' AND job = :job")
                .bind("job", job)
                .execute());
  }

  /// Gives up what jobs had begun to put that nobody works on any more.
  public void abandonOrphans(long now) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE pieces SET state = 'doomed' WHERE state = 'moving' AND NOT EXISTS"
                        + " (SELECT 1 FROM jobs j JOIN writers w ON w.id = j.worker"
                        + " WHERE j.id = pieces.job AND w.alive_until > :now)")
                .bind("now", now)
                .execute());
  }

  /// Brings a bucket under another SLA: what is written from now on goes there.
  ///
  /// @return false when it is there already, or is gone
  public boolean bring(String bucket, Bytes32 to, long now) {
    return database.transact(
        handle -> {
          var from =
              handle
                  .createQuery("SELECT sla_id FROM buckets WHERE name = :name FOR UPDATE")
                  .bind("name", bucket)
                  .map((row, context) -> Columns.word(row, "sla_id"))
                  .findOne();
          if (from.isEmpty() || from.get().equals(to)) {
            return false;
          }
          handle
              .createUpdate("UPDATE buckets SET sla_id = :to, moved_at = :now WHERE name = :name")
              .bind("to", to.toArray())
              .bind("now", now)
              .bind("name", bucket)
              .execute();
          handle
              .createUpdate(
                  "INSERT INTO bucket_moves (bucket, moved_from) VALUES (:name, :from)"
                      + " ON CONFLICT DO NOTHING")
              .bind("name", bucket)
              .bind("from", from.get().toArray())
              .execute();
          noteContents(handle, bucket, to);
          return true;
        });
  }

  private static void noteContents(Handle handle, String bucket, Bytes32 sla) {
    for (String select :
        List.of(
            "SELECT CAST(:sla AS BYTEA), 'bucket', CAST(:name AS TEXT), CAST(NULL AS BYTEA), CAST(NULL AS TEXT)",
            "SELECT CAST(:sla AS BYTEA), 'object', bucket, object_key, version FROM objects WHERE bucket = :name",
            "SELECT CAST(:sla AS BYTEA), 'upload', id, CAST(NULL AS BYTEA), CAST(NULL AS TEXT) FROM uploads"
                + " WHERE bucket = :name")) {
      handle
          .createUpdate(
              "INSERT INTO manifest_changes (sla_id, kind, name, object_key, version) " + select)
          .bind("sla", sla.toArray())
          .bind("name", bucket)
          .execute();
    }
  }

  /// What was left behind, by the SLA it has gone to.
  ///
  /// @param before pieces of extents that were moved later stay, for readers that have begun
  public Map<Bytes32, Left> left(long before, int limit) {
    return database.read(
        handle -> {
          var left = new TreeMap<String, Left>();
          handle
              .createQuery(
                  "SELECT p.id, p.extent, e.sla_id FROM pieces p JOIN extents e ON e.id = p.extent"
                      + " WHERE p.state = 'left' AND e.changed_at <= :before LIMIT :limit")
              .bind("before", before)
              .bind("limit", limit)
              .map(
                  (row, context) -> {
                    var one = of(left, Columns.word(row, "sla_id"));
                    one.pieces.add(row.getBytes("id"));
                    return one.extents.add(Columns.uuid(row, "extent"));
                  })
              .list();
          handle
              .createQuery(
                  "SELECT m.bucket, b.sla_id FROM bucket_moves m JOIN buckets b ON b.name = m.bucket")
              .map(
                  (row, context) ->
                      of(left, Columns.word(row, "sla_id")).buckets.add(row.getString("bucket")))
              .list();
          var bySla = new java.util.HashMap<Bytes32, Left>();
          left.forEach((sla, one) -> bySla.put(Bytes32.fromHex(sla), one));
          return bySla;
        });
  }

  private static Left of(Map<String, Left> left, Bytes32 sla) {
    return left.computeIfAbsent(
        sla.toString(), id -> new Left(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
  }

  /// Forgets what was left behind, after the log of the SLA it went to has been written: the old
  /// SLA's log is to say that it is gone, and its pieces are to be removed.
  public void settle(Left left) {
    database.change(
        handle -> {
          for (byte[] piece : left.pieces) {
            handle
                .createUpdate(
                    "INSERT INTO manifest_changes (sla_id, kind, name) SELECT moved_from, 'extent',"
                        + " CAST(extent AS TEXT) FROM pieces WHERE id = :id AND moved_from IS NOT NULL")
                .bind("id", piece)
                .execute();
            handle
                .createUpdate(
                    "UPDATE pieces SET state = 'doomed', moved_from = NULL WHERE id = :id AND state = 'left'")
                .bind("id", piece)
                .execute();
          }
          for (String bucket : left.buckets) {
            handle
                .createQuery("DELETE FROM bucket_moves WHERE bucket = :name RETURNING moved_from")
                .bind("name", bucket)
                .map((row, context) -> Columns.word(row, "moved_from"))
                .list()
                .forEach(from -> noteContents(handle, bucket, from));
          }
        });
  }

  /// Bytes of pieces that lie under an SLA or are on their way there, copies of manifests included.
  public long pieceBytes(Bytes32 sla) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT coalesce(sum(p.bytes), 0) FROM extents e JOIN pieces p ON p.extent = e.id"
                        + " WHERE e.sla_id = :sla AND e.state = 'kept' AND p.state IN ('stored', 'missing')")
                .bind("sla", sla.toArray())
                .mapTo(Long.class)
                .one());
  }

  /// An extent as people know it: bucket and key, and the part's number.
  public String nameOf(UUID extent) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT bucket || '/' || convert_from(object_key, 'UTF8') || CASE part_number WHEN 0 THEN ''"
                        + " ELSE ' part ' || part_number END FROM object_parts WHERE extent = :id LIMIT 1")
                .bind("id", extent)
                .mapTo(String.class)
                .findOne()
                .orElse("a part of an upload under way, extent " + extent));
  }
}
