package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import network.flashback.node.store.Disk.Syncable;
import network.flashback.node.store.Manifest.Position;
import org.jspecify.annotations.Nullable;

/// How anything becomes different: an entry goes into the journal and into its unit in one step,
/// and bytes are deleted only when the entry that gives them up is durable.
///
/// Every so many entries the index is condensed: for a moment nothing changes, the journal goes on
/// in a new file, and what has changed since the last time is handed over to be written.
final class Changes implements Closeable {
  private final Journals journals;
  private final Index index;
  private final PieceFiles files;
  private final Condenser condenser;
  private final AtomicLong usedBytes;

  /// Whoever changes something holds it shared, inside its unit's lock; whoever takes it alone
  /// holds no lock of a unit.
  private final ReadWriteLock gate = new ReentrantReadWriteLock();

  private volatile Journal journal;
  private long number;

  /// @param number of the journal
  Changes(Journals journals, Journal journal, long number, Index index, PieceFiles files) {
    this.journals = journals;
    this.journal = journal;
    this.number = number;
    this.index = index;
    this.files = files;
    this.usedBytes = new AtomicLong(index.rooms().bytes());
    this.condenser = new Condenser(index, this::condenseOnce);
  }

  /// Begins to condense in the background.
  void start() {
    condenser.start();
  }

  /// A change that is written under its unit's lock and finished without it. To be called without
  /// locks: it waits while the index is far behind.
  Change begin() throws IOException {
    condenser.keepUp();
    return new Change();
  }

  /// Writes one entry; durable when it returns.
  void write(Unit unit, Entry entry) throws IOException {
    var change = begin();
    unit.lock.lock();
    try {
      change.write(unit, entry);
    } finally {
      unit.lock.unlock();
    }
    change.finish();
  }

  /// Waits until all that was written so far is durable.
  void await() throws IOException {
    // Of a journal before this one everything is.
    journal.await();
  }

  /// Condenses the index now.
  void condense() throws IOException {
    condenser.run();
  }

  private void condenseOnce() throws IOException {
    index.write(cut());
    journals.deleteBefore(number);
  }

  private Index.Cut cut() throws IOException {
    var next = journals.create(number + 1);
    gate.writeLock().lock();
    try {
      // What was acknowledged in the old file stays readable there until the cut is written.
      long frame = journal.finish();
      journal = new Journal(next, 0, frame);
      number++;
      return index.cut(new Position(number, 0, frame));
    } catch (IOException e) {
      next.close();
      throw e;
    } finally {
      gate.writeLock().unlock();
    }
  }

  /// Bytes of all pieces, those under way included.
  long usedBytes() {
    return usedBytes.get();
  }

  /// Counts bytes that come or go.
  ///
  /// @return the count after that
  long use(long bytes) {
    return usedBytes.addAndGet(bytes);
  }

  /// What stops anything from becoming durable; empty while nothing does.
  Optional<String> failure() {
    return Optional.ofNullable(journal.failure())
        .map(e -> String.valueOf(e.getMessage()))
        .or(condenser::failure);
  }

  @Override
  public void close() throws IOException {
    condenser.close();
    try (index) {
      journal.close();
    }
  }

  /// One entry on its way.
  final class Change {
    private @Nullable Journal in;
    private long ticket;
    private List<Room> unneeded = List.of();

    /// To be called under the unit's lock.
    void write(Unit unit, Entry entry, Syncable... first) throws IOException {
      gate.readLock().lock();
      try {
        if (unit.isDropped()) {
          throw new IOException(
              "Agreement %s is over, and its pieces were given up.".formatted(unit.agreement));
        }
        unit.prepare(entry);
        var now = journal;
        ticket = now.append(EntryFormat.encode(entry), first);
        in = now;
        var applied = unit.apply(entry);
        index.count(applied);
        unneeded = applied.given();
      } finally {
        gate.readLock().unlock();
      }
      condenser.look();
    }

    /// Durable when it returns.
    void finish() throws IOException {
      if (in != null) {
        in.await(ticket);
      }
      for (var room : unneeded) {
        files.delete(room);
        usedBytes.addAndGet(-room.bytes());
      }
    }
  }
}
