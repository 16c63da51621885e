package network.flashback.gateway.metadata;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import network.flashback.evm.Bytes32;
import network.flashback.providers.StoredName;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.EmptyHandling;

/// What is to be repaired and what is to be removed; all progress is in the rows themselves, so
/// that work goes on after a crash.
public final class Upkeep {
  private final Database database;

  /// Upkeep of this database.
  public Upkeep(Database database) {
    this.database = database;
  }

  /// A piece that must be put.
  ///
  /// @param heals the provider has it in its tree and has lost its bytes
  public record MissingPiece(
      StoredName name,
      UUID extent,
      String bucket,
      int segment,
      int shard,
      BigInteger agreementId,
      boolean heals) {}

  /// A piece that must be removed.
  public record DoomedPiece(StoredName name, BigInteger agreementId) {}

  /// How far the repair of an agreement's pieces has come.
  public record Progress(
      BigInteger lostAgreement,
      BigInteger newAgreement,
      long piecesTotal,
      long bytesTotal,
      long piecesDone,
      long bytesDone,
      boolean finished) {}

  /// Plans a new piece for each one that is with another agreement than the leg's, or is corrupt;
  /// what it replaces is doomed. A corrupt one that has its place in the provider's tree is put
  /// again under its own name: then the audit that runs finds it, too.
  ///
  /// @param newName names for the new pieces, by those they replace
  /// @return how many were planned, at most `limit`
  public int planReplacements(
      Bytes32 slaId,
      int shard,
      BigInteger agreement,
      UnaryOperator<StoredName> newName,
      int limit,
      long now) {
    return database.transact(
        handle -> {
          List<Lost> lost =
              handle
                  .createQuery(
                      "SELECT p.id, p.extent, p.segment, p.agreement, p.bytes, p.slot IS NOT NULL AS placed FROM pieces p"
                          + " JOIN extents e ON e.id = p.extent WHERE e.sla_id = :sla AND e.state = 'kept'"
                          + " AND p.shard = :shard AND ((p.agreement <> :agreement AND p.state NOT IN ('doomed', 'moving', 'left'))"
                          + " OR p.state = 'corrupt') LIMIT :limit FOR UPDATE OF p")
                  .bind("sla", slaId.toArray())
                  .bind("shard", shard)
                  .bind("agreement", Columns.number(agreement))
                  .bind("limit", limit)
                  .map(
                      (row, context) ->
                          new Lost(
                              Columns.name(row, "id"),
                              Columns.uuid(row, "extent"),
                              row.getInt("segment"),
                              Columns.number(row, "agreement"),
                              row.getLong("bytes"),
                              row.getBoolean("placed")))
                  .list();
          for (Lost old : lost) {
            if (old.placed && old.agreement.equals(agreement)) {
              heal(handle, old);
            } else {
              replace(handle, old.name, newName.apply(old.name), agreement);
            }
            addToTotal(handle, old.agreement, agreement, old.bytes, now);
          }
          return lost.size();
        });
  }

  /// Gives up to heal a piece under its own name: a new one is put in its stead.
  public void replaceUnhealed(MissingPiece piece, StoredName newName) {
    database.change(handle -> replace(handle, piece.name(), newName, piece.agreementId()));
  }

  private record Lost(
      StoredName name,
      UUID extent,
      int segment,
      BigInteger agreement,
      long bytes,
      boolean placed) {}

  private static void heal(Handle handle, Lost old) {
    handle
        .createUpdate("UPDATE pieces SET state = 'missing', replaces = agreement WHERE id = :id")
        .bind("id", old.name.value().toArray())
        .execute();
  }

  private static void replace(
      Handle handle, StoredName lost, StoredName newName, BigInteger agreement) {
    handle
        .createUpdate(
            "INSERT INTO pieces (id, extent, segment, shard, agreement, state, bytes, replaces)"
                + " SELECT :new, extent, segment, shard, :agreement, 'missing', bytes, agreement"
                + " FROM pieces WHERE id = :id AND state <> 'doomed'")
        .bind("id", lost.value().toArray())
        .bind("new", newName.value().toArray())
        .bind("agreement", Columns.number(agreement))
        .execute();
    handle
        .createUpdate("UPDATE pieces SET state = 'doomed' WHERE id = :id")
        .bind("id", lost.value().toArray())
        .execute();
  }

  /// Pieces of committed extents that must be put at these agreements: those of segments that have
  /// the fewest pieces to spare first, and last those of segments that cannot be read now.
  public List<MissingPiece> missing(Collection<BigInteger> agreements, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM (SELECT p.id, p.extent, p.segment, p.shard, p.agreement, e.bucket, p.slot IS NOT NULL AS placed,"
                        + " (SELECT count(*) FROM pieces s WHERE s.extent = p.extent AND s.segment = p.segment"
                        + " AND s.state = 'stored') - g.data_shards AS spare FROM pieces p"
                        + " JOIN extents e ON e.id = p.extent"
                        + " JOIN segments g ON g.extent = p.extent AND g.position = p.segment"
                        + " WHERE p.agreement IN (<agreements>) AND p.state = 'missing' AND e.state = 'kept') m"
                        + " ORDER BY spare < 0, spare, id LIMIT :limit")
                .bindList(
                    EmptyHandling.NULL_KEYWORD,
                    "agreements",
                    agreements.stream().map(Columns::number).toList())
                .bind("limit", limit)
                .map((row, context) -> missing(row))
                .list());
  }

  /// Whether every segment of an SLA's committed extents has as many stored pieces with these
  /// agreements as a read needs.
  public boolean isReadableFrom(Bytes32 slaId, Collection<BigInteger> agreements) {
    return database.read(
        handle ->
            !handle
                .createQuery(
                    "SELECT EXISTS (SELECT 1 FROM segments s JOIN extents e ON e.id = s.extent"
                        + " WHERE e.sla_id = :sla AND e.state = 'kept' AND (SELECT COUNT(*) FROM pieces p"
                        + " WHERE p.extent = s.extent AND p.segment = s.position AND p.state = 'stored'"
                        + " AND p.agreement IN (<agreements>)) < s.data_shards)")
                .bind("sla", slaId.toArray())
                .bindList(
                    EmptyHandling.NULL_KEYWORD,
                    "agreements",
                    agreements.stream().map(Columns::number).toList())
                .mapTo(Boolean.class)
                .one());
  }

  /// Records that a missing piece is there, and counts it where it replaces a lost one.
  public void repaired(Extents.Put put, long now) {
    database.change(
        handle -> {
          Extents.received(handle, List.of(put));
          handle
              .createUpdate(
                  "UPDATE repairs SET pieces_done = pieces_done + 1, bytes_done = bytes_done + p.bytes,"
                      + " finished_at = CASE WHEN pieces_done + 1 >= pieces_total THEN CAST(:now AS BIGINT) ELSE NULL END"
                      + " FROM pieces p WHERE p.id = :id AND repairs.lost_agreement = p.replaces")
              .bind("id", put.name().value().toArray())
              .bind("now", now)
              .execute();
        });
  }

  /// Progress of every repair, running or done.
  public List<Progress> progress() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM repairs ORDER BY started_at")
                .map((row, context) -> progress(row))
                .list());
  }

  /// Dooms what processes that are gone had begun to write.
  public int doomOrphans(long now) {
    return database.transact(
        handle ->
            handle
                .createUpdate(
                    "UPDATE extents SET state = 'doomed', changed_at = :now WHERE state = 'writing'"
                        + " AND NOT EXISTS (SELECT 1 FROM writers w WHERE w.id = extents.writer AND w.alive_until > :now)")
                .bind("now", now)
                .execute());
  }

  /// Pieces to be removed: of extents doomed before a time, and single ones.
  public List<DoomedPiece> doomed(long before, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT p.id, p.agreement FROM pieces p JOIN extents e ON e.id = p.extent"
                        + " WHERE p.state = 'doomed' OR (e.state = 'doomed' AND e.changed_at <= :before)"
                        + " ORDER BY p.id LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new DoomedPiece(Columns.name(row, "id"), Columns.number(row, "agreement")))
                .list());
  }

  /// Forgets a piece that is removed.
  public void removed(StoredName name) {
    database.change(
        handle ->
            handle
                .createUpdate("DELETE FROM pieces WHERE id = :id")
                .bind("id", name.value().toArray())
                .execute());
  }

  /// Forgets doomed extents without pieces, and processes long gone.
  public void forgetEmpty(long before) {
    database.change(
        handle -> {
          List<UUID> empty =
              handle
                  .createQuery(
                      "SELECT id FROM extents e WHERE state = 'doomed' AND changed_at <= :before"
                          + " AND NOT EXISTS (SELECT 1 FROM pieces p WHERE p.extent = e.id) LIMIT 1000")
                  .bind("before", before)
                  .mapTo(UUID.class)
                  .list();
          for (UUID extent : empty) {
            for (String sql :
                List.of(
                    "DELETE FROM segments WHERE extent = :id",
                    "DELETE FROM extents WHERE id = :id")) {
              handle.createUpdate(sql).bind("id", extent).execute();
            }
          }
          handle
              .createUpdate(
                  "DELETE FROM writers WHERE alive_until < :before"
                      + " AND NOT EXISTS (SELECT 1 FROM extents e WHERE e.writer = writers.id AND e.state = 'writing')")
              .bind("before", before)
              .execute();
        });
  }

  private static void addToTotal(
      Handle handle, BigInteger lost, BigInteger replacement, long bytes, long now) {
    handle
        .createUpdate(
            "INSERT INTO repairs (lost_agreement, new_agreement, pieces_total, bytes_total, pieces_done, bytes_done,"
                + " started_at) VALUES (:lost, :new, 1, :bytes, 0, 0, :now) ON CONFLICT (lost_agreement) DO UPDATE SET"
                + " new_agreement = excluded.new_agreement, pieces_total = repairs.pieces_total + 1,"
                + " bytes_total = repairs.bytes_total + excluded.bytes_total, finished_at = NULL")
        .bind("lost", Columns.number(lost))
        .bind("new", Columns.number(replacement))
        .bind("bytes", bytes)
        .bind("now", now)
        .execute();
  }

  private static MissingPiece missing(ResultSet row) throws SQLException {
    return new MissingPiece(
        Columns.name(row, "id"),
        Columns.uuid(row, "extent"),
        row.getString("bucket"),
        row.getInt("segment"),
        row.getInt("shard"),
        Columns.number(row, "agreement"),
        row.getBoolean("placed"));
  }

  private static Progress progress(ResultSet row) throws SQLException {
    return new Progress(
        Columns.number(row, "lost_agreement"),
        Columns.number(row, "new_agreement"),
        row.getLong("pieces_total"),
        row.getLong("bytes_total"),
        row.getLong("pieces_done"),
        row.getLong("bytes_done"),
        Optional.ofNullable(row.getObject("finished_at")).isPresent());
  }
}
