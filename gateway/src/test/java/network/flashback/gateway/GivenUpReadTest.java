package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.EgressLedgers;
import network.flashback.providers.node.EgressLedger;
import network.flashback.providers.node.EgressLedger.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A read that is given up, because another leg was faster, while its ledger is being written.
class GivenUpReadTest {
  private static final BigInteger AGREEMENT = BigInteger.valueOf(9000);
  private static final int CONNECTIONS = 2;
  private static final String OF_THE_POOL = "backend_type = 'client backend'";
  private static final Duration LONG = Duration.ofSeconds(60);

  private String url;
  private Database database;
  private EgressLedger ledger;
  private Connection other;

  @BeforeEach
  void open() throws Exception {
    url = TestDatabase.fresh();
    database = Database.open(url, "postgres", "", CONNECTIONS);
    ledger = new EgressLedgers(database).of(AGREEMENT);
    ledger.permit(1);
    other = DriverManager.getConnection(url, "postgres", "");
    other.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    other.close();
    database.close();
  }

  @Test
  void permissionIsOnDiskAndTheConnectionStays() throws Exception {
    giveUpWhile(() -> ledger.permit(1000));

    assertThat(ledger.permittedBytes()).isEqualTo(1000);
  }

  @Test
  void aPromiseIsOnDiskAndTheConnectionStays() throws Exception {
    giveUpWhile(
        () -> {
          var _ = ledger.promise(new Promise(BigInteger.TEN, 500));
        });

    assertThat(ledger.promised()).isEqualTo(new Promise(BigInteger.TEN, 500));
  }

  @Test
  void theHighestPromiseComesBackFromALowerOne() {
    var high = new Promise(BigInteger.TEN, 500);
    assertThat(ledger.promise(high)).isEqualTo(high);
    assertThat(ledger.promise(new Promise(BigInteger.TWO, 100))).isEqualTo(high);
  }

  /// Interrupts the thread while its statement waits for a row that somebody else has locked.
  private void giveUpWhile(Runnable write) throws Exception {
    var connections = fullPool();
    try (var lock = other.createStatement()) {
      lock.execute("SELECT * FROM egress FOR UPDATE");
    }
    var knows = new AtomicBoolean();
    var reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  write.run();
                  knows.set(Thread.currentThread().isInterrupted());
                });
    awaitRows("wait_event_type = 'Lock'", 1);
    reader.interrupt();
    // What an interrupt does to a socket it does before the lock is given back.
    assertThat(reader.join(Duration.ofMillis(200))).as("the write waits for the lock").isFalse();
    other.rollback();
    assertThat(reader.join(LONG)).as("the write ends").isTrue();

    assertThat(knows).as("the reader sees afterwards that it was given up").isTrue();
    assertThat(connections()).as("connections of the pool").isEqualTo(connections);
  }

  /// Once it has all its connections.
  private List<String> fullPool() throws SQLException {
    awaitRows(OF_THE_POOL, CONNECTIONS);
    return connections();
  }

  private void awaitRows(String condition, int expected) throws SQLException {
    var deadline = System.nanoTime() + LONG.toNanos();
    while (processes(condition).size() != expected) {
      assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
    }
  }

  /// Processes of the server that work for the pool.
  private List<String> connections() throws SQLException {
    return processes(OF_THE_POOL);
  }

  private List<String> processes(String condition) throws SQLException {
    return TestDatabase.texts(
        url,
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND pid <> "
            + other.unwrap(org.postgresql.PGConnection.class).getBackendPID()
            + " AND "
            + condition
            + " ORDER BY pid");
  }
}
