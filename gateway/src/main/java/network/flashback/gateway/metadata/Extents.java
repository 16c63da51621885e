package network.flashback.gateway.metadata;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.providers.Receipt;
import network.flashback.providers.StoredName;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Extents with their segments and pieces. What will be put is recorded before it is, so that
/// nothing at a provider is ever unknown here.
public final class Extents {
  private final Database database;
  private final UUID writer;

  /// @param writer this process: its extents in writing are orphans when it is gone
  public Extents(Database database, UUID writer) {
    this.database = database;
    this.writer = writer;
  }

  /// What became of the put of one piece.
  ///
  /// @param stored whether the provider has it; if not, it is to be put again
  public record Put(StoredName name, boolean stored, Optional<Receipt> receipt) {}

  /// Tells that this process lives, until the given time.
  public void renewLease(long aliveUntil) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO writers (id, alive_until) VALUES (:id, :until)"
                        + " ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until")
                .bind("id", writer)
                .bind("until", aliveUntil)
                .execute());
  }

  /// Records a new extent whose segments will follow.
  public void begin(Extent extent, long now) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO extents (id, bucket, sla_id, wrapped_key, size_bytes, state, writer, changed_at)"
                        + " VALUES (:id, :bucket, :sla, :key, :size, 'writing', :writer, :at)")
                .bind("id", extent.id())
                .bind("bucket", extent.bucket())
                .bind("sla", extent.slaId().toArray())
                .bind("key", extent.wrappedKey().toArray())
                .bind("size", extent.size())
                .bind("writer", writer)
                .bind("at", now)
                .execute());
  }

  /// Records a segment and the pieces that are about to be put, after what became of the puts
  /// before.
  public void intend(UUID extent, Extent.Segment segment, List<Put> before) {
    database.change(
        handle -> {
          received(handle, before);
          insertSegment(handle, extent, segment, "intended");
        });
  }

  /// Records one more piece of a segment that is there already, about to be put.
  public void intendReplacement(UUID extent, Extent.Segment segment, Extent.Piece piece) {
    database.change(
        handle -> {
          PreparedBatch batch = insertPieces(handle);
          addPiece(batch, extent, segment, piece, "missing");
          batch.execute();
        });
  }

  /// Records what became of puts.
  public void received(List<Put> puts) {
    if (!puts.isEmpty()) {
      database.change(handle -> received(handle, puts));
    }
  }

  /// Gives up an extent that was not committed; one whose commit went through although its answer
  /// was lost stays.
  public void abandon(UUID extent, long now) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE extents SET state = 'doomed', changed_at = :at WHERE id = :id AND state = 'writing'")
                .bind("id", extent)
                .bind("at", now)
                .execute());
  }

  /// Marks a stored piece as one that is to be replaced; one that is to be removed stays so.
  public void corrupted(StoredName name) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE pieces SET state = 'corrupt' WHERE id = :id AND state = 'stored'")
                .bind("id", name.value().toArray())
                .execute());
  }

  /// An extent with every piece that can be read.
  public Optional<Extent> find(UUID id) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM extents WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> extent(row, segments(handle, id)))
                .findOne());
  }

  static void insertSegment(Handle handle, UUID extent, Extent.Segment segment, String state) {
    handle
        .createUpdate(
            "INSERT INTO segments (extent, position, plain_bytes, data_shards, total_shards)"
                + " VALUES (:extent, :position, :plain, :data, :total)")
        .bind("extent", extent)
        .bind("position", segment.position())
        .bind("plain", segment.plainBytes())
        .bind("data", segment.redundancy().dataShards())
        .bind("total", segment.redundancy().providersNeeded())
        .execute();
    PreparedBatch batch = insertPieces(handle);
    for (Extent.Piece piece : segment.pieces()) {
      addPiece(batch, extent, segment, piece, state);
    }
    batch.execute();
  }

  /// What is to be removed stays so, also when its put ends after that was decided.
  static void received(Handle handle, List<Put> puts) {
    if (puts.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE pieces SET state = CASE WHEN state IN ('doomed', 'left') THEN state ELSE :state END, slot = :slot, leaves = :leaves, root = :root, receipt = :receipt"
                + " WHERE id = :id");
    for (Put put : puts) {
      var receipt = put.receipt();
      batch
          .bind("id", put.name().value().toArray())
          .bind("state", put.stored() ? "stored" : "missing")
          .bindByType("slot", receipt.map(Receipt::slot).orElse(null), Long.class)
          .bindByType("leaves", receipt.map(Receipt::leaves).orElse(null), Long.class)
          .bindByType("root", receipt.map(r -> r.root().toArray()).orElse(null), byte[].class)
          .bindByType(
              "receipt",
              receipt.map(r -> r.signature().toBytes().toArray()).orElse(null),
              byte[].class)
          .add();
    }
    batch.execute();
  }

  /// Makes what was written part of the bucket, which the caller has locked.
  ///
  /// @throws S3Exception `ServiceUnavailable` when the bucket has gone to another SLA meanwhile
  static void keep(Handle handle, UUID extent, long now) {
    var kept =
        handle
            .createUpdate(
                "UPDATE extents SET state = 'kept', changed_at = :at WHERE id = :id AND state = 'writing'"
                    + " AND sla_id = (SELECT b.sla_id FROM buckets b WHERE b.name = extents.bucket)")
            .bind("id", extent)
            .bind("at", now)
            .execute();
    if (kept == 1) {
      return;
    }
    if (isWriting(handle, extent)) {
      throw new S3Exception(
          S3Error.SERVICE_UNAVAILABLE,
          "The bucket was moved to another SLA while this was written. Send it again, with an"
              + " access key of that SLA.");
    }
    // The lease ran out while the body arrived: its pieces may be gone, so it must not become
    // visible.
    throw new IllegalStateException("extent " + extent + " was given up before it was committed");
  }

  private static boolean isWriting(Handle handle, UUID extent) {
    return handle
        .createQuery("SELECT EXISTS (SELECT 1 FROM extents WHERE id = :id AND state = 'writing')")
        .bind("id", extent)
        .mapTo(Boolean.class)
        .one();
  }

  static void doom(Handle handle, List<UUID> extents, long now) {
    for (UUID extent : extents) {
      handle
          .createUpdate("UPDATE extents SET state = 'doomed', changed_at = :at WHERE id = :id")
          .bind("id", extent)
          .bind("at", now)
          .execute();
    }
  }

  private static PreparedBatch insertPieces(Handle handle) {
    return handle.prepareBatch(
        "INSERT INTO pieces (id, extent, segment, shard, agreement, state, bytes)"
            + " VALUES (:id, :extent, :segment, :shard, :agreement, :state, :bytes)");
  }

  private static void addPiece(
      PreparedBatch batch, UUID extent, Extent.Segment segment, Extent.Piece piece, String state) {
    batch
        .bind("id", piece.name().value().toArray())
        .bind("extent", extent)
        .bind("segment", segment.position())
        .bind("shard", piece.shard())
        .bind("agreement", Columns.number(piece.agreementId()))
        .bind("state", state)
        .bind("bytes", segment.layout().pieceLength())
        .add();
  }

  private static List<Extent.Segment> segments(Handle handle, UUID extent) {
    record Row(int segment, Extent.Piece piece) {}
    Map<Integer, List<Extent.Piece>> pieces =
        handle
            .createQuery(
                "SELECT segment, id, shard, agreement FROM pieces WHERE extent = :id AND state = 'stored'")
            .bind("id", extent)
            .map((row, context) -> new Row(row.getInt("segment"), piece(row)))
            .stream()
            .collect(
                Collectors.groupingBy(
                    Row::segment, Collectors.mapping(Row::piece, Collectors.toList())));
    return new ArrayList<>(
        handle
            .createQuery("SELECT * FROM segments WHERE extent = :id ORDER BY position")
            .bind("id", extent)
            .map((row, context) -> segment(row, pieces))
            .list());
  }

  private static Extent.Segment segment(ResultSet row, Map<Integer, List<Extent.Piece>> pieces)
      throws SQLException {
    var position = row.getInt("position");
    return new Extent.Segment(
        position,
        row.getLong("plain_bytes"),
        Redundancy.of(row.getInt("data_shards"), row.getInt("total_shards")),
        pieces.getOrDefault(position, List.of()));
  }

  private static Extent.Piece piece(ResultSet row) throws SQLException {
    BigInteger agreement = Columns.number(row, "agreement");
    return new Extent.Piece(Columns.name(row, "id"), row.getInt("shard"), agreement);
  }

  private static Extent extent(ResultSet row, List<Extent.Segment> segments) throws SQLException {
    Bytes32 sla = Columns.word(row, "sla_id");
    return new Extent(
        Columns.uuid(row, "id"),
        row.getString("bucket"),
        sla,
        Bytes.of(row.getBytes("wrapped_key")),
        row.getLong("size_bytes"),
        segments);
  }
}
