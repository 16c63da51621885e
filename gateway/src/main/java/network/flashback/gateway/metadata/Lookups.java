package network.flashback.gateway.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds what a request is about: the bucket, the version, and where its first bytes lie. Requests
/// of the same moment share a statement.
public final class Lookups {
  private static final int GROUP_MAX = 64;

  /// What a request names.
  private static final String ASKED =
      " FROM unnest(?, ?, ?, ?) AS q (n, bucket, object_key, version)";

  /// Both arms find by an index; only one of them is entered.
  private static final String VERSION =
      " LEFT JOIN LATERAL ((SELECT * FROM objects WHERE bucket = q.bucket AND object_key = q.object_key"
          + " AND latest AND q.version IS NULL ORDER BY sequence DESC LIMIT 1) UNION ALL SELECT *"
          + " FROM objects WHERE bucket = q.bucket AND object_key = q.object_key"
          + " AND version = q.version) o ON TRUE";

  private static final String FIRST_BYTES =
      " LEFT JOIN object_parts t ON t.bucket = q.bucket AND t.object_key = q.object_key"
          + " AND t.version = o.version AND t.part_number = 0 LEFT JOIN extents e ON e.id = t.extent"
          + " LEFT JOIN segments s ON s.extent = t.extent AND s.position = 0"
          + " LEFT JOIN pieces p ON p.extent = t.extent AND p.segment = 0 AND p.state = 'stored'";

  private static final String STATEMENT =
      "SELECT q.n, b.sla_id, b.consumer, b.wrapped_key, b.created_at, b.settings,"
          + " o.version, o.marker, o.latest, o.etag, o.size_bytes, o.headers, o.marks,"
          + " o.checksum_algorithm, o.checksum_type, o.checksum_value, o.modified_at,"
          + " t.extent, t.checksum_value, e.bucket, e.sla_id, e.wrapped_key, e.layout, e.size_bytes,"
          + " s.plain_bytes, s.data_shards, s.total_shards, p.id, p.shard, p.agreement, p.sums"
          + ASKED
          + " LEFT JOIN buckets b ON b.name = q.bucket"
          + VERSION
          + FIRST_BYTES;

  private final Database database;
  private final Together<Asked, Found> together;

  /// Lookups in this database.
  public Lookups(Database database) {
    this.database = database;
    this.together = new Together<>(this::put, Database.LOOKUPS, GROUP_MAX);
  }

  /// What is looked up.
  ///
  /// @param key none to look up the bucket alone
  /// @param version none for what the key shows
  public record Asked(String bucket, Optional<String> key, Optional<String> version) {}

  /// What there is, all of it at one moment.
  ///
  /// @param begins for an object that was sent at once: its extent with the first of its segments
  public record Found(
      Optional<Bucket> bucket, Optional<StoredObject> object, Optional<Extent> begins) {
    /// Nothing was named.
    public static final Found NOTHING =
        new Found(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Looks up a bucket alone.
  public Found findBucket(String name) {
    return find(new Asked(name, Optional.empty(), Optional.empty()));
  }

  /// Looks up what a request names, as it is at some moment after the call.
  public Found find(Asked asked) {
    return together.ask(asked);
  }

  private List<Supplier<Found>> put(List<Asked> group) {
    try {
      return database.lookUp(connection -> rows(connection, group));
    } catch (SQLException refused) {
      // Data that the database cannot take, such as a NUL in a name: only who sent it is refused.
      if (group.size() > 1 && isOfData(refused)) {
        return group.stream().map(this::alone).toList();
      }
      throw new IllegalStateException("a lookup failed: " + refused.getMessage(), refused);
    }
  }

  private Supplier<Found> alone(Asked one) {
    try {
      return put(List.of(one)).getFirst();
    } catch (IllegalStateException refused) {
      return () -> {
        throw refused;
      };
    }
  }

  private static boolean isOfData(SQLException refused) {
    @Nullable String state = refused.getSQLState();
    return state != null && state.startsWith("22");
  }

  private List<Supplier<Found>> rows(Connection connection, List<Asked> group) throws SQLException {
    var found = new ArrayList<FoundRows>(group.size());
    var numbers = new Integer[group.size()];
    var buckets = new String[group.size()];
    byte[] @Nullable [] keys = new byte[group.size()] @Nullable [];
    @Nullable String[] versions = new @Nullable String[group.size()];
    for (int i = 0; i < group.size(); i++) {
      var asked = group.get(i);
      found.add(new FoundRows(asked, database));
      numbers[i] = i;
      buckets[i] = asked.bucket();
      keys[i] = asked.key().map(Columns::key).orElse(null);
      versions[i] = asked.version().orElse(null);
    }
    try (var statement = connection.prepareStatement(STATEMENT)) {
      statement.setArray(1, connection.createArrayOf("int4", numbers));
      statement.setArray(2, connection.createArrayOf("text", buckets));
      statement.setArray(3, connection.createArrayOf("bytea", keys));
      statement.setArray(4, connection.createArrayOf("text", versions));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.get(rows.getInt(1)).add(rows);
        }
      }
    }
    return List.copyOf(found);
  }
}
