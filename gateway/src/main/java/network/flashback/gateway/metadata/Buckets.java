package network.flashback.gateway.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import org.jdbi.v3.core.Handle;

/// The buckets of all SLAs this gateway works for; names are unique among them.
public final class Buckets {
  private final Database database;

  /// Buckets in this database.
  public Buckets(Database database) {
    this.database = database;
  }

  /// A bucket by its name.
  public Optional<Bucket> find(String name) {
    return database.read(handle -> find(handle, name));
  }

  /// The buckets of an SLA, by name.
  public List<Bucket> of(Bytes32 slaId) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM buckets WHERE sla_id = :sla ORDER BY name")
                .bind("sla", slaId.toArray())
                .map((row, context) -> bucket(row))
                .list());
  }

  /// Makes a bucket. One's own that is there already with the same ACL stays as it is, which S3
  /// does in us-east-1 and clients that start twice rely on.
  ///
  /// @throws S3Exception `BucketAlreadyExists`
  public void create(Bucket bucket) {
    database.change(
        handle -> {
          var known = find(handle, bucket.name());
          if (known.isPresent()) {
            if (known.get().slaId().equals(bucket.slaId())
                && known.get().acl().equals(bucket.acl())) {
              return;
            }
            throw new S3Exception(S3Error.BUCKET_ALREADY_EXISTS).with("BucketName", bucket.name());
          }
          handle
              .createUpdate(
                  "INSERT INTO buckets (name, sla_id, consumer, wrapped_key, created_at, settings)"
                      + " VALUES (:name, :sla, :consumer, :key, :at, :settings)")
              .bind("name", bucket.name())
              .bind("sla", bucket.slaId().toArray())
              .bind("consumer", bucket.consumer().toArray())
              .bind("key", bucket.wrappedKey().toArray())
              .bind("at", bucket.createdAt().toEpochMilli())
              .bind("settings", bucket.settings().toJson())
              .execute();
        });
  }

  /// Changes the settings of a bucket in one step.
  ///
  /// @throws S3Exception `NoSuchBucket`; `InvalidBucketState` for another layout where objects or
  ///   uploads are
  public void set(String name, UnaryOperator<BucketSettings> change) {
    database.change(
        handle -> {
          var before =
              handle
                  .createQuery("SELECT settings FROM buckets WHERE name = :name FOR UPDATE")
                  .bind("name", name)
                  .mapTo(String.class)
                  .findOne()
                  .orElseThrow(
                      () -> new S3Exception(S3Error.NO_SUCH_BUCKET).with("BucketName", name));
          var known = BucketSettings.ofJson(before);
          var changed = change.apply(known);
          if (changed.layout() != known.layout() && isUsed(handle, name)) {
            throw new S3Exception(
                S3Error.INVALID_BUCKET_STATE,
                "The bucket is %1$s, and stays so while it holds objects or uploads. Empty it, or send the tag %2$s=%1$s with the others."
                    .formatted(known.layout().word(), BucketSettings.LAYOUT_TAG));
          }
          handle
              .createUpdate("UPDATE buckets SET settings = :settings WHERE name = :name")
              .bind("settings", changed.toJson())
              .bind("name", name)
              .execute();
        });
  }

  /// Buckets that have a lifecycle.
  public List<Bucket> withLifecycle() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM buckets WHERE settings LIKE '%\"LIFECYCLE\"%' ORDER BY name")
                .map((row, context) -> bucket(row))
                .list());
  }

  /// Removes an empty bucket; uploads under way in it end.
  ///
  /// @throws S3Exception `BucketNotEmpty`
  public void delete(String name, long now) {
    database.change(
        handle -> {
          var locked =
              handle
                  .createQuery("SELECT name FROM buckets WHERE name = :name FOR UPDATE")
                  .bind("name", name)
                  .mapTo(String.class)
                  .findOne();
          if (locked.isEmpty()) {
            throw new S3Exception(S3Error.NO_SUCH_BUCKET).with("BucketName", name);
          }
          var occupied =
              handle
                  .createQuery("SELECT 1 FROM objects WHERE bucket = :name LIMIT 1")
                  .bind("name", name)
                  .mapTo(Integer.class)
                  .findOne();
          if (occupied.isPresent()) {
            throw new S3Exception(S3Error.BUCKET_NOT_EMPTY).with("BucketName", name);
          }
          Uploads.abortAll(handle, name, now);
          handle
              .createUpdate("DELETE FROM buckets WHERE name = :name")
              .bind("name", name)
              .execute();
        });
  }

  private static boolean isUsed(Handle handle, String name) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM objects WHERE bucket = :name)"
                + " OR EXISTS (SELECT 1 FROM uploads WHERE bucket = :name)")
        .bind("name", name)
        .mapTo(Boolean.class)
        .one();
  }

  private static Optional<Bucket> find(Handle handle, String name) {
    return handle
        .createQuery("SELECT * FROM buckets WHERE name = :name")
        .bind("name", name)
        .map((row, context) -> bucket(row))
        .findOne();
  }

  private static Bucket bucket(ResultSet row) throws SQLException {
    return new Bucket(
        row.getString("name"),
        Columns.word(row, "sla_id"),
        Address.of(row.getBytes("consumer")),
        Bytes.of(row.getBytes("wrapped_key")),
        Columns.time(row, "created_at"),
        BucketSettings.ofJson(row.getString("settings")));
  }
}
