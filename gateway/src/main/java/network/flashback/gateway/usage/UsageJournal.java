package network.flashback.gateway.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.metadata.Database;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The record of every request, in the database. Requests of the same moment share a transaction.
public final class UsageJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageJournal.class);
  private static final int GROUP_MAX = 256;

  /// Requests whose record may wait for the database; the next ones wait with theirs.
  private static final int BEHIND_MAX = 8 * GROUP_MAX;

  private final Database database;
  private final LinkedBlockingQueue<Entry> arriving = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closing;

  private static final class Entry {
    private final Usage usage;
    private final CountDownLatch written = new CountDownLatch(1);
    private volatile @Nullable RuntimeException failure;

    Entry(Usage usage) {
      this.usage = usage;
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
    var entry = new Entry(usage);
    arriving.add(entry);
    await(entry);
    if (entry.failure != null) {
      throw new IllegalStateException("the usage journal cannot be written", entry.failure);
    }
  }

  /// Durable soon: for what was answered before it could be noted. Waits only while the database
  /// falls behind.
  public void note(Usage usage) {
    var entry = new Entry(usage);
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
          var group = new ArrayList<Entry>();
          group.add(first);
          arriving.drainTo(group, GROUP_MAX - 1);
          write(group);
        }
      } catch (InterruptedException e) {
        LOG.warn("the usage journal is interrupted and goes on");
      }
    }
  }

  private void write(List<Entry> group) {
    RuntimeException failure = null;
    try {
      database.change(handle -> insert(handle, group));
    } catch (RuntimeException e) {
      LOG.error("usage of {} requests is not recorded: {}", group.size(), e.getMessage());
      failure = e;
    }
    for (Entry entry : group) {
      entry.failure = failure;
      entry.written.countDown();
    }
  }

  private static void insert(Handle handle, List<Entry> group) {
    var batch =
        handle.prepareBatch(
            "INSERT INTO usage_journal (id, at, grant_id, sla_id, bucket, operation, status, bytes_in, bytes_out)"
                + " VALUES (:id, :at, :grant, :sla, :bucket, :operation, :status, :in, :out) ON CONFLICT (id) DO NOTHING");
    for (Entry entry : group) {
      var usage = entry.usage;
      batch
          .bind("id", usage.id())
          .bind("at", usage.at().toEpochMilli())
          .bind("grant", usage.grantId())
          .bind("sla", usage.slaId().toArray())
          .bind("bucket", usage.bucket())
          .bind("operation", usage.operation())
          .bind("status", usage.status())
          .bind("in", usage.bytesIn())
          .bind("out", usage.bytesOut())
          .add();
    }
    batch.execute();
  }
}
