package network.flashback.market.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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

/// The market's database: migrated when opened, used in short transactions.
public final class Database implements AutoCloseable {
  private static final int ATTEMPTS = 8;

  private final Jdbi jdbi;
  private final AutoCloseable pool;

  /// The transaction that a thread is in, where [#whole] began one.
  private final ScopedValue<Optional<Handle>> current = ScopedValue.newInstance();

  private Database(DataSource source, AutoCloseable pool) {
    this.jdbi = Jdbi.create(source);
    this.pool = pool;
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:network/flashback/market/migration")
        .load()
        .migrate();
  }

  /// Connects, and brings the schema up to date.
  public static Database open(DatabaseConfig config) {
    var pool = new HikariConfig();
    pool.setPoolName("market");
    pool.setJdbcUrl(config.url());
    pool.setUsername(config.user());
    pool.setPassword(config.password());
    pool.setMaximumPoolSize(config.connections());
    pool.setConnectionTimeout(10_000);
    var source = new HikariDataSource(pool);
    return new Database(source, source);
  }

  /// Over a pool that belongs to somebody else, and stays open.
  public static Database over(DataSource pool) {
    return new Database(pool, () -> {});
  }

  /// Makes one transaction of everything that the work does with this database, again from its
  /// start when another one was in the way: the work must do nothing else that lasts.
  public <T> T whole(Supplier<T> work) {
    return transact(
        handle -> ScopedValue.where(current, Optional.of(handle)).call(() -> work.get()));
  }

  /// Within [#whole], work whose transactions are its own and last whatever becomes of the whole.
  public <T> T apart(Supplier<T> work) {
    return ScopedValue.where(current, Optional.<Handle>empty()).call(() -> work.get());
  }

  /// Reads without a transaction, but for that of [#whole].
  public <T> T read(HandleCallback<T, RuntimeException> work) {
    var joined = joined();
    if (joined.isPresent()) {
      return work.withHandle(joined.get());
    }
    return isApart() ? alone(work) : jdbi.withHandle(work);
  }

  /// Runs the work in a transaction, again from its start when another one was in the way; within
  /// [#whole] it is a part of that one.
  public <T> T transact(HandleCallback<T, RuntimeException> work) {
    var joined = joined();
    if (joined.isPresent()) {
      return work.withHandle(joined.get());
    }
    for (var attempt = 1; ; attempt++) {
      try {
        return isApart()
            ? alone(handle -> handle.inTransaction(same -> work.withHandle(handle)))
            : jdbi.inTransaction(work);
      } catch (JdbiException failure) {
        if (attempt == ATTEMPTS || !isConflict(failure)) {
          throw failure;
        }
      }
    }
  }

  /// [#transact] without a result.
  public void change(HandleConsumer<RuntimeException> work) {
    transact(
        handle -> {
          work.useHandle(handle);
          return true;
        });
  }

  /// Whether the database answers.
  public boolean answers() {
    return read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
  }

  // The library gives a thread the handle that it has already, and with it its transaction: what is
  // apart has one of its own, which what is nested in it joins.
  private <T> T alone(HandleCallback<T, RuntimeException> work) {
    try (var handle = jdbi.open()) {
      return ScopedValue.where(current, Optional.of(handle)).call(() -> work.withHandle(handle));
    }
  }

  private boolean isApart() {
    return current.isBound() && current.get().isEmpty();
  }

  private Optional<Handle> joined() {
    return current.isBound() ? current.get() : Optional.empty();
  }

  @Override
  public void close() {
    try {
      pool.close();
    } catch (Exception failure) {
      throw new IllegalStateException(
          "The connections of the market's database stay open.", failure);
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
