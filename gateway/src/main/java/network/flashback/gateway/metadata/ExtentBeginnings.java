package network.flashback.gateway.metadata;

import java.util.List;
import java.util.UUID;
import network.flashback.gateway.metadata.WriteGroups.Answer;
import network.flashback.gateway.metadata.WriteGroups.Done;

/// Records extents before their bytes go out, those of many requests in one statement.
final class ExtentBeginnings {
  private static final String INSERT =
      "WITH new_extents AS (INSERT INTO extents (id, bucket, sla_id, wrapped_key, layout, size_bytes, changed_at,"
          + " state, writer) SELECT e.id, e.bucket, e.sla, e.key, e.layout, e.size, e.at, 'writing', ? FROM"
          + " unnest(?, ?, ?, ?, ?, ?, ?) AS e (id, bucket, sla, key, layout, size, at)),"
          + " new_segments AS (INSERT INTO segments (extent, position, plain_bytes, data_shards, total_shards)"
          + " SELECT s.extent, s.position, s.plain, s.data, s.total FROM"
          + " unnest(?, ?, ?, ?, ?) AS s (extent, position, plain, data, total))"
          + " INSERT INTO pieces (id, extent, segment, shard, agreement, bytes, state)"
          + " SELECT p.id, p.extent, p.segment, p.shard, p.agreement, p.bytes, 'intended' FROM"
          + " unnest(?, ?, ?, ?, ?, ?) AS p (id, extent, segment, shard, agreement, bytes)";

  private final Database database;
  private final UUID writer;
  private final WriteGroups<Beginning, Boolean> groups;

  /// @param extent with its first segment
  private record Beginning(Extent extent, long at) {
    Extent.Segment first() {
      return extent.segments().getFirst();
    }
  }

  private record Intended(UUID extent, Extent.Segment segment, Extent.Piece piece) {}

  ExtentBeginnings(Database database, UUID writer) {
    this.database = database;
    this.writer = writer;
    this.groups =
        new WriteGroups<>("extents-begin", beginning -> beginning.extent.id(), this::begin);
  }

  void begin(Extent extent, long now) {
    var _ = groups.ask(new Beginning(extent, now));
  }

  private List<Answer<Boolean>> begin(List<Beginning> group) {
    var pieces =
        group.stream()
            .flatMap(
                one ->
                    one.first().pieces().stream()
                        .map(piece -> new Intended(one.extent.id(), one.first(), piece)))
            .toList();
    var _ =
        database.statement(
            connection -> {
              try (var rows = Rows.of(group, connection, INSERT)) {
                return rows.value(writer)
                    .ids(one -> one.extent.id())
                    .texts(one -> one.extent.bucket())
                    .bytes(one -> one.extent.slaId().toArray())
                    .bytes(one -> one.extent.wrappedKey().toArray())
                    .texts(one -> Columns.layout(one.extent.layout()))
                    .numbers(one -> one.extent.size())
                    .numbers(Beginning::at)
                    .ids(one -> one.extent.id())
                    .numbers(one -> (long) one.first().position())
                    .numbers(one -> one.first().plainBytes())
                    .numbers(one -> (long) one.first().redundancy().dataShards())
                    .numbers(one -> (long) one.first().redundancy().providersNeeded())
                    .then(pieces)
                    .bytes(one -> one.piece.name().value().toArray())
                    .ids(Intended::extent)
                    .numbers(one -> (long) one.segment.position())
                    .numbers(one -> (long) one.piece.shard())
                    .decimals(one -> Columns.number(one.piece.agreementId()))
                    .numbers(one -> one.segment.layout().pieceLength())
                    .update();
              }
            });
    return group.stream().<Answer<Boolean>>map(_ -> new Done<>(true)).toList();
  }
}
