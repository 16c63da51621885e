package network.flashback.market.database;

import network.flashback.domain.Refused;

/// How to reach PostgreSQL.
///
/// @param url of JDBC, such as `jdbc:postgresql://127.0.0.1:9054/market`
/// @param connections most that are open at once
public record DatabaseConfig(String url, String user, String password, int connections) {
  public DatabaseConfig {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new Refused(
          "database.url",
          "is no address of a PostgreSQL database",
          "write jdbc:postgresql://HOST:PORT/NAME");
    }
    Refused.requireRange("connections", connections, 2, 1_000);
  }

  /// The password stays out of logs.
  @Override
  public String toString() {
    return url + " as " + user;
  }
}
