package network.flashback.gateway.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
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
  private static final int ATTEMPTS = 8;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /// Connects and brings the schema up to date.
  ///
  /// @param url of JDBC, such as `jdbc:postgresql://127.0.0.1:9054/gateway`
  public static Database open(String url, String user, String password, int connections) {
    var config = new HikariConfig();
    config.setPoolName("gateway");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(10_000);
    var database = new Database(new HikariDataSource(config));
    migrate(database.pool);
    return database;
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

  /// Whether the database answers.
  public boolean answers() {
    return read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
  }

  @Override
  public void close() {
    pool.close();
  }

  private static <T> T retried(Supplier<T> transaction) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.get();
      } catch (JdbiException e) {
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
