package network.flashback.market.indexer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.JsonReader;
import org.jdbi.v3.core.statement.StatementContext;

/// One event of the chain, as it stands in the table.
///
/// @param time of its block, unix second
/// @param fields by their names in the contract; numbers are decimal strings
public record IndexedEvent(
    long block, long time, Bytes32 transaction, String name, JsonNode fields) {
  static IndexedEvent of(ResultSet row, StatementContext context) throws SQLException {
    return new IndexedEvent(
        row.getLong("block_number"),
        row.getLong("block_time"),
        Bytes32.fromHex(row.getString("transaction_hash")),
        row.getString("name"),
        JsonReader.tree(row.getString("fields")));
  }

  public BigInteger integer(String field) {
    return new BigInteger(text(field));
  }

  public long number(String field) {
    return integer(field).longValueExact();
  }

  public Address address(String field) {
    return Address.parse(text(field));
  }

  public Bytes32 word(String field) {
    return Bytes32.fromHex(text(field));
  }

  public String text(String field) {
    if (!fields.has(field)) {
      throw new IllegalStateException("event " + name + " has no field " + field + ": " + fields);
    }
    return fields.get(field).asText();
  }
}
