package network.flashback.node.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// An append-only file of records with group commit: whoever waits while a sync is under way shares
/// the next one.
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

  private final RandomAccessFile file;
  private final RandomAccessFile roomMaker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private Set<Path> pendingDirectories = new HashSet<>();
  private long allocated;
  private long end;
  private long underWay;
  private long frame;
  private long appended;
  private long durable;
  private boolean writing;
  private @Nullable IOException failure;

  /// Goes on behind frame number `frame - 1`, which ends at `end`.
  Journal(Path path, long end, long frame) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "rw");
    this.roomMaker = new RandomAccessFile(path.toFile(), "rw");
    this.end = end;
    this.frame = frame;
    this.allocated = file.length();
  }

  /// Takes a record; it is durable when [#await] returned for the ticket.
  ///
  /// @param directories to be synced before the record is written
  /// @throws DiskFullException when there is no room; nothing was taken then
  long append(byte[] entry, Path... directories) throws IOException {
    lock.lock();
    try {
      requireSound();
      makeRoom(entry.length + Integer.BYTES);
      pending.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(entry.length).array());
      pending.writeBytes(entry);
      pendingDirectories.addAll(Set.of(directories));
      return ++appended;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the record of a ticket, and all before it, are durable.
  void await(long ticket) throws IOException {
    lock.lock();
    try {
      while (durable < ticket) {
        requireSound();
        if (writing) {
          changed.awaitUninterruptibly();
        } else {
          lead();
        }
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

  @Override
  public void close() throws IOException {
    try {
      if (failure() == null) {
        await();
      }
    } finally {
      file.close();
      roomMaker.close();
    }
  }

  // Writes what has gathered, without the lock, for all who wait.
  private void lead() throws IOException {
    var payload = pending;
    var directories = pendingDirectories;
    long ticket = appended;
    pending = new ByteArrayOutputStream();
    pendingDirectories = new HashSet<>();
    writing = true;
    underWay = (long) HEAD_BYTES + payload.size();
    lock.unlock();
    IOException failed = null;
    var bytes = frameOf(frame, payload.toByteArray());
    try {
      for (var directory : directories) {
        Directories.sync(directory);
      }
      file.seek(end);
      file.write(bytes);
      file.getFD().sync();
    } catch (IOException e) {
      failed = e;
    } finally {
      lock.lock();
      writing = false;
      changed.signalAll();
    }
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
    long wanted = end + underWay + HEAD_BYTES + pending.size() + more;
    if (wanted <= allocated) {
      return;
    }
    long target = Math.ceilDiv(wanted, ROOM_BYTES) * ROOM_BYTES + ROOM_BYTES;
    try {
      roomMaker.seek(allocated);
      var zeros = new byte[ROOM_BYTES];
      for (long at = allocated; at < target; at += zeros.length) {
        roomMaker.write(zeros, 0, (int) Math.min(zeros.length, target - at));
      }
      roomMaker.getFD().sync();
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
