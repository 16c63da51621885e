package network.flashback.gateway.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import network.flashback.evm.Bytes32;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What manifests speak of: the units of metadata, each with its rows as JSON. New columns are in
/// their manifests without a change here.
public final class ManifestEntities {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();

  /// Entities whose states are read in one query.
  private static final int AT_ONCE = 500;

  /// A log tells of the buckets under its SLA, and of those that have gone from it until the other
  /// one does.
  private static final String TELLS_OF =
      "(%1$s.sla_id = k.sla OR EXISTS (SELECT 1 FROM bucket_moves m"
          + " WHERE m.bucket = %1$s.name AND m.moved_from = k.sla))";

  private ManifestEntities() {}

  /// A kind of entity, and the query for its rows; `k` holds the entities asked for.
  public enum Kind {
    BUCKET(
        "jsonb_build_object('buckets', jsonb_build_array(to_jsonb(t)))",
        "JOIN buckets t ON t.name = k.name AND " + TELLS_OF.formatted("t")),
    EXTENT(
        "jsonb_build_object('extents', jsonb_build_array(to_jsonb(t)), 'segments',"
            + " (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.position) FROM segments s WHERE s.extent = t.id), 'pieces',"
            + " (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM pieces p WHERE p.extent = t.id))",
        "JOIN extents t ON t.id = CAST(k.name AS UUID) AND t.state = 'kept' AND (t.sla_id = k.sla"
            + " OR EXISTS (SELECT 1 FROM pieces q WHERE q.extent = t.id AND q.moved_from = k.sla))"),
    OBJECT(
        "jsonb_build_object('objects', jsonb_build_array(to_jsonb(t)), 'object_parts',"
            + " (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.part_number) FROM object_parts p WHERE p.bucket = t.bucket"
            + " AND p.object_key = t.object_key AND p.version = t.version))",
        "JOIN buckets b ON b.name = k.name AND "
            + TELLS_OF.formatted("b")
            + " JOIN objects t ON t.bucket = k.name AND t.object_key = decode(k.key, 'hex') AND t.version = k.version"),
    UPLOAD(
        "jsonb_build_object('uploads', jsonb_build_array(to_jsonb(t)), 'upload_parts',"
            + " (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.part_number) FROM upload_parts p WHERE p.upload = t.id))",
        "JOIN uploads t ON t.id = k.name JOIN buckets b ON b.name = t.bucket AND "
            + TELLS_OF.formatted("b")),
    AGREEMENT(
        "jsonb_build_object('revisions', (SELECT jsonb_agg(to_jsonb(r)) FROM revisions r"
            + " WHERE r.agreement = CAST(k.name AS NUMERIC)), 'egress', (SELECT jsonb_agg(to_jsonb(e)) FROM egress e"
            + " WHERE e.agreement = CAST(k.name AS NUMERIC)))",
        "");

    private final String rows;
    private final String source;

    Kind(String rows, String source) {
      this.rows = rows;
      this.source = source;
    }

    /// As it is written.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// One unit of metadata.
  ///
  /// @param key of an object, in hexadecimal; else empty
  /// @param version of an object; else empty
  public record Entity(Kind kind, String name, String key, String version) {
    static Entity ofAgreement(BigInteger id) {
      return new Entity(Kind.AGREEMENT, id.toString(), "", "");
    }
  }

  /// An entity's rows by table, as JSON; empty text when it is gone.
  public record State(Entity entity, String rows) {}

  /// Takes what was noted: all ordinary changes, and some of a snapshot's.
  static Set<Entity> takeChanges(Handle handle, Bytes32 slaId, int snapshotStep) {
    return new LinkedHashSet<>(
        handle
            .createQuery(
                "DELETE FROM manifest_changes WHERE sla_id = :sla AND (NOT snapshot OR id IN"
                    + " (SELECT id FROM manifest_changes WHERE sla_id = :sla AND snapshot ORDER BY id LIMIT :step))"
                    + " RETURNING kind, name, object_key, version")
            .bind("sla", slaId.toArray())
            .bind("step", snapshotStep)
            .map(
                (row, context) ->
                    new Entity(
                        Kind.of(row.getString("kind")),
                        row.getString("name"),
                        hex(row.getBytes("object_key")),
                        text(row.getString("version"))))
            .list());
  }

  /// The states of entities under an SLA, those that are gone included: a bucket of that name under
  /// another SLA is another one.
  static List<State> statesOf(Handle handle, Bytes32 slaId, Set<Entity> entities) {
    var byKind = new EnumMap<Kind, List<Entity>>(Kind.class);
    entities.forEach(one -> byKind.computeIfAbsent(one.kind, k -> new ArrayList<>()).add(one));
    var states = new ArrayList<State>();
    byKind.forEach(
        (kind, some) -> {
          for (int from = 0; from < some.size(); from += AT_ONCE) {
            var page = some.subList(from, Math.min(from + AT_ONCE, some.size()));
            var found = rows(handle, slaId, kind, page);
            page.forEach(one -> states.add(new State(one, found.getOrDefault(one, ""))));
          }
        });
    return states;
  }

  private static Map<Entity, String> rows(
      Handle handle, Bytes32 slaId, Kind kind, Collection<Entity> entities) {
    var found = new HashMap<Entity, String>();
    handle
        .createQuery(
            "WITH k AS (SELECT *, CAST(:sla AS BYTEA) AS sla FROM jsonb_to_recordset(CAST(:keys AS JSONB)) AS x(name TEXT, key TEXT, version TEXT))"
                + " SELECT k.name, k.key, k.version, CAST("
                + kind.rows
                + " AS TEXT) AS found FROM k "
                + kind.source)
        .bind("sla", slaId.toArray())
        .bind("keys", keys(entities))
        .map(
            (row, context) ->
                new State(
                    new Entity(
                        kind,
                        row.getString("name"),
                        row.getString("key"),
                        row.getString("version")),
                    row.getString("found")))
        .forEach(state -> found.put(state.entity, state.rows));
    return found;
  }

  /// Notes everything under an SLA.
  static void noteAll(Handle handle, Bytes32 slaId) {
    for (String select :
        List.of(
            "SELECT sla_id, 'bucket', name, CAST(NULL AS BYTEA), CAST(NULL AS TEXT), TRUE FROM buckets WHERE sla_id = :sla",
            "SELECT sla_id, 'extent', CAST(id AS TEXT), CAST(NULL AS BYTEA), CAST(NULL AS TEXT), TRUE FROM extents"
                + " WHERE sla_id = :sla AND state = 'kept' AND bucket NOT LIKE 'manifests/%'",
            "SELECT b.sla_id, 'object', o.bucket, o.object_key, o.version, TRUE FROM objects o"
                + " JOIN buckets b ON b.name = o.bucket WHERE b.sla_id = :sla",
            "SELECT b.sla_id, 'upload', u.id, CAST(NULL AS BYTEA), CAST(NULL AS TEXT), TRUE FROM uploads u"
                + " JOIN buckets b ON b.name = u.bucket WHERE b.sla_id = :sla",
            "SELECT CAST(:sla AS BYTEA), 'agreement', CAST(r.agreement AS TEXT), CAST(NULL AS BYTEA), CAST(NULL AS TEXT), TRUE"
                + " FROM revisions r WHERE r.agreement IN (SELECT p.agreement FROM pieces p"
                + " JOIN extents e ON e.id = p.extent WHERE e.sla_id = :sla)")) {
      handle
          .createUpdate(
              "INSERT INTO manifest_changes (sla_id, kind, name, object_key, version, snapshot) "
                  + select)
          .bind("sla", slaId.toArray())
          .execute();
    }
  }

  private static String keys(Collection<Entity> entities) {
    ArrayNode keys = MAPPER.createArrayNode();
    entities.forEach(
        one ->
            keys.addObject().put("name", one.name).put("key", one.key).put("version", one.version));
    try {
      return MAPPER.writeValueAsString(keys);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts always become JSON", e);
    }
  }

  private static String hex(byte @Nullable [] bytes) {
    return bytes == null ? "" : HEX.formatHex(bytes);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
