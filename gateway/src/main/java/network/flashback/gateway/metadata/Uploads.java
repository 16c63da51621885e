package network.flashback.gateway.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import network.flashback.s3.checksum.ChecksumType;
import org.jdbi.v3.core.Handle;

/// Multipart uploads under way.
public final class Uploads {
  private final Database database;

  /// Uploads in this database.
  public Uploads(Database database) {
    this.database = database;
  }

  /// An upload and what its object will get.
  public record Upload(
      String id,
      String bucket,
      String key,
      ObjectHeaders headers,
      ObjectMarks marks,
      Optional<ChecksumAlgorithm> algorithm,
      Optional<ChecksumType> type,
      Instant initiatedAt) {}

  /// A part that has arrived.
  ///
  /// @param extent none when the part is empty
  public record Part(
      int number,
      Optional<UUID> extent,
      long size,
      ETag etag,
      Optional<Checksum> checksum,
      Instant modifiedAt) {}

  /// Starts an upload.
  public void create(Upload upload) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO uploads (id, bucket, object_key, headers, marks,"
                        + " checksum_algorithm, checksum_type, initiated_at) VALUES (:id, :bucket,"
                        + " :key, :headers, :marks, :algorithm, :type, :at)")
                .bind("id", upload.id())
                .bind("bucket", upload.bucket())
                .bind("key", Columns.key(upload.key()))
                .bind("headers", upload.headers().toJson())
                .bind("marks", upload.marks().toJson())
                .bind("algorithm", upload.algorithm().map(Enum::name))
                .bind("type", upload.type().map(Enum::name))
                .bind("at", upload.initiatedAt().toEpochMilli())
                .execute());
  }

  /// An upload of this key.
  ///
  /// @throws S3Exception `NoSuchUpload`
  public Upload require(String id, String bucket, String key) {
    return database.read(handle -> require(handle, id, bucket, key, ""));
  }

  /// An upload of this key, if it is under way.
  public Optional<Upload> find(String id, String bucket, String key) {
    return database.read(handle -> find(handle, id, bucket, key, ""));
  }

  /// Adds a part or replaces the one of its number; what was replaced is doomed.
  public void put(Upload upload, Part part, List<Extents.Put> puts) {
    var now = part.modifiedAt().toEpochMilli();
    database.change(
        handle -> {
          // Shared by concurrent parts, exclusive to complete and abort.
          var _ = require(handle, upload.id(), upload.bucket(), upload.key(), " FOR SHARE");
          var _ = Objects.lockBucket(handle, upload.bucket());
          Extents.received(handle, puts);
          part.extent().ifPresent(extent -> Extents.keep(handle, extent, now));
          Extents.doom(handle, extents(handle, upload.id(), part.number()), now);
          handle
              .createUpdate(
                  "DELETE FROM upload_parts WHERE upload = :upload AND part_number = :number")
              .bind("upload", upload.id())
              .bind("number", part.number())
              .execute();
          insert(handle, upload, part);
        });
  }

  /// The parts of an upload after a number, ascending.
  public List<Part> parts(String upload, int after, int limit) {
    return database.read(handle -> parts(handle, upload, after, limit));
  }

  /// Turns the upload into the object that `assemble` makes of its parts; parts not used are
  /// doomed.
  ///
  /// @return the object as it was stored
  public StoredObject complete(
      Upload upload, Function<List<Part>, StoredObject> assemble, Conditions conditions) {
    return database.transact(
        handle -> {
          var _ = require(handle, upload.id(), upload.bucket(), upload.key(), " FOR UPDATE");
          var parts = parts(handle, upload.id(), 0, Integer.MAX_VALUE);
          var object = assemble.apply(parts);
          var made = Objects.commit(handle, object, conditions, List.of());
          var used = object.parts().stream().map(StoredObject.Part::extent).toList();
          var rest =
              parts.stream()
                  .flatMap(part -> part.extent().stream())
                  .filter(extent -> !used.contains(extent))
                  .toList();
          remove(handle, upload.id());
          Extents.doom(handle, rest, object.modifiedAt().toEpochMilli());
          return made;
        });
  }

  /// Ends an upload; its parts are doomed.
  public void abort(Upload upload, Instant now) {
    database.change(
        handle -> {
          var _ = require(handle, upload.id(), upload.bucket(), upload.key(), " FOR UPDATE");
          abort(handle, upload.id(), now.toEpochMilli());
        });
  }

  /// Uploads of a bucket, by key and id, after the given pair.
  public List<Upload> list(
      String bucket, String prefix, String afterKey, String afterId, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM uploads WHERE bucket = :bucket AND (object_key > :key OR"
                        + " (object_key = :key AND id > :id)) AND substring(object_key FROM 1 FOR"
                        + " :length) = :prefix ORDER BY object_key, id LIMIT :limit")
                .bind("bucket", bucket)
                .bind("key", Columns.key(afterKey))
                .bind("id", afterId)
                .bind("prefix", Columns.key(prefix))
                .bind("length", Columns.key(prefix).length)
                .bind("limit", limit)
                .map((row, context) -> upload(row))
                .list());
  }

  /// Uploads of a bucket that began before a time.
  public List<Upload> startedBefore(String bucket, Instant time) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM uploads WHERE bucket = :bucket AND initiated_at < :time")
                .bind("bucket", bucket)
                .bind("time", time.toEpochMilli())
                .map((row, context) -> upload(row))
                .list());
  }

  static void abortAll(Handle handle, String bucket, long now) {
    handle
        .createQuery("SELECT id FROM uploads WHERE bucket = :bucket")
        .bind("bucket", bucket)
        .mapTo(String.class)
        .list()
        .forEach(id -> abort(handle, id, now));
  }

  private static void abort(Handle handle, String id, long now) {
    var extents = parts(handle, id, 0, Integer.MAX_VALUE);
    remove(handle, id);
    Extents.doom(handle, extents.stream().flatMap(part -> part.extent().stream()).toList(), now);
  }

  private static void remove(Handle handle, String id) {
    handle.createUpdate("DELETE FROM upload_parts WHERE upload = :id").bind("id", id).execute();
    handle.createUpdate("DELETE FROM uploads WHERE id = :id").bind("id", id).execute();
  }

  private static Upload require(Handle handle, String id, String bucket, String key, String lock) {
    return find(handle, id, bucket, key, lock)
        .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_UPLOAD).with("UploadId", id));
  }

  private static Optional<Upload> find(
      Handle handle, String id, String bucket, String key, String lock) {
    return handle
        .createQuery(
            "SELECT * FROM uploads WHERE id = :id AND bucket = :bucket AND object_key = :key"
                + lock)
        .bind("id", id)
        .bind("bucket", bucket)
        .bind("key", Columns.key(key))
        .map((row, context) -> upload(row))
        .findOne();
  }

  private static List<UUID> extents(Handle handle, String upload, int number) {
    return handle
        .createQuery(
            "SELECT extent FROM upload_parts WHERE upload = :upload AND part_number = :number AND"
                + " extent IS NOT NULL")
        .bind("upload", upload)
        .bind("number", number)
        .mapTo(UUID.class)
        .list();
  }

  private static void insert(Handle handle, Upload upload, Part part) {
    handle
        .createUpdate(
            "INSERT INTO upload_parts (upload, part_number, extent, size_bytes, etag,"
                + " checksum_algorithm, checksum_value, modified_at) VALUES (:upload, :number,"
                + " :extent, :size, :etag, :algorithm, :value, :at)")
        .bind("upload", upload.id())
        .bind("number", part.number())
        .bind("extent", part.extent())
        .bind("size", part.size())
        .bind("etag", part.etag().value())
        .bind("algorithm", part.checksum().map(sum -> sum.algorithm().name()))
        .bind("value", part.checksum().map(Checksum::value))
        .bind("at", part.modifiedAt().toEpochMilli())
        .execute();
  }

  private static List<Part> parts(Handle handle, String upload, int after, int limit) {
    return handle
        .createQuery(
            "SELECT part_number, extent, size_bytes, etag, checksum_algorithm, 'FULL_OBJECT' AS"
                + " checksum_type, checksum_value, modified_at FROM upload_parts WHERE upload ="
                + " :upload AND part_number > :after ORDER BY part_number LIMIT :limit")
        .bind("upload", upload)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> part(row))
        .list();
  }

  private static Part part(ResultSet row) throws SQLException {
    return new Part(
        row.getInt("part_number"),
        Optional.ofNullable(Columns.uuid(row, "extent")),
        row.getLong("size_bytes"),
        new ETag(row.getString("etag")),
        Columns.checksum(row),
        Columns.time(row, "modified_at"));
  }

  private static Upload upload(ResultSet row) throws SQLException {
    return new Upload(
        row.getString("id"),
        row.getString("bucket"),
        Columns.key(row, "object_key"),
        ObjectHeaders.ofJson(row.getString("headers")),
        ObjectMarks.ofJson(row.getString("marks")),
        Optional.ofNullable(row.getString("checksum_algorithm")).map(ChecksumAlgorithm::valueOf),
        Optional.ofNullable(row.getString("checksum_type")).map(ChecksumType::valueOf),
        Columns.time(row, "initiated_at"));
  }
}
