package network.flashback.gateway.metadata;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.metadata.ManifestEntities.Kind;
import network.flashback.gateway.metadata.ManifestEntities.State;
import network.flashback.providers.ProvingStore.OccupiedSlot;
import network.flashback.providers.StoredName;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// An empty database being filled again, in one transaction: all of it or nothing.
public final class RecoveredRows {
  /// Revisions signed after the last manifest took sequence numbers nobody remembers.
  private static final int SEQUENCES_SKIPPED = 1000;

  /// Manifests that no leg shows any more may have had numbers; none is used twice.
  private static final long MANIFESTS_SKIPPED = 1 << 20;

  private final Handle handle;

  private RecoveredRows(Handle handle) {
    this.handle = handle;
  }

  /// What a database holds.
  public record Counts(
      long buckets, long objects, long versions, long markers, long extents, long uploads) {}

  /// Begins in this transaction.
  ///
  /// @throws IllegalStateException when the database is not empty
  public static RecoveredRows begin(Handle handle) {
    var rows = new RecoveredRows(handle);
    for (String table : List.of("buckets", "objects", "extents", "uploads")) {
      if (rows.count("SELECT count(*) FROM " + table) > 0) {
        throw new IllegalStateException(
            "The database is not empty: its table "
                + table
                + " has rows, and recovery would mix two histories. Name an empty database in 'database.url'.");
      }
    }
    handle.execute(
        "CREATE TEMPORARY TABLE recovered (sla BYTEA NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, object_key TEXT NOT NULL,"
            + " version TEXT NOT NULL, found JSONB, PRIMARY KEY (kind, sla, name, object_key, version)) ON COMMIT DROP");
    return rows;
  }

  /// Takes the states of one manifest of an SLA; those of later ones replace them.
  public void stage(Bytes32 slaId, List<State> states) {
    if (states.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO recovered (sla, kind, name, object_key, version, found)"
                + " VALUES (:sla, :kind, :name, :key, :version, CAST(:rows AS JSONB))"
                + " ON CONFLICT (kind, sla, name, object_key, version) DO UPDATE SET found = excluded.found");
    for (State state : states) {
      batch
          .bind("sla", slaId.toArray())
          .bind("kind", state.entity().kind().word())
          .bind("name", state.entity().name())
          .bind("key", state.entity().key())
          .bind("version", state.entity().version())
          .bindByType("rows", state.rows().isEmpty() ? null : state.rows(), String.class)
          .add();
    }
    batch.execute();
  }

  /// Writes what was staged, in the order in which rows refer to each other.
  public Counts write() {
    RecoveredMoves.reconcile(handle);
    insert(Kind.BUCKET, "buckets", "");
    insert(Kind.EXTENT, "extents", "");
    insert(Kind.EXTENT, "segments", "");
    insert(Kind.EXTENT, "pieces", "");
    RecoveredMoves.forgetJobs(handle);
    insert(Kind.OBJECT, "objects", "");
    insert(Kind.OBJECT, "object_parts", "");
    RecoveredMoves.showNewest(handle);
    insert(Kind.UPLOAD, "uploads", "");
    insert(Kind.UPLOAD, "upload_parts", "");
    insert(Kind.AGREEMENT, "revisions", "");
    handle
        .createUpdate("UPDATE revisions SET sequence = sequence + :skipped")
        .bind("skipped", SEQUENCES_SKIPPED)
        .execute();
    // What recovery itself read was asked for besides. Where a node's voucher told it what was
    // promised before, that is in both.
    insert(
        Kind.AGREEMENT,
        "egress",
        " ON CONFLICT (agreement) DO UPDATE SET"
            + " permitted_bytes = greatest(egress.permitted_bytes,"
            + " excluded.permitted_bytes + egress.permitted_bytes - egress.promised_bytes),"
            + " promised = greatest(egress.promised, excluded.promised),"
            + " promised_bytes = greatest(egress.promised_bytes, excluded.promised_bytes)");
    return counts();
  }

  /// A copy that a leg has, and where in its possession tree; the root is verified.
  public record Held(StoredName name, Optional<OccupiedSlot> slot) {}

  /// A manifest that was found, with the copies that were verified and those that are to be put.
  ///
  /// @param needed whether it is part of what was recovered; else it is removed
  public record FoundManifest(
      UUID extent,
      long sequence,
      long base,
      boolean needed,
      Extent.Segment segment,
      List<Held> held) {}

  /// Makes the log known again, and has all of it written anew behind what may be out there.
  ///
  /// @param last the newest manifest that was recovered
  /// @param highest the highest number that was seen
  public void continueLog(
      Bytes32 slaId, List<FoundManifest> found, long last, long highest, long now) {
    Manifests.openLog(handle, slaId, now);
    for (FoundManifest one : found) {
      ManifestBatch.insertExtent(
          handle, slaId, one.extent, one.segment, one.needed ? "kept" : "doomed", "missing", now);
      one.held.forEach(this::hold);
      if (one.needed) {
        ManifestBatch.insertManifest(handle, slaId, one.extent, one.sequence, one.base, null, now);
      }
    }
    var base = found.stream().filter(one -> one.sequence == last).findFirst().orElseThrow().base;
    var next = highest + MANIFESTS_SKIPPED;
    handle
        .createUpdate(
            "UPDATE manifest_logs SET sequence = :last, next_sequence = :next, base = :base WHERE sla_id = :sla")
        .bind("sla", slaId.toArray())
        .bind("last", last)
        .bind("next", next)
        .bind("base", base)
        .execute();
    // The triggers noted what was inserted; a snapshot notes the same, and may take its time.
    handle
        .createUpdate("DELETE FROM manifest_changes WHERE sla_id = :sla")
        .bind("sla", slaId.toArray())
        .execute();
    Manifests.beginSnapshot(handle, slaId, next);
  }

  // The receipt of the put is gone with the database; what the tree needs is not.
  private void hold(Held held) {
    handle
        .createUpdate(
            "UPDATE pieces SET state = 'stored', slot = :slot, leaves = :leaves, root = :root WHERE id = :id")
        .bind("id", held.name.value().toArray())
        .bindByType("slot", held.slot.map(OccupiedSlot::slot).orElse(null), Long.class)
        .bindByType("leaves", held.slot.map(OccupiedSlot::leaves).orElse(null), Long.class)
        .bindByType("root", held.slot.map(slot -> slot.root().toArray()).orElse(null), byte[].class)
        .execute();
  }

  private void insert(Kind kind, String table, String conflict) {
    handle
        .createUpdate(
            ("INSERT INTO %1$s SELECT t.* FROM recovered r CROSS JOIN LATERAL jsonb_array_elements("
                        + "CASE WHEN jsonb_typeof(r.found -> '%1$s') = 'array' THEN r.found -> '%1$s'"
                        + " ELSE CAST('[]' AS JSONB) END) e"
                        + " CROSS JOIN LATERAL jsonb_populate_record(CAST(NULL AS %1$s), e) t WHERE r.kind = :kind")
                    .formatted(table)
                + conflict)
        .bind("kind", kind.word())
        .execute();
  }

  private Counts counts() {
    return new Counts(
        count("SELECT count(*) FROM buckets"),
        count("SELECT count(*) FROM objects WHERE latest AND NOT marker"),
        count("SELECT count(*) FROM objects WHERE NOT marker"),
        count("SELECT count(*) FROM objects WHERE marker"),
        count("SELECT count(*) FROM extents"),
        count("SELECT count(*) FROM uploads"));
  }

  private long count(String sql) {
    return handle.createQuery(sql).mapTo(Long.class).one();
  }
}
