package network.flashback.gateway.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.s3.ETag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// How versions of objects lie in their tables.
final class ObjectRows {
  /// Locks what [#WITH_ONLY_PART] finds.
  static final String LOCK = " FOR UPDATE OF o";

  /// Most objects were sent at once: their only part, of number 0, comes with them.
  static final String WITH_ONLY_PART =
      "SELECT o.*, p.extent AS only_extent, p.checksum_value AS only_checksum FROM objects o"
          + " LEFT JOIN object_parts p ON p.bucket = o.bucket AND p.object_key = o.object_key"
          + " AND p.version = o.version AND p.part_number = 0";

  private static final String INSERT =
      "INSERT INTO objects (bucket, object_key, version, sequence, latest, marker, etag, size_bytes, headers,"
          + " marks, checksum_algorithm, checksum_type, checksum_value, modified_at) VALUES (:bucket, :key,"
          + " :version, (SELECT coalesce(max(sequence), 0) + 1 FROM objects WHERE bucket = :bucket"
          + " AND object_key = :key), TRUE, :marker, :etag, :size, :headers, :marks, :algorithm, :type, :value, :at)";

  private ObjectRows() {}

  /// The version a key shows, a delete marker included, locked against every other change of the
  /// key.
  static Optional<StoredObject> lockLatest(Handle handle, String bucket, String key) {
    // Whoever waits for a row that another transaction replaces gets none; then look again.
    while (true) {
      var locked = latest(handle, bucket, key, LOCK);
      if (locked.isPresent() || latest(handle, bucket, key, "").isEmpty()) {
        return locked;
      }
    }
  }

  static Optional<StoredObject> latest(Handle handle, String bucket, String key, String lock) {
    return handle
        .createQuery(
            WITH_ONLY_PART
                + " WHERE o.bucket = :bucket AND o.object_key = :key AND o.latest"
                + lock)
        .bind("bucket", bucket)
        .bind("key", Columns.key(key))
        .map((row, context) -> withParts(handle, row))
        .findOne();
  }

  static Optional<StoredObject> version(
      Handle handle, String bucket, String key, String version, String lock) {
    return handle
        .createQuery(
            WITH_ONLY_PART
                + " WHERE o.bucket = :bucket AND o.object_key = :key AND o.version = :version"
                + lock)
        .bind("bucket", bucket)
        .bind("key", Columns.key(key))
        .bind("version", version)
        .map((row, context) -> withParts(handle, row))
        .findOne();
  }

  static void remove(Handle handle, StoredObject old, long now) {
    for (String table : List.of("object_parts", "objects")) {
      handle
          .createUpdate(
              "DELETE FROM "
                  + table
                  + " WHERE bucket = :bucket AND object_key = :key AND version = :version")
          .bind("bucket", old.bucket())
          .bind("key", Columns.key(old.key()))
          .bind("version", old.version())
          .execute();
    }
    List<UUID> extents = old.parts().stream().map(StoredObject.Part::extent).toList();
    Extents.doom(handle, extents, now);
  }

  /// Makes the latest version an older one.
  static void demote(Handle handle, StoredObject latest, long now) {
    handle
        .createUpdate(
            "UPDATE objects SET latest = FALSE, noncurrent_since = :now"
                + " WHERE bucket = :bucket AND object_key = :key AND latest")
        .bind("now", now)
        .bind("bucket", latest.bucket())
        .bind("key", Columns.key(latest.key()))
        .execute();
  }

  /// Makes the newest version that is left the latest one.
  static void promote(Handle handle, String bucket, String key) {
    handle
        .createUpdate(
            "UPDATE objects SET latest = TRUE, noncurrent_since = NULL WHERE bucket = :bucket AND object_key = :key"
                + " AND sequence = (SELECT max(sequence) FROM objects WHERE bucket = :bucket AND object_key = :key)")
        .bind("bucket", bucket)
        .bind("key", Columns.key(key))
        .execute();
  }

  /// Adds a version as the latest one. The extent of an object that was sent at once is kept by
  /// this; a part of an upload is kept already.
  static void insert(Handle handle, StoredObject object) {
    var parts = object.parts();
    if (parts.size() == 1 && parts.getFirst().number() == 0) {
      insertWithOnlyPart(handle, object, parts.getFirst());
      return;
    }
    bound(handle.createUpdate(INSERT), object).execute();
    for (StoredObject.Part part : parts) {
      insertPart(handle, object, part);
    }
  }

  private static void insertWithOnlyPart(
      Handle handle, StoredObject object, StoredObject.Part part) {
    var kept =
        bound(
                handle.createUpdate(
                    "WITH kept AS (UPDATE extents SET state = 'kept', changed_at = :at"
                        + " WHERE id = :extent AND state = 'writing'"
                        + " AND sla_id = (SELECT b.sla_id FROM buckets b WHERE b.name = extents.bucket)"
                        + " RETURNING id), made AS ("
                        + INSERT
                        + ") INSERT INTO object_parts (bucket, object_key, version, part_number, extent, size_bytes,"
                        + " checksum_value) SELECT :bucket, :key, :version, 0, id, :size, :part_sum FROM kept"),
                object)
            .bind("extent", part.extent())
            .bind("part_sum", part.checksum())
            .execute();
    Extents.requireKept(kept, handle, part.extent());
  }

  private static Update bound(Update insert, StoredObject object) {
    return insert
        .bind("bucket", object.bucket())
        .bind("key", Columns.key(object.key()))
        .bind("version", object.version())
        .bind("marker", object.marker())
        .bind("etag", object.etag().value())
        .bind("size", object.size())
        .bind("headers", object.headers().toJson())
        .bind("marks", object.marks().toJson())
        .bind("algorithm", object.checksum().map(sum -> sum.algorithm().name()))
        .bind("type", object.checksum().map(sum -> sum.type().name()))
        .bind("value", object.checksum().map(sum -> sum.value()))
        .bind("at", object.modifiedAt().toEpochMilli());
  }

  static StoredObject object(ResultSet row, List<StoredObject.Part> parts) throws SQLException {
    return new StoredObject(
        row.getString("bucket"),
        Columns.key(row, "object_key"),
        row.getString("version"),
        row.getBoolean("marker"),
        row.getBoolean("latest"),
        new ETag(row.getString("etag")),
        row.getLong("size_bytes"),
        ObjectHeaders.ofJson(row.getString("headers")),
        ObjectMarks.ofJson(row.getString("marks")),
        Columns.checksum(row),
        Columns.time(row, "modified_at"),
        parts);
  }

  static StoredObject withParts(Handle handle, ResultSet row) throws SQLException {
    var bare = object(row, List.of());
    if (bare.size() == 0) {
      return bare;
    }
    @Nullable UUID only = row.getObject("only_extent", UUID.class);
    if (only == null) {
      return object(row, parts(handle, bare.bucket(), bare.key(), bare.version()));
    }
    var checksum = Optional.ofNullable(row.getString("only_checksum"));
    return object(row, List.of(new StoredObject.Part(0, only, bare.size(), checksum)));
  }

  static List<StoredObject.Part> parts(Handle handle, String bucket, String key, String version) {
    return handle
        .createQuery(
            "SELECT part_number, extent, size_bytes, checksum_value FROM object_parts"
                + " WHERE bucket = :bucket AND object_key = :key AND version = :version ORDER BY part_number")
        .bind("bucket", bucket)
        .bind("key", Columns.key(key))
        .bind("version", version)
        .map(
            (row, context) ->
                new StoredObject.Part(
                    row.getInt("part_number"),
                    Columns.uuid(row, "extent"),
                    row.getLong("size_bytes"),
                    Optional.ofNullable(row.getString("checksum_value"))))
        .list();
  }

  private static void insertPart(Handle handle, StoredObject object, StoredObject.Part part) {
    handle
        .createUpdate(
            "INSERT INTO object_parts (bucket, object_key, version, part_number, extent, size_bytes, checksum_value)"
                + " VALUES (:bucket, :key, :version, :number, :extent, :size, :checksum)")
        .bind("bucket", object.bucket())
        .bind("key", Columns.key(object.key()))
        .bind("version", object.version())
        .bind("number", part.number())
        .bind("extent", part.extent())
        .bind("size", part.size())
        .bind("checksum", part.checksum())
        .execute();
  }
}
