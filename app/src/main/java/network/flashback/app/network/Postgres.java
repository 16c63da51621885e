package network.flashback.app.network;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// PostgreSQL of the network: embedded binaries, data kept in the network's folder, one database a
/// role. It outlives the program that started it.
final class Postgres {
  static final List<String> DATABASES = List.of("market", "gateway");

  private final NetworkPlan plan;
  private final Processes processes;

  Postgres(NetworkPlan plan, Processes processes) {
    this.plan = plan;
    this.processes = processes;
  }

  void start() {
    if (processes.find(Member.POSTGRES).isPresent()) {
      return;
    }
    var data = plan.folder(Member.POSTGRES).resolve("data");
    try {
      Files.createDirectories(plan.folder(Member.POSTGRES));
      var log = Redirect.appendTo(plan.log(Member.POSTGRES).toFile());
      var server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(plan.port(Member.POSTGRES))
              .setServerConfig("listen_addresses", "127.0.0.1")
              // A 200 of the gateway means durable: never trade that for speed.
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("fsync", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "100")
              .setServerConfig("shared_buffers", "64MB")
              .setPGStartupWait(Duration.ofSeconds(60))
              .setErrorRedirector(log)
              .setOutputRedirector(log)
              .start();
      processes.remember(Member.POSTGRES, postmaster(data));
      createDatabases(server);
    } catch (IOException | IllegalStateException | SQLException e) {
      throw new NetworkException(
          "PostgreSQL did not start in %s: %s. Its log: %s"
              .formatted(data, e.getMessage(), plan.log(Member.POSTGRES)),
          e);
    }
  }

  private static void createDatabases(EmbeddedPostgres server) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var query =
            connection.prepareStatement("SELECT count(*) FROM pg_database WHERE datname = ?")) {
      for (var database : DATABASES) {
        query.setString(1, database);
        try (var rows = query.executeQuery()) {
          rows.next();
          if (rows.getInt(1) == 0) {
            try (var statement = connection.createStatement()) {
              statement.execute("CREATE DATABASE " + database);
            }
          }
        }
      }
    }
  }

  /// First line of postmaster.pid (PostgreSQL documentation, "Database File Layout").
  private static long postmaster(Path data) throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
  }
}
