package network.flashback.gateway.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.s3.ETag;
import org.jdbi.v3.core.Handle;

/// How versions of objects lie in their tables.
final class ObjectRows {
  private ObjectRows() {}

  /// The version a key shows, a delete marker included, locked against every other change of the
  /// key.
  static Optional<StoredObject> lockLatest(Handle handle, String bucket, String key) {
    // Whoever waits for a row that another transaction replaces gets none; then look again.
    while (true) {
      var locked = latest(handle, bucket, key, " FOR UPDATE");
      if (locked.isPresent() || latest(handle, bucket, key, "").isEmpty()) {
        return locked;
      }
    }
  }

  static Optional<StoredObject> latest(Handle handle, String bucket, String key, String lock) {
    return handle
        .createQuery(
            "SELECT * FROM objects WHERE bucket = :bucket AND object_key = :key AND latest" + lock)
        .bind("bucket", bucket)
        .bind("key", Columns.key(key))
        .map((row, context) -> withParts(handle, row))
        .findOne();
  }

  static Optional<StoredObject> version(
      Handle handle, String bucket, String key, String version, String lock) {
    return handle
        .createQuery(
            "SELECT * FROM objects WHERE bucket = :bucket AND object_key = :key AND version = :version"
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

  /// Adds a version as the latest one.
  static void insert(Handle handle, StoredObject object) {
    handle
        .createUpdate(
            "INSERT INTO objects (bucket, object_key, version, sequence, latest, marker, etag, size_bytes, headers,"
                + " marks, checksum_algorithm, checksum_type, checksum_value, modified_at) VALUES (:bucket, :key,"
                + " :version, (SELECT coalesce(max(sequence), 0) + 1 FROM objects WHERE bucket = :bucket"
                + " AND object_key = :key), TRUE, :marker, :etag, :size, :headers, :marks, :algorithm, :type, :value, :at)")
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
        .bind("at", object.modifiedAt().toEpochMilli())
        .execute();
    for (StoredObject.Part part : object.parts()) {
      insertPart(handle, object, part);
    }
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

  private static StoredObject withParts(Handle handle, ResultSet row) throws SQLException {
    var bare = object(row, List.of());
    return bare.size() == 0
        ? bare
        : object(row, parts(handle, bare.bucket(), bare.key(), bare.version()));
  }

  private static List<StoredObject.Part> parts(
      Handle handle, String bucket, String key, String version) {
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
    // A part of an upload is kept already; an object sent at once is kept by this.
    if (part.number() == 0) {
      Extents.keep(handle, part.extent(), object.modifiedAt().toEpochMilli());
    }
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
