package network.flashback.node.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import network.flashback.node.store.Disk.DiskFile;
import network.flashback.node.store.Disk.Syncable;
import org.jspecify.annotations.Nullable;

/// An append-only file of records with group commit: whoever waits while a sync is under way shares
/// the next one. A thread of its own writes and syncs: it is never interrupted, and what else must
/// be durable first (volumes, names) is synced by it once for all who wait.
///
/// Records are written in frames: magic, number, length, CRC32C of number and payload, payload
/// (records, each behind its length). A frame is begun only when the one before is durable, so that
/// a damaged frame with a whole one behind it is rot and no torn write.
///
/// Room is taken before it is promised: [#append] fails on a full disk and then has changed
/// nothing. A failed write or sync ends the journal: after it nobody knows what is on the disk, so
/// nothing more is acknowledged until the next start has read it again.
final class Journal implements Closeable {
  static final int MAGIC = 0x464c4a31;
  static final int HEAD_BYTES = 4 + 8 + 4 + 4;
  static final int FRAME_BYTES_MAX = 64 << 20;
  private static final int ROOM_BYTES = 1 << 20;

  private final DiskFile file;
  private final Thread writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition wantedMore = lock.newCondition();

  private ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private Set<Syncable> pendingFirst = new HashSet<>();
  private long allocated;
  private long end;
  private long underWay;
  private long frame;
  private long appended;
  private long durable;
  private long wanted;
  private boolean closing;
  private @Nullable IOException failure;

  /// Goes on behind frame number `frame - 1`, which ends at `end` or with the file before.
  Journal(DiskFile file, long end, long frame) throws IOException {
    this.file = file;
    this.end = end;
    this.frame = frame;
    this.allocated = file.length();
    this.writer = Thread.ofPlatform().name("journal").daemon().start(this::writeAll);
  }

  /// Takes a record; it is durable when [#await] returned for the ticket.
  ///
  /// @param first to be synced before the record is written
  /// @throws DiskFullException when there is no room; nothing was taken then
  long append(byte[] entry, Syncable... first) throws IOException {
    lock.lock();
    try {
      requireSound();
      makeRoom(entry.length + Integer.BYTES);
      pending.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(entry.length).array());
      pending.writeBytes(entry);
      pendingFirst.addAll(List.of(first));
      return ++appended;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the record of a ticket, and all before it, are durable.
  void await(long ticket) throws IOException {
    lock.lock();
    try {
      if (wanted < ticket) {
        wanted = ticket;
        wantedMore.signal();
      }
      while (durable < ticket) {
        requireSound();
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until everything appended so far is durable.
  void await() throws IOException {
    long ticket;
    lock.lock();
    try {
      ticket = appended;
    } finally {
      lock.unlock();
    }
    await(ticket);
  }

  /// What makes the journal useless until the next start; none while it works.
  @Nullable IOException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /// Ends this file, of which everything is durable then.
  ///
  /// @return the number of the frame that would have come next
  long finish() throws IOException {
    await();
    stop();
    file.close();
    return frame;
  }

  @Override
  public void close() throws IOException {
    try {
      if (failure() == null) {
        await();
      }
    } finally {
      stop();
      file.close();
    }
  }

  private void stop() {
    lock.lock();
    try {
      closing = true;
      wantedMore.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    lock.lock();
    try {
      while (!closing && failure == null) {
        if (wanted > durable) {
          writeGroup();
        } else {
          wantedMore.awaitUninterruptibly();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  // Writes what has gathered, without the lock, for all who wait.
  private void writeGroup() {
    var payload = pending;
    var first = pendingFirst;
    long ticket = appended;
    pending = new ByteArrayOutputStream();
    pendingFirst = new HashSet<>();
    underWay = (long) HEAD_BYTES + payload.size();
    lock.unlock();
    IOException failed = null;
    try {
      for (var each : first) {
        each.sync();
      }
      var bytes = frameOf(frame, payload.toByteArray());
      file.write(end, bytes, 0, bytes.length);
      file.sync();
    } catch (IOException e) {
      failed = e;
    } catch (RuntimeException | Error e) {
      // Whoever waits must not wait for ever.
      failed = new IOException(e);
    } finally {
      lock.lock();
    }
    changed.signalAll();
    if (failed != null) {
      failure = failed;
      return;
    }
    end += underWay;
    underWay = 0;
    frame++;
    durable = ticket;
  }

  private void makeRoom(int more) throws IOException {
    long needed = end + underWay + HEAD_BYTES + pending.size() + more;
    if (needed <= allocated) {
      return;
    }
    long target = Math.ceilDiv(needed, ROOM_BYTES) * ROOM_BYTES + ROOM_BYTES;
    try {
      var zeros = new byte[ROOM_BYTES];
      for (long at = allocated; at < target; at += zeros.length) {
        file.write(at, zeros, 0, (int) Math.min(zeros.length, target - at));
      }
      allocated = target;
    } catch (IOException e) {
      if (DiskFullException.isCauseOf(e)) {
        throw new DiskFullException(
            "The disk has no room for the journal: free space or add a disk.", e);
      }
      throw e;
    }
  }

  private void requireSound() throws IOException {
    if (closing) {
      throw new IOException("The journal is closed.");
    }
    if (failure != null) {
      throw new IOException(
          "The journal could not be written before ("
              + failure.getMessage()
              + "): check the disk and start the node again; what was acknowledged is safe.",
          failure);
    }
  }

  static byte[] frameOf(long number, byte[] payload) {
    var bytes = ByteBuffer.allocate(HEAD_BYTES + payload.length);
    bytes.putInt(MAGIC).putLong(number).putInt(payload.length);
    bytes.putInt(checksum(number, payload, 0, payload.length)).put(payload);
    return bytes.array();
  }

  static int checksum(long number, byte[] payload, int offset, int length) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    crc.update(payload, offset, length);
    return (int) crc.getValue();
  }
}
