package network.flashback.gateway.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import network.flashback.s3.Conditions;
import network.flashback.s3.ETag;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.xml.Versioning;
import org.jdbi.v3.core.Handle;

/// What is visible: objects by bucket and key, with their versions. Each change is one transaction,
/// conditions included.
public final class Objects {
  /// The entity tag of nothing, which delete markers have.
  private static final ETag NOTHING = new ETag("d41d8cd98f00b204e9800998ecf8427e");

  private final Database database;
  private final ObjectCommits commits;

  /// Objects in this database.
  public Objects(Database database) {
    this.database = database;
    this.commits = new ObjectCommits(database);
  }

  /// What became of a key that was to be deleted.
  ///
  /// @param version the one removed or made; empty where versions are not kept
  /// @param marker whether that is a delete marker
  public record Deleted(Optional<String> version, boolean marker) {}

  /// What is to be deleted, and how.
  ///
  /// @param version one version, or what the key shows
  /// @param newVersion the id of a delete marker, should one be needed
  /// @param owner of a delete marker
  /// @param bypass whether governance retention is overruled
  public record Deletion(
      String bucket,
      String key,
      Optional<String> version,
      Conditions conditions,
      String newVersion,
      String owner,
      boolean bypass,
      Instant now) {}

  /// Makes an object visible as what its key shows, if the conditions hold. Where versions are not
  /// kept, what was replaced is doomed.
  ///
  /// @param object its version is used where versions are kept
  /// @param puts what became of the last pieces, recorded in the same transaction
  /// @return the object as it was stored
  /// @throws S3Exception `PreconditionFailed`, `NoSuchKey` or `NoSuchBucket`
  public StoredObject commit(StoredObject object, Conditions conditions, List<Extents.Put> puts) {
    return ObjectCommits.takes(object)
        ? commits.commit(object, conditions, puts)
        : database.transact(handle -> commit(handle, object, conditions, puts));
  }

  /// Commits that wait for those before them.
  public int committing() {
    return commits.waiting();
  }

  static StoredObject commit(
      Handle handle, StoredObject object, Conditions conditions, List<Extents.Put> puts) {
    var settings = lockBucket(handle, object.bucket());
    var latest = ObjectRows.lockLatest(handle, object.bucket(), object.key());
    conditions.onWrite(latest.filter(one -> !one.marker()).map(StoredObject::current)).require();
    Extents.received(handle, puts);
    return replace(handle, settings, latest, object);
  }

  /// Puts a version in front of those there are.
  private static StoredObject replace(
      Handle handle, BucketSettings settings, Optional<StoredObject> latest, StoredObject object) {
    var stored = makeWay(handle, settings, latest, object);
    ObjectRows.insert(handle, stored);
    return stored;
  }

  /// Removes or demotes what an object replaces.
  ///
  /// @return the object as it is to be stored
  static StoredObject makeWay(
      Handle handle, BucketSettings settings, Optional<StoredObject> latest, StoredObject object) {
    var now = object.modifiedAt().toEpochMilli();
    var keeps = settings.versioning().equals(Optional.of(Versioning.Status.ENABLED));
    var stored = keeps ? object : object.asVersion(StoredObject.NULL_VERSION);
    if (latest.isPresent()) {
      if (!keeps) {
        ObjectRows.version(
                handle, object.bucket(), object.key(), StoredObject.NULL_VERSION, ObjectRows.LOCK)
            .ifPresent(old -> ObjectRows.remove(handle, old, now));
      }
      ObjectRows.demote(handle, latest.get(), now);
    }
    return stored;
  }

  /// What a key shows, a delete marker included.
  public Optional<StoredObject> latest(String bucket, String key) {
    return database.read(handle -> ObjectRows.latest(handle, bucket, key, ""));
  }

  /// What a key shows, if that is an object.
  public Optional<StoredObject> find(String bucket, String key) {
    return latest(bucket, key).filter(object -> !object.marker());
  }

  /// One version.
  public Optional<StoredObject> find(String bucket, String key, String version) {
    return database.read(handle -> ObjectRows.version(handle, bucket, key, version, ""));
  }

  /// Removes a version, or what the key shows, if the conditions hold; nothing there is no error.
  ///
  /// @throws S3Exception `AccessDenied` for a version under retention or legal hold
  public Deleted delete(Deletion deletion) {
    return database.transact(
        handle -> {
          var settings = lockBucket(handle, deletion.bucket());
          var latest = ObjectRows.lockLatest(handle, deletion.bucket(), deletion.key());
          return deletion.version().isPresent()
              ? deleteVersion(handle, deletion, latest)
              : deleteLatest(handle, deletion, settings, latest);
        });
  }

  private static Deleted deleteVersion(
      Handle handle, Deletion deletion, Optional<StoredObject> latest) {
    var version = deletion.version().orElseThrow();
    var found =
        ObjectRows.version(handle, deletion.bucket(), deletion.key(), version, ObjectRows.LOCK);
    requireConditions(deletion.conditions(), found);
    if (found.isPresent()) {
      requireUnlocked(found.get(), deletion);
      ObjectRows.remove(handle, found.get(), deletion.now().toEpochMilli());
      if (latest.filter(one -> one.version().equals(version)).isPresent()) {
        ObjectRows.promote(handle, deletion.bucket(), deletion.key());
      }
    }
    return new Deleted(Optional.of(version), found.filter(StoredObject::marker).isPresent());
  }

  private static Deleted deleteLatest(
      Handle handle, Deletion deletion, BucketSettings settings, Optional<StoredObject> latest) {
    requireConditions(deletion.conditions(), latest);
    if (latest.isEmpty() && !deletion.conditions().isEmpty()) {
      return new Deleted(Optional.empty(), false);
    }
    if (settings.versioning().isEmpty()) {
      latest.ifPresent(
          old -> {
            requireUnlocked(old, deletion);
            ObjectRows.remove(handle, old, deletion.now().toEpochMilli());
            ObjectRows.promote(handle, deletion.bucket(), deletion.key());
          });
      return new Deleted(Optional.empty(), false);
    }
    var marker =
        new StoredObject(
            deletion.bucket(),
            deletion.key(),
            deletion.newVersion(),
            true,
            true,
            NOTHING,
            0,
            ObjectHeaders.none(),
            ObjectMarks.of(deletion.owner()),
            Optional.empty(),
            deletion.now(),
            List.of());
    var stored = replace(handle, settings, latest, marker);
    return new Deleted(Optional.of(stored.version()), true);
  }

  private static void requireConditions(Conditions conditions, Optional<StoredObject> current) {
    if (!conditions.isEmpty()) {
      conditions.onDelete(current.map(StoredObject::current)).require();
    }
  }

  private static void requireUnlocked(StoredObject object, Deletion deletion) {
    if (object.marks().forbidRemoval(deletion.now(), deletion.bypass())) {
      throw new S3Exception(
          S3Error.ACCESS_DENIED, "Access Denied because object protected by object lock.");
    }
  }

  /// Changes the marks of a version in one step.
  ///
  /// @throws S3Exception `NoSuchVersion` when it is gone
  public void mark(StoredObject object, UnaryOperator<ObjectMarks> change) {
    database.change(
        handle -> {
          var found = requireVersion(handle, object);
          update(handle, object, "marks", change.apply(found.marks()).toJson());
        });
  }

  /// Gives a version another storage class.
  public void moveTo(StoredObject object, String storageClass) {
    database.change(
        handle -> {
          var headers = requireVersion(handle, object).headers();
          var moved = new ObjectHeaders(headers.standard(), headers.user(), storageClass);
          update(handle, object, "headers", moved.toJson());
        });
  }

  private static StoredObject requireVersion(Handle handle, StoredObject object) {
    return ObjectRows.version(
            handle, object.bucket(), object.key(), object.version(), ObjectRows.LOCK)
        .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_VERSION).with("Key", object.key()));
  }

  private static void update(Handle handle, StoredObject object, String column, String value) {
    handle
        .createUpdate(
            "UPDATE objects SET "
                + column
                + " = :value WHERE bucket = :bucket AND object_key = :key AND version = :version")
        .bind("value", value)
        .bind("bucket", object.bucket())
        .bind("key", Columns.key(object.key()))
        .bind("version", object.version())
        .execute();
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
                      "SELECT * FROM objects WHERE bucket = :bucket AND latest AND NOT marker AND object_key >= :from"
                          + bound
                          + " ORDER BY object_key LIMIT :limit")
                  .bind("bucket", bucket)
                  .bind("from", from)
                  .bind("limit", limit);
          before.ifPresent(key -> query.bind("before", key));
          return query.map((row, context) -> ObjectRows.object(row, List.of())).list();
        });
  }

  // The share lock holds off a concurrent DeleteBucket or change of versioning until the object is
  // in.
  static BucketSettings lockBucket(Handle handle, String bucket) {
    return handle
        .createQuery("SELECT settings FROM buckets WHERE name = :name FOR SHARE")
        .bind("name", bucket)
        .mapTo(String.class)
        .findOne()
        .map(BucketSettings::ofJson)
        .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_BUCKET).with("BucketName", bucket));
  }
}
