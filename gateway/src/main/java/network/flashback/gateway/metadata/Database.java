package network.flashback.gateway.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// The gateway's database: migrated when opened, used in short transactions.
public final class Database implements AutoCloseable {
  /// Connections for lookups, beside those of the pool.
  static final int LOOKUPS = 2;

  /// A lookup is planned once, and follows indexes in the order in which it is written. Left to
  /// itself PostgreSQL plans it anew for each number of questions, which costs more than the
  /// lookup, and joins whole tables while it has no statistics of them.
  private static final String AS_WRITTEN =
      "SET plan_cache_mode = force_generic_plan; SET join_collapse_limit = 1;"
          + " SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
          + " SET enable_material = off; SET enable_memoize = off";

  private static final int ATTEMPTS = 8;

  private final HikariDataSource pool;
  private final HikariDataSource lookups;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool, HikariDataSource lookups) {
    this.pool = pool;
    this.lookups = lookups;
    this.jdbi = Jdbi.create(pool);
  }

  /// Work in plain JDBC, for what every request does.
  public interface Plain<T> {
    T run(Connection connection) throws SQLException;
  }

  /// Connects and brings the schema up to date.
  ///
  /// @param url of JDBC, such as `jdbc:postgresql://127.0.0.1:9054/gateway`
  public static Database open(String url, String user, String password, int connections) {
    var config = config("gateway", url, user, password, connections);
    var lookups = config("gateway-lookups", url, user, password, LOOKUPS);
    lookups.setConnectionInitSql(AS_WRITTEN);
    lookups.setMinimumIdle(0);
    var database = new Database(new HikariDataSource(config), new HikariDataSource(lookups));
    migrate(database.pool);
    return database;
  }

  private static HikariConfig config(
      String name, String url, String user, String password, int connections) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(10_000);
    return config;
  }

  private static void migrate(DataSource source) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:network/flashback/gateway/migration")
        .load()
        .migrate();
  }

  /// Reads without a transaction.
  public <T> T read(HandleCallback<T, RuntimeException> work) {
    return jdbi.withHandle(work);
  }

  /// Reads by one statement in a connection for lookups.
  <T> T lookUp(Plain<T> work) throws SQLException {
    try (var connection = lookups.getConnection()) {
      return work.run(connection);
    }
  }

  /// Runs the work in a transaction, again from its start when another transaction was in the way.
  public <T> T transact(HandleCallback<T, RuntimeException> work) {
    return retried(() -> jdbi.inTransaction(work));
  }

  /// [#transact] in which every statement sees the database as it was at one moment.
  public <T> T transactAtOneMoment(HandleCallback<T, RuntimeException> work) {
    return retried(() -> jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work));
  }

  /// [#transact] without a result.
  public void change(HandleConsumer<RuntimeException> work) {
    transact(
        (Handle handle) -> {
          work.useHandle(handle);
          return true;
        });
  }

  /// [#transact] in plain JDBC.
  public <T> T transactPlainly(Plain<T> work) {
    return transact(
        (Handle handle) -> {
          try {
            return work.run(handle.getConnection());
          } catch (SQLException e) {
            throw new IllegalStateException("a statement failed: " + e.getMessage(), e);
          }
        });
  }

  /// Whether the database answers.
  public boolean answers() {
    return read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
  }

  @Override
  public void close() {
    lookups.close();
    pool.close();
  }

  private static <T> T retried(Supplier<T> transaction) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.get();
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !isConflict(e)) {
          throw e;
        }
      }
    }
  }

  /// Serialisation failure, deadlock, or two inserts of one key: the next attempt sees what the
  /// other did.
  private static boolean isConflict(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return switch (sql.getSQLState()) {
          case "40001", "40P01", "23505" -> true;
          default -> false;
        };
      }
    }
    return false;
  }
}
