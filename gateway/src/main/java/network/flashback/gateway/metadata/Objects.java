package network.flashback.gateway.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import org.jdbi.v3.core.Handle;

/// What is visible: objects by bucket and key. Each change is one transaction, conditions included.
public final class Objects {
  private static final String VERSION = "null";

  private final Database database;

  /// Objects in this database.
  public Objects(Database database) {
    this.database = database;
  }

  /// Makes an object visible in place of what the key held, if the conditions hold; what was
  /// replaced is doomed.
  ///
  /// @param puts what became of the last pieces, recorded in the same transaction
  /// @throws S3Exception `PreconditionFailed`, `NoSuchKey` or `NoSuchBucket`
  public void commit(StoredObject object, Conditions conditions, List<Extents.Put> puts) {
    database.change(handle -> commit(handle, object, conditions, puts));
  }

  static void commit(
      Handle handle, StoredObject object, Conditions conditions, List<Extents.Put> puts) {
    var now = object.modifiedAt().toEpochMilli();
    requireBucket(handle, object.bucket());
    var current = find(handle, object.bucket(), object.key(), true);
    conditions.onWrite(current.map(StoredObject::current)).require();
    current.ifPresent(old -> remove(handle, old, now));
    insert(handle, object);
    Extents.received(handle, puts);
    for (StoredObject.Part part : object.parts()) {
      insertPart(handle, object, part);
    }
  }

  /// The object a key holds.
  public Optional<StoredObject> find(String bucket, String key) {
    return database.read(handle -> find(handle, bucket, key, false));
  }

  /// Removes what the key holds, if the conditions hold; nothing there is no error.
  public void delete(String bucket, String key, Conditions conditions, Instant now) {
    database.change(
        handle -> {
          var current = find(handle, bucket, key, true);
          if (current.isPresent() || !conditions.isEmpty()) {
            conditions.onWrite(current.map(StoredObject::current)).require();
          }
          current.ifPresent(old -> remove(handle, old, now.toEpochMilli()));
        });
  }

  /// Objects of a bucket from a key on, ascending, without their parts.
  ///
  /// @param from the first key that may be listed, as UTF-8 bytes
  /// @param before keys at or above this are left out; empty for no bound
  public List<StoredObject> list(String bucket, byte[] from, Optional<byte[]> before, int limit) {
    var bound = before.isPresent() ? " AND object_key < :before" : "";
    return database.read(
        handle -> {
          var query =
              handle
                  .createQuery(
                      "SELECT * FROM objects WHERE bucket = :bucket AND object_key >= :from"
                          + bound
                          + " ORDER BY object_key LIMIT :limit")
                  .bind("bucket", bucket)
                  .bind("from", from)
                  .bind("limit", limit);
          before.ifPresent(key -> query.bind("before", key));
          return query.map((row, context) -> object(row, List.of())).list();
        });
  }

  private static void requireBucket(Handle handle, String bucket) {
    // The share lock holds off a concurrent DeleteBucket until the object is in.
    var locked =
        handle
            .createQuery("SELECT name FROM buckets WHERE name = :name FOR SHARE")
            .bind("name", bucket)
            .mapTo(String.class)
            .findOne();
    if (locked.isEmpty()) {
      throw new S3Exception(S3Error.NO_SUCH_BUCKET).with("BucketName", bucket);
    }
  }

  private static Optional<StoredObject> find(
      Handle handle, String bucket, String key, boolean forUpdate) {
    return handle
        .createQuery(
            "SELECT * FROM objects WHERE bucket = :bucket AND object_key = :key AND version = :version"
                + (forUpdate ? " FOR UPDATE" : ""))
        .bind("bucket", bucket)
        .bind("key", Columns.key(key))
        .bind("version", VERSION)
        .map((row, context) -> object(row, parts(handle, bucket, key)))
        .findOne();
  }

  private static List<StoredObject.Part> parts(Handle handle, String bucket, String key) {
    return handle
        .createQuery(
            "SELECT part_number, extent, size_bytes FROM object_parts"
                + " WHERE bucket = :bucket AND object_key = :key AND version = :version ORDER BY part_number")
        .bind("bucket", bucket)
        .bind("key", Columns.key(key))
        .bind("version", VERSION)
        .map(
            (row, context) ->
                new StoredObject.Part(
                    row.getInt("part_number"),
                    Columns.uuid(row, "extent"),
                    row.getLong("size_bytes")))
        .list();
  }

  private static void remove(Handle handle, StoredObject old, long now) {
    for (String table : List.of("object_parts", "objects")) {
      handle
          .createUpdate(
              "DELETE FROM "
                  + table
                  + " WHERE bucket = :bucket AND object_key = :key AND version = :version")
          .bind("bucket", old.bucket())
          .bind("key", Columns.key(old.key()))
          .bind("version", VERSION)
          .execute();
    }
    List<UUID> extents = old.parts().stream().map(StoredObject.Part::extent).toList();
    Extents.doom(handle, extents, now);
  }

  private static void insert(Handle handle, StoredObject object) {
    handle
        .createUpdate(
            "INSERT INTO objects (bucket, object_key, version, etag, size_bytes, headers, checksum_algorithm,"
                + " checksum_type, checksum_value, modified_at) VALUES (:bucket, :key, :version, :etag, :size, :headers,"
                + " :algorithm, :type, :value, :at)")
        .bind("bucket", object.bucket())
        .bind("key", Columns.key(object.key()))
        .bind("version", VERSION)
        .bind("etag", object.etag().value())
        .bind("size", object.size())
        .bind("headers", object.headers().toJson())
        .bind("algorithm", object.checksum().map(sum -> sum.algorithm().name()))
        .bind("type", object.checksum().map(sum -> sum.type().name()))
        .bind("value", object.checksum().map(sum -> sum.value()))
        .bind("at", object.modifiedAt().toEpochMilli())
        .execute();
  }

  private static void insertPart(Handle handle, StoredObject object, StoredObject.Part part) {
    // A part of an upload is kept already; an object sent at once is kept by this.
    if (part.number() == 0) {
      Extents.keep(handle, part.extent(), object.modifiedAt().toEpochMilli());
    }
    handle
        .createUpdate(
            "INSERT INTO object_parts (bucket, object_key, version, part_number, extent, size_bytes)"
                + " VALUES (:bucket, :key, :version, :number, :extent, :size)")
        .bind("bucket", object.bucket())
        .bind("key", Columns.key(object.key()))
        .bind("version", VERSION)
        .bind("number", part.number())
        .bind("extent", part.extent())
        .bind("size", part.size())
        .execute();
  }

  private static StoredObject object(ResultSet row, List<StoredObject.Part> parts)
      throws SQLException {
    return new StoredObject(
        row.getString("bucket"),
        Columns.key(row, "object_key"),
        new ETag(row.getString("etag")),
        row.getLong("size_bytes"),
        ObjectHeaders.ofJson(row.getString("headers")),
        Columns.checksum(row),
        Columns.time(row, "modified_at"),
        parts);
  }
}
