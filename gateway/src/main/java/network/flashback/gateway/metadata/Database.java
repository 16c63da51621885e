package network.flashback.gateway.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
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
  @FunctionalInterface
  public interface Statements<T> {
    T on(Connection connection) throws SQLException;
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
  <T> T lookUp(Statements<T> work) throws SQLException {
    try (var connection = lookups.getConnection()) {
      return work.on(connection);
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

  /// Runs one statement, which is a transaction by itself: it needs no commit of its own.
  <T> T statement(Statements<T> work) {
    return retried(() -> jdbi.withHandle(handle -> on(handle, work)));
  }

  /// Runs statements straight on the connection of a transaction.
  static <T> T on(Handle handle, Statements<T> work) {
    try {
      return work.on(handle.getConnection());
    } catch (SQLException e) {
      throw new StatementFailedException(e);
    }
  }

  /// A statement that the database did not carry out.
  private static final class StatementFailedException extends JdbiException {
    private static final long serialVersionUID = 1;

    StatementFailedException(SQLException cause) {
      super(cause);
    }
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
  public <T> T transactPlainly(Statements<T> work) {
    return transact((Handle handle) -> on(handle, work));
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
    return state(failure)
        .map(
            state ->
                switch (state) {
                  case "40001", "40P01", "23505" -> true;
                  default -> false;
                })
        .orElse(false);
  }

  /// Whether it was not the statement that failed, but the way to the database, or the database.
  static boolean isAway(Throwable failure) {
    return state(failure)
        .map(
            state ->
                switch (state.length() < 2 ? "" : state.substring(0, 2)) {
                  // Connection, resources, intervention of an operator, system, or none given.
                  case "08", "53", "57", "58", "" -> true;
                  default -> false;
                })
        .orElse(false);
  }

  /// The SQL state of a failure, empty text where the driver gave none; none where it is no failure
  /// of JDBC.
  private static Optional<String> state(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(java.util.Objects.requireNonNullElse(sql.getSQLState(), ""));
      }
    }
    return Optional.empty();
  }
}
