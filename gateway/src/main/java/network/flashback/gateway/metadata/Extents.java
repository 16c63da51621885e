package network.flashback.gateway.metadata;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.providers.Receipt;
import network.flashback.providers.StoredName;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Extents with their segments and pieces. What will be put is recorded before it is, so that
/// nothing at a provider is ever unknown here.
public final class Extents {
  private static final String RECEIVED =
      "UPDATE pieces SET state = CASE WHEN pieces.state IN ('doomed', 'left') THEN pieces.state ELSE r.state END,"
          + " slot = r.slot, leaves = r.leaves, root = r.root, receipt = r.receipt, sums = r.sums"
          + " FROM unnest(?, ?, ?, ?, ?, ?, ?) AS r (id, state, slot, leaves, root, receipt, sums)"
          + " WHERE pieces.id = r.id";

  private final Database database;
  private final UUID writer;
  private final ExtentBeginnings beginnings;

  /// @param writer this process: its extents in writing are orphans when it is gone
  public Extents(Database database, UUID writer) {
    this.database = database;
    this.writer = writer;
    this.beginnings = new ExtentBeginnings(database, writer);
  }

  /// What became of the put of one piece.
  ///
  /// @param stored whether the provider has it; if not, it is to be put again
  /// @param sums of its frames, where it is native
  public record Put(StoredName name, boolean stored, Optional<Receipt> receipt, Bytes sums) {
    /// One that was not stored.
    public static Put missed(StoredName name) {
      return new Put(name, false, Optional.empty(), Bytes.EMPTY);
    }
  }

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

  /// Records a new extent, its first segment and the pieces of it that are about to be put; other
  /// segments may follow. One statement, shared by all who begin at the same time.
  public void begin(Extent extent, long now) {
    beginnings.begin(extent, now);
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

  /// The same for what a provider itself says to have lost of an agreement.
  public void corrupted(StoredName name, BigInteger agreementId) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE pieces SET state = 'corrupt' WHERE id = :id AND agreement = :agreement"
                        + " AND state = 'stored'")
                .bind("id", name.value().toArray())
                .bind("agreement", Columns.number(agreementId))
                .execute());
  }

  /// An extent with every piece that can be read.
  public Optional<Extent> find(UUID id) {
    var rows =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT e.id, e.bucket, e.sla_id, e.wrapped_key, e.layout, e.size_bytes, s.position, s.plain_bytes,"
                            + " s.data_shards, s.total_shards, p.id AS piece, p.shard, p.agreement, p.sums FROM extents e"
                            + " LEFT JOIN segments s ON s.extent = e.id LEFT JOIN pieces p ON p.extent = e.id"
                            + " AND p.segment = s.position AND p.state = 'stored' WHERE e.id = :id"
                            + " ORDER BY s.position")
                    .bind("id", id)
                    .map((row, context) -> row(row))
                    .list());
    return rows.stream().findFirst().map(row -> row.extent.with(segments(rows)));
  }

  /// An extent without segments; with them, one of them with one piece or none.
  private record Row(Extent extent, Optional<Extent.Segment> segment) {}

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
    var _ =
        Database.on(
            handle,
            connection -> {
              try (var rows = Rows.of(puts, connection, RECEIVED)) {
                return rows.bytes(put -> put.name().value().toArray())
                    .texts(put -> put.stored() ? "stored" : "missing")
                    .numbers(put -> put.receipt().map(Receipt::slot).orElse(null))
                    .numbers(put -> put.receipt().map(Receipt::leaves).orElse(null))
                    .bytes(put -> put.receipt().map(r -> r.root().toArray()).orElse(null))
                    .bytes(
                        put ->
                            put.receipt().map(r -> r.signature().toBytes().toArray()).orElse(null))
                    .bytes(put -> put.sums().isEmpty() ? null : put.sums().toArray())
                    .update();
              }
            });
  }

  /// Makes what was written part of the bucket, which the caller has locked.
  ///
  /// @throws S3Exception `ServiceUnavailable` when the bucket has gone to another SLA meanwhile
  static void keep(Handle handle, UUID extent, long now) {
    requireKept(
        handle
            .createUpdate(
                "UPDATE extents SET state = 'kept', changed_at = :at WHERE id = :id AND state = 'writing'"
                    + " AND sla_id = (SELECT b.sla_id FROM buckets b WHERE b.name = extents.bucket)")
            .bind("id", extent)
            .bind("at", now)
            .execute(),
        handle,
        extent);
  }

  /// Throws unless one extent was kept: it was given up before, or its bucket went to another SLA.
  static void requireKept(int kept, Handle handle, UUID extent) {
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
    throw new GivenUpException(extent);
  }

  /// An extent is to be committed that was given up before.
  static final class GivenUpException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private GivenUpException(UUID extent) {
      super("extent " + extent + " was given up before it was committed");
    }
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

  /// A segment, its piece and its extent, side by side; what is not there is null.
  private static Row row(ResultSet row) throws SQLException {
    var extent =
        new Extent(
            Columns.uuid(row, "id"),
            row.getString("bucket"),
            Columns.word(row, "sla_id"),
            Bytes.of(row.getBytes("wrapped_key")),
            Columns.layout(row),
            row.getLong("size_bytes"),
            List.of());
    int position = row.getInt("position");
    if (row.wasNull()) {
      return new Row(extent, Optional.empty());
    }
    var redundancy = Redundancy.of(row.getInt("data_shards"), row.getInt("total_shards"));
    var pieces = row.getBytes("piece") == null ? List.<Extent.Piece>of() : List.of(piece(row));
    return new Row(
        extent,
        Optional.of(
            new Extent.Segment(
                position,
                new SegmentLayout(extent.layout(), redundancy, row.getLong("plain_bytes")),
                pieces)));
  }

  private static Extent.Piece piece(ResultSet row) throws SQLException {
    return new Extent.Piece(
        Columns.name(row, "piece"),
        row.getInt("shard"),
        Columns.number(row, "agreement"),
        Columns.bytes(row, "sums"));
  }

  /// The segments of rows that are in their order, each with the pieces of all its rows.
  private static List<Extent.Segment> segments(List<Row> rows) {
    var segments = new ArrayList<Extent.Segment>();
    for (Row row : rows) {
      row.segment.ifPresent(
          segment -> {
            var before = segments.isEmpty() ? null : segments.getLast();
            if (before == null || before.position() != segment.position()) {
              segments.add(segment);
            } else {
              segments.set(segments.size() - 1, joined(before, segment));
            }
          });
    }
    return segments;
  }

  private static Extent.Segment joined(Extent.Segment one, Extent.Segment same) {
    var pieces = new ArrayList<>(one.pieces());
    pieces.addAll(same.pieces());
    return new Extent.Segment(one.position(), one.layout(), pieces);
  }
}
