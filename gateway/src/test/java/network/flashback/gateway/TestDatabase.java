package network.flashback.gateway;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL, started once for all tests of this process; each test has a database of its
/// own in it.
final class TestDatabase {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  private TestDatabase() {}

  /// The JDBC address of a new empty database, for the user `postgres` without a password.
  static synchronized String fresh() throws IOException, SQLException {
    var running = server;
    if (running == null) {
      running = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      server = running;
    }
    var name = "gateway_" + NEXT.incrementAndGet();
    try (var connection = running.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return "jdbc:postgresql://127.0.0.1:" + running.getPort() + "/" + name;
  }

  /// The first column of what a query finds.
  static List<String> texts(String database, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(database, "postgres", "");
        var found = connection.createStatement().executeQuery(sql)) {
      var texts = new ArrayList<String>();
      while (found.next()) {
        texts.add(found.getString(1));
      }
      return texts;
    }
  }

  /// The number a query finds.
  static long number(String database, String sql) throws SQLException {
    return Long.parseLong(texts(database, sql).getFirst());
  }
}
