package network.flashback.market.certification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import network.flashback.domain.certification.ApplicationState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.JsonReader;
import org.jdbi.v3.core.statement.StatementContext;

/// An application as it stands in its table.
///
/// @param certificate that was issued for it
/// @param place in the order in which they came
record ApplicationRow(
    Bytes32 id,
    Address owner,
    Manifest manifest,
    Bytes signature,
    ApplicationState state,
    Optional<Long> certificate,
    long place) {
  static ApplicationRow of(ResultSet row, StatementContext context) throws SQLException {
    var certificate = row.getLong("certificate");
    return new ApplicationRow(
        Bytes32.fromHex(row.getString("id")),
        Address.parse(row.getString("owner")),
        JsonReader.read(Manifest.class, JsonReader.tree(row.getString("manifest"))),
        Bytes.fromHex(row.getString("signature")),
        ApplicationState.valueOf(row.getString("state")),
        certificate == 0 ? Optional.empty() : Optional.of(certificate),
        row.getLong("place"));
  }
}
