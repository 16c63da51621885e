package network.flashback.gateway.metadata;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.flashback.gateway.metadata.WriteGroups.Answer;
import network.flashback.gateway.metadata.WriteGroups.Done;
import network.flashback.gateway.metadata.WriteGroups.Refused;
import network.flashback.s3.Conditions;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import org.jdbi.v3.core.Handle;

/// Makes objects visible that were sent at once, those of many requests in one transaction. What is
/// wrong with one of them is its own matter: the others are committed.
///
/// All locks are taken in the order of bucket and key, so that gateways beside each other wait for
/// one another and never in a circle.
final class ObjectCommits {
  private static final String LOCK_BUCKETS =
      "SELECT name, settings FROM buckets WHERE name = ANY (?) ORDER BY name FOR SHARE";

  private static final String LATEST =
      ObjectRows.WITH_ONLY_PART
          + " JOIN unnest(?, ?) AS wanted (bucket, object_key)"
          + " ON o.bucket = wanted.bucket AND o.object_key = wanted.object_key"
          + " WHERE o.latest ORDER BY o.bucket, o.object_key";

  /// What may become part of its bucket now: it was not given up, nor has the bucket another SLA.
  private static final String LOCK_WRITING =
      "SELECT e.id FROM extents e WHERE e.id = ANY (?) AND e.state = 'writing'"
          + " AND e.sla_id = (SELECT b.sla_id FROM buckets b WHERE b.name = e.bucket) FOR UPDATE OF e";

  private static final String INSERT =
      "WITH made AS (INSERT INTO objects (bucket, object_key, version, sequence, latest, marker, etag, size_bytes,"
          + " headers, marks, checksum_algorithm, checksum_type, checksum_value, modified_at)"
          + " SELECT n.bucket, n.object_key, n.version, (SELECT coalesce(max(o.sequence), 0) + 1 FROM objects o"
          + " WHERE o.bucket = n.bucket AND o.object_key = n.object_key), TRUE, FALSE, n.etag, n.size, n.headers,"
          + " n.marks, n.algorithm, n.type, n.value, n.at FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (bucket,"
          + " object_key, version, etag, size, headers, marks, algorithm, type, value, at)),"
          + " kept AS (UPDATE extents SET state = 'kept', changed_at = k.at FROM unnest(?, ?) AS k (id, at)"
          + " WHERE extents.id = k.id)"
          + " INSERT INTO object_parts (bucket, object_key, version, part_number, extent, size_bytes, checksum_value)"
          + " SELECT p.bucket, p.object_key, p.version, 0, p.extent, p.size, p.value"
          + " FROM unnest(?, ?, ?, ?, ?, ?) AS p (bucket, object_key, version, extent, size, value)";

  private final Database database;
  private final WriteGroups<Commit, StoredObject> groups;

  /// An object to be made visible, if the conditions hold.
  private record Commit(StoredObject object, Conditions conditions, List<Extents.Put> puts) {
    Key key() {
      return new Key(object.bucket(), object.key());
    }

    Optional<StoredObject.Part> part() {
      return object.parts().stream().findFirst();
    }
  }

  private record Key(String bucket, String key) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::bucket).thenComparing(Key::key);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  ObjectCommits(Database database) {
    this.database = database;
    this.groups = new WriteGroups<>("objects-commit", Commit::key, this::commit);
  }

  /// Whether an object is of the kind that is committed here.
  static boolean takes(StoredObject object) {
    return !object.marker()
        && (object.parts().isEmpty()
            || (object.parts().size() == 1 && object.parts().getFirst().number() == 0));
  }

  StoredObject commit(StoredObject object, Conditions conditions, List<Extents.Put> puts) {
    return groups.ask(new Commit(object, conditions, puts));
  }

  /// Commits that wait for their turn.
  int waiting() {
    return groups.waiting();
  }

  private List<Answer<StoredObject>> commit(List<Commit> group) {
    var answers = database.transact(handle -> commit(handle, group));
    return group.stream().map(one -> requireNonNull(answers.get(one.key()))).toList();
  }

  private static Map<Key, Answer<StoredObject>> commit(Handle handle, List<Commit> group) {
    var ordered = group.stream().sorted(Comparator.comparing(Commit::key)).toList();
    var answers = new HashMap<Key, Answer<StoredObject>>();
    var settings = lockBuckets(handle, ordered);
    var latest = lockLatest(handle, ordered);
    // Before extents are kept: of pieces of what is only being written, no manifest takes note.
    Extents.received(handle, ordered.stream().flatMap(one -> one.puts.stream()).toList());
    var writing = lockWriting(handle, ordered);
    var made = new ArrayList<StoredObject>();
    for (var one : ordered) {
      try {
        var bucket = settings.get(one.object.bucket());
        if (bucket == null) {
          throw new S3Exception(S3Error.NO_SUCH_BUCKET).with("BucketName", one.object.bucket());
        }
        var shown = Optional.ofNullable(latest.get(one.key()));
        one.conditions
            .onWrite(shown.filter(each -> !each.marker()).map(StoredObject::current))
            .require();
        one.part()
            .map(StoredObject.Part::extent)
            .filter(extent -> !writing.contains(extent))
            .ifPresent(extent -> Extents.requireKept(0, handle, extent));
        var stored = Objects.makeWay(handle, bucket, shown, one.object);
        made.add(stored);
        answers.put(one.key(), new Done<>(stored));
      } catch (S3Exception | Extents.GivenUpException refused) {
        answers.put(one.key(), new Refused<>(refused));
      }
    }
    insert(handle, made);
    return answers;
  }

  // Held off until this is over: the removal of a bucket, and changes of how versions are kept.
  private static Map<String, BucketSettings> lockBuckets(Handle handle, List<Commit> group) {
    var names = group.stream().map(one -> one.object.bucket()).distinct().toList();
    return Database.on(
        handle,
        connection -> {
          try (var rows = Rows.of(names, connection, LOCK_BUCKETS);
              var found = rows.texts(name -> name).query()) {
            var settings = new HashMap<String, BucketSettings>();
            while (found.next()) {
              settings.put(found.getString(1), BucketSettings.ofJson(found.getString(2)));
            }
            return settings;
          }
        });
  }

  // Whoever waits for a row that another transaction replaces gets none; then look again.
  private static Map<Key, StoredObject> lockLatest(Handle handle, List<Commit> group) {
    var locked = new HashMap<Key, StoredObject>();
    Collection<Key> missing = group.stream().map(Commit::key).toList();
    while (!missing.isEmpty()) {
      locked.putAll(latest(handle, missing, ObjectRows.LOCK));
      missing = missing.stream().filter(key -> !locked.containsKey(key)).toList();
      missing = latest(handle, missing, "").keySet().stream().sorted().toList();
    }
    return locked;
  }

  private static Map<Key, StoredObject> latest(Handle handle, Collection<Key> keys, String lock) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    return Database.on(
        handle,
        connection -> {
          try (var rows = Rows.of(List.copyOf(keys), connection, LATEST + lock);
              var found = rows.texts(Key::bucket).bytes(key -> Columns.key(key.key)).query()) {
            return objects(handle, found);
          }
        });
  }

  private static Map<Key, StoredObject> objects(Handle handle, ResultSet rows) throws SQLException {
    var objects = new HashMap<Key, StoredObject>();
    while (rows.next()) {
      var object = ObjectRows.withParts(handle, rows);
      objects.put(new Key(object.bucket(), object.key()), object);
    }
    return objects;
  }

  private static Set<UUID> lockWriting(Handle handle, List<Commit> group) {
    var extents = group.stream().flatMap(one -> one.part().stream()).toList();
    return Database.on(
        handle,
        connection -> {
          try (var rows = Rows.of(extents, connection, LOCK_WRITING);
              var found = rows.ids(StoredObject.Part::extent).query()) {
            var writing = new HashSet<UUID>();
            while (found.next()) {
              writing.add(Columns.uuid(found, "id"));
            }
            return writing;
          }
        });
  }

  private static void insert(Handle handle, List<StoredObject> made) {
    if (made.isEmpty()) {
      return;
    }
    var whole = made.stream().filter(one -> !one.parts().isEmpty()).toList();
    var _ =
        Database.on(
            handle,
            connection -> {
              try (var rows = Rows.of(made, connection, INSERT)) {
                return rows.texts(StoredObject::bucket)
                    .bytes(one -> Columns.key(one.key()))
                    .texts(StoredObject::version)
                    .texts(one -> one.etag().value())
                    .numbers(StoredObject::size)
                    .texts(one -> one.headers().toJson())
                    .texts(one -> one.marks().toJson())
                    .texts(one -> one.checksum().map(sum -> sum.algorithm().name()).orElse(null))
                    .texts(one -> one.checksum().map(sum -> sum.type().name()).orElse(null))
                    .texts(one -> one.checksum().map(sum -> sum.value()).orElse(null))
                    .numbers(one -> one.modifiedAt().toEpochMilli())
                    .then(whole)
                    .ids(one -> one.parts().getFirst().extent())
                    .numbers(one -> one.modifiedAt().toEpochMilli())
                    .texts(StoredObject::bucket)
                    .bytes(one -> Columns.key(one.key()))
                    .texts(StoredObject::version)
                    .ids(one -> one.parts().getFirst().extent())
                    .numbers(StoredObject::size)
                    .texts(one -> one.parts().getFirst().checksum().orElse(null))
                    .update();
              }
            });
  }
}
