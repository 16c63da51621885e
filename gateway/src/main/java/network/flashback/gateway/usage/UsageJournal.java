package network.flashback.gateway.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.metadata.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The record of every request, in the database. Requests of the same moment share a transaction.
public final class UsageJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageJournal.class);
  private static final int GROUP_MAX = 256;

  /// What nobody waits for is kept back for that long, so that more of it shares a commit.
  private static final Duration GATHERING = Duration.ofMillis(10);

  /// Requests whose record may wait for the database; the next ones wait with theirs.
  private static final int BEHIND_MAX = 8 * GROUP_MAX;

  /// One statement for a group, whatever its size.
  private static final String INSERT =
      "INSERT INTO usage_journal (id, at, grant_id, sla_id, bucket, operation, status, bytes_in, bytes_out)"
          + " SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";

  private final Database database;
  private final LinkedBlockingQueue<Entry> arriving = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closing;

  private static final class Entry {
    private final Usage usage;
    private final boolean awaited;
    private final CountDownLatch written = new CountDownLatch(1);
    private volatile @Nullable RuntimeException failure;

    /// @param awaited whether somebody waits for it from the start
    Entry(Usage usage, boolean awaited) {
      this.usage = usage;
      this.awaited = awaited;
    }
  }

  /// A journal in this database.
  public UsageJournal(Database database) {
    this.database = database;
    this.writer = Thread.ofVirtual().name("usage-journal").start(this::writeGroups);
  }

  /// Sums of an SLA.
  public record Totals(long requests, long bytesIn, long bytesOut) {}

  /// Durable when it returns.
  public void record(Usage usage) {
    var entry = new Entry(usage, true);
    arriving.add(entry);
    await(entry);
    if (entry.failure != null) {
      throw new IllegalStateException("the usage journal cannot be written", entry.failure);
    }
  }

  /// Durable soon: for what was answered before it could be noted. Waits only while the database
  /// falls behind.
  public void note(Usage usage) {
    var entry = new Entry(usage, false);
    arriving.add(entry);
    if (arriving.size() > BEHIND_MAX) {
      await(entry);
    }
  }

  private static void await(Entry entry) {
    var interrupted = false;
    while (true) {
      try {
        entry.written.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// What an SLA used in all.
  public Totals totals(Bytes32 slaId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*), coalesce(sum(bytes_in), 0), coalesce(sum(bytes_out), 0) FROM usage_journal"
                        + " WHERE sla_id = :sla")
                .bind("sla", slaId.toArray())
                .map((row, context) -> new Totals(row.getLong(1), row.getLong(2), row.getLong(3)))
                .one());
  }

  /// Writes what has arrived, then stops.
  @Override
  public void close() {
    closing = true;
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeGroups() {
    while (!closing || !arriving.isEmpty()) {
      try {
        var first = arriving.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          write(group(first));
        }
      } catch (InterruptedException e) {
        LOG.warn("the usage journal is interrupted and goes on");
      }
    }
  }

  private List<Entry> group(Entry first) throws InterruptedException {
    var group = new ArrayList<Entry>();
    group.add(first);
    var until = System.nanoTime() + GATHERING.toNanos();
    while (!group.getLast().awaited && group.size() < GROUP_MAX && !closing) {
      var next = arriving.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      group.add(next);
    }
    arriving.drainTo(group, GROUP_MAX - group.size());
    return group;
  }

  private void write(List<Entry> group) {
    RuntimeException failure = null;
    try {
      var _ = database.transactPlainly(connection -> insert(connection, group));
    } catch (RuntimeException e) {
      LOG.error("usage of {} requests is not recorded: {}", group.size(), e.getMessage());
      failure = e;
    }
    for (Entry entry : group) {
      entry.failure = failure;
      entry.written.countDown();
    }
  }

  private static int insert(Connection connection, List<Entry> group) throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      column(insert, 1, "uuid", group, Usage::id, UUID[]::new);
      column(insert, 2, "int8", group, usage -> usage.at().toEpochMilli(), Long[]::new);
      column(insert, 3, "int8", group, Usage::grantId, Long[]::new);
      column(insert, 4, "bytea", group, usage -> usage.slaId().toArray(), byte[][]::new);
      column(insert, 5, "text", group, usage -> usage.bucket().orElse(null), String[]::new);
      column(insert, 6, "text", group, Usage::operation, String[]::new);
      column(insert, 7, "int4", group, Usage::status, Integer[]::new);
      column(insert, 8, "int8", group, Usage::bytesIn, Long[]::new);
      column(insert, 9, "int8", group, Usage::bytesOut, Long[]::new);
      return insert.executeUpdate();
    }
  }

  /// Binds one value of every entry, as an array.
  private static <T> void column(
      PreparedStatement insert,
      int place,
      String type,
      List<Entry> group,
      Function<Usage, @Nullable T> value,
      IntFunction<T[]> room)
      throws SQLException {
    var values = group.stream().map(entry -> value.apply(entry.usage)).toArray(room);
    insert.setArray(place, insert.getConnection().createArrayOf(type, values));
  }
}
