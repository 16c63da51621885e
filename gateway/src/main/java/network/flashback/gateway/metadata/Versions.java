package network.flashback.gateway.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All versions of objects, delete markers included.
public final class Versions {
  private final Database database;

  /// Versions in this database.
  public Versions(Database database) {
    this.database = database;
  }

  /// A version with its place among those of its key.
  ///
  /// @param sequence higher is newer
  /// @param noncurrentSince when it was replaced
  public record Placed(StoredObject object, long sequence, Optional<Instant> noncurrentSince) {}

  /// Where a listing goes on: versions of this key below the sequence, then the keys above it.
  ///
  /// @param key UTF-8 bytes
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Position(byte[] key, long below) {}

  /// Versions of a bucket by key, the newest first, without their parts.
  ///
  /// @param before keys at or above this are left out; empty for no bound
  public List<Placed> list(String bucket, Position from, Optional<byte[]> before, int limit) {
    var bound = before.isPresent() ? " AND object_key < :before" : "";
    return database.read(
        handle -> {
          var query =
              handle
                  .createQuery(
                      "SELECT * FROM objects WHERE bucket = :bucket AND object_key >= :key"
                          + " AND (object_key > :key OR sequence < :below)"
                          + bound
                          + " ORDER BY object_key, sequence DESC LIMIT :limit")
                  .bind("bucket", bucket)
                  .bind("key", from.key())
                  .bind("below", from.below())
                  .bind("limit", limit);
          before.ifPresent(key -> query.bind("before", key));
          return query
              .map(
                  (row, context) -> {
                    var since = row.getLong("noncurrent_since");
                    return new Placed(
                        ObjectRows.object(row, List.of()),
                        row.getLong("sequence"),
                        since == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since)));
                  })
              .list();
        });
  }

  /// The place of a version; empty when there is no such one.
  public Optional<Long> sequenceOf(String bucket, String key, String version) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT sequence FROM objects WHERE bucket = :bucket AND object_key = :key AND version = :version")
                .bind("bucket", bucket)
                .bind("key", Columns.key(key))
                .bind("version", version)
                .mapTo(Long.class)
                .findOne());
  }
}
