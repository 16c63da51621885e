package network.flashback.gateway.metadata;

import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one story of what the logs of several SLAs say. Each was whole at a moment of its own, and
/// between those moments buckets and extents may have gone from one SLA to another, or been deleted
/// under one and made again under the other.
final class RecoveredMoves {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveredMoves.class);

  private static final String SAME =
      "%1$s.kind = %2$s.kind AND %1$s.sla = %2$s.sla AND %1$s.name = %2$s.name"
          + " AND %1$s.object_key = %2$s.object_key AND %1$s.version = %2$s.version";

  private RecoveredMoves() {}

  /// Leaves one row of each bucket and extent, the latest, and no object, upload or extent that
  /// refers to what is not there.
  static void reconcile(Handle handle) {
    handle.execute("ANALYZE recovered");
    var buckets = keepLatest(handle, "bucket", "buckets", latestOf("moved_at", "created_at"));
    var extents = keepLatest(handle, "extent", "extents", latestOf("changed_at", "changed_at"));
    if (buckets > 0) {
      handle.execute(
          "DELETE FROM recovered r WHERE kind IN ('object', 'upload') AND found IS NOT NULL"
              + " AND NOT EXISTS (SELECT 1 FROM recovered b WHERE b.kind = 'bucket' AND b.sla = r.sla"
              + " AND b.found IS NOT NULL AND b.name = coalesce(r.found -> 'uploads' -> 0 ->> 'bucket', r.name))");
    }
    // Of one log, all is of one moment.
    if (buckets + extents > 0 || isAcrossLogs(handle)) {
      noteUses(handle);
      var torn = dropTorn(handle);
      var unused = dropUnused(handle);
      LOG.info(
          "the moments of several logs were joined: {} buckets and {} extents had moved, {} objects"
              + " and uploads of older moments and {} extents that nothing refers to are left out",
          buckets,
          extents,
          torn,
          unused);
    }
  }

  /// What was being moved is not moved any further, and what was left behind is removed: jobs are
  /// not recovered.
  static void forgetJobs(Handle handle) {
    handle.execute(
        "UPDATE pieces SET state = 'doomed', moved_from = NULL WHERE state IN ('moving', 'left')");
  }

  /// A key whose latest version was left out shows the newest that is there.
  static void showNewest(Handle handle) {
    handle.execute(
        "UPDATE objects o SET latest = TRUE, noncurrent_since = NULL WHERE sequence ="
            + " (SELECT max(sequence) FROM objects s WHERE s.bucket = o.bucket AND s.object_key = o.object_key)"
            + " AND NOT EXISTS (SELECT 1 FROM objects l WHERE l.bucket = o.bucket AND l.object_key = o.object_key"
            + " AND l.latest)");
  }

  private static String latestOf(String time, String otherwise) {
    return "coalesce(CAST(%1$s.found -> '%2$s' -> 0 ->> '"
        + time
        + "' AS BIGINT), CAST(%1$s.found -> '%2$s' -> 0 ->> '"
        + otherwise
        + "' AS BIGINT))";
  }

  /// At the same time, the log of the SLA that the row names knows it best.
  private static int keepLatest(Handle handle, String kind, String table, String time) {
    var rank =
        "("
            + time
            + ", coalesce(%1$s.found -> '%2$s' -> 0 ->> 'sla_id' = '\\x' || encode(%1$s.sla, 'hex'), FALSE), %1$s.sla)";
    return handle.execute(
        "DELETE FROM recovered r USING recovered o WHERE r.kind = '"
            + kind
            + "' AND o.kind = r.kind AND r.name = o.name AND r.sla <> o.sla"
            + " AND r.found IS NOT NULL AND o.found IS NOT NULL AND "
            + rank.formatted("r", table)
            + " < "
            + rank.formatted("o", table));
  }

  private static boolean isAcrossLogs(Handle handle) {
    return handle
        .createQuery("SELECT count(DISTINCT sla) > 1 FROM recovered WHERE found IS NOT NULL")
        .mapTo(Boolean.class)
        .one();
  }

  /// Notes which extent each object and upload refers to.
  private static void noteUses(Handle handle) {
    var parts =
        "CASE WHEN jsonb_typeof(coalesce(r.found -> 'object_parts', r.found -> 'upload_parts')) = 'array'"
            + " THEN coalesce(r.found -> 'object_parts', r.found -> 'upload_parts') ELSE CAST('[]' AS JSONB) END";
    handle.execute(
        "CREATE TEMPORARY TABLE recovered_uses ON COMMIT DROP AS SELECT r.kind, r.sla, r.name, r.object_key, r.version,"
            + " p ->> 'extent' AS extent FROM recovered r CROSS JOIN LATERAL jsonb_array_elements("
            + parts
            + ") p WHERE r.kind IN ('object', 'upload') AND r.found IS NOT NULL AND p ->> 'extent' IS NOT NULL");
    handle.execute("ANALYZE recovered_uses");
  }

  /// Objects and uploads that refer to an extent that is not there: one log is older than the
  /// other, in which it was deleted.
  private static int dropTorn(Handle handle) {
    var torn =
        handle.execute(
            "DELETE FROM recovered r USING (SELECT DISTINCT u.kind, u.sla, u.name, u.object_key, u.version"
                + " FROM recovered_uses u LEFT JOIN (SELECT name FROM recovered WHERE kind = 'extent'"
                + " AND found IS NOT NULL) e ON e.name = u.extent WHERE e.name IS NULL) t WHERE "
                + SAME.formatted("r", "t"));
    handle.execute(
        "DELETE FROM recovered_uses u WHERE NOT EXISTS (SELECT 1 FROM recovered r WHERE "
            + SAME.formatted("r", "u")
            + ")");
    return torn;
  }

  private static int dropUnused(Handle handle) {
    return handle.execute(
        "DELETE FROM recovered r WHERE kind = 'extent' AND found IS NOT NULL"
            + " AND NOT EXISTS (SELECT 1 FROM recovered_uses u WHERE u.extent = r.name)");
  }
}
