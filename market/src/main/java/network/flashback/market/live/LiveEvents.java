package network.flashback.market.live;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.market.database.Database;
import network.flashback.market.json.JsonReader;

/// The chain's events in the order in which they came in.
public final class LiveEvents implements EventSource {
  /// `sequence` is a column of V5_2: it only grows, and never names two events.
  private static final String SELECT =
      """
      SELECT e.sequence, e.name, e.block_time, e.block_number, e.block_hash, e.log_index, e.part,
             e.transaction_hash, e.fields, COALESCE(e.agreement_id, d.agreement_id) AS agreement_id, COALESCE(e.sla_id, o.sla_id) AS sla_id,
             COALESCE(e.provider_id, o.provider_id) AS provider_id, s.fields->>'consumer' AS consumer
      FROM event e
      LEFT JOIN event d ON e.agreement_id IS NULL AND d.name = 'DisputeOpened'
        AND d.fields->>'disputeId' = e.fields->>'disputeId' AND e.name LIKE 'Dispute%'
      LEFT JOIN event o ON o.name = 'AgreementOpened'
        AND o.agreement_id = COALESCE(e.agreement_id, d.agreement_id)
      LEFT JOIN event s ON s.name = 'SlaOpened' AND s.sla_id = COALESCE(e.sla_id, o.sla_id)
      WHERE e.sequence > :after AND e.name IN (<names>)
      ORDER BY e.sequence LIMIT :limit\
      """;

  private final Database database;

  public LiveEvents(Database database) {
    this.database = database;
  }

  /// An event and its place in the order.
  ///
  /// @param consumer of its SLA, checksummed; empty where there is none
  public record Placed(long sequence, LiveEvent event, Optional<String> consumer) {}

  @Override
  public List<Placed> after(long sequence, Collection<EventType> types, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT)
                .bindList("names", types.stream().flatMap(type -> type.names().stream()).toList())
                .bind("after", sequence)
                .bind("limit", limit)
                .map((row, context) -> placed(row))
                .list());
  }

  @Override
  public long newest() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT COALESCE(max(sequence), 0) FROM event")
                .mapTo(Long.class)
                .one());
  }

  private static Placed placed(ResultSet row) throws SQLException {
    var sla = row.getString("sla_id");
    var agreement = row.getBigDecimal("agreement_id");
    var blockHash = row.getString("block_hash");
    var place = blockHash + ":" + row.getLong("log_index") + ":" + row.getInt("part");
    var name = row.getString("name");
    return new Placed(
        row.getLong("sequence"),
        new LiveEvent(
            "evt_" + HexFormat.of().formatHex(Arrays.copyOf(Keccak256.hash(place).toArray(), 16)),
            EventType.of(name),
            name,
            row.getLong("block_time"),
            row.getLong("block_number"),
            Bytes32.fromHex(blockHash),
            Bytes32.fromHex(row.getString("transaction_hash")),
            sla == null ? null : Bytes32.fromHex(sla),
            agreement == null ? null : agreement.toBigInteger().toString(),
            row.getString("provider_id"),
            JsonReader.tree(row.getString("fields"))),
        Optional.ofNullable(row.getString("consumer")));
  }
}
