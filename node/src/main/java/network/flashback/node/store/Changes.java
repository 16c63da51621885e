package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.node.store.Disk.Syncable;

/// How anything becomes different: an entry goes into the journal and into its unit in one step,
/// and bytes are deleted only when the entry that gives them up is durable.
final class Changes implements Closeable {
  private final Journal journal;
  private final PieceFiles files;
  private final AtomicLong usedBytes;

  Changes(Journal journal, PieceFiles files, long usedBytes) {
    this.journal = journal;
    this.files = files;
    this.usedBytes = new AtomicLong(usedBytes);
  }

  /// A change that is written under its unit's lock and finished without it.
  Change begin() {
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
    journal.await();
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
    return Optional.ofNullable(journal.failure()).map(e -> String.valueOf(e.getMessage()));
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }

  /// One entry on its way.
  final class Change {
    private long ticket;
    private List<Piece> unneeded = List.of();

    /// To be called under the unit's lock.
    void write(Unit unit, Entry entry, Syncable... first) throws IOException {
      ticket = journal.append(EntryFormat.encode(entry), first);
      unneeded = unit.apply(entry);
    }

    /// Durable when it returns.
    void finish() throws IOException {
      journal.await(ticket);
      for (var piece : unneeded) {
        files.delete(piece.location());
        usedBytes.addAndGet(-piece.bytes());
      }
    }
  }
}
