package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.node.store.Disk.DiskFile;
import network.flashback.node.store.Disk.Syncable;
import org.jspecify.annotations.Nullable;

/// Small pieces one behind the other in large files, which are only ever appended to: a sync makes
/// all of them durable that came since the one before.
///
/// A piece takes its range when it is announced, so that many writers fill one volume at once; a
/// range that is given up is dead room until the volume is compacted. What was written before the
/// start of this process is never appended to.
final class Volumes implements Closeable {
  static final long VOLUME_BYTES = 64 << 20;

  /// Written with zeros ahead of small pieces: syncing what overwrites them has no metadata to
  /// commit, which measures four to five times as quick.
  private static final int ROOM_BYTES = 4 << 20;

  /// Larger pieces carry the cost of their metadata; zeros before them would double what is
  /// written.
  private static final long SMALL_BYTES = 64 << 10;

  private static final byte[] ZEROS = new byte[1 << 20];

  private final Disk disk;
  private final Path root;
  private final AtomicLong nextFile;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Volume> volumes = new HashMap<>();
  private @Nullable Volume active;

  /// @param nextFile numbers of files, shared with those that hold one piece each
  Volumes(Disk disk, Path root, AtomicLong nextFile) throws IOException {
    this.disk = disk;
    this.root = root;
    this.nextFile = nextFile;
    Files.createDirectories(root);
  }

  /// One file.
  private final class Volume implements Syncable {
    private final long number;
    private final @Nullable DiskFile file;
    private long end;
    private long roomEnd;
    private long liveBytes;
    private int drafts;
    private boolean named;

    Volume(long number, @Nullable DiskFile file) {
      this.number = number;
      this.file = file;
    }

    @Override
    public void sync() throws IOException {
      if (file != null) {
        file.sync();
      }
      if (!named) {
        disk.syncDirectory(root);
        named = true;
      }
    }

    boolean isDone() {
      return this != active && drafts == 0;
    }
  }

  /// A range for a piece.
  ///
  /// @throws DiskFullException when the disk has no room; nothing was taken then
  PieceSpace.Draft begin(Heading heading) throws IOException {
    long wanted = Heading.BYTES + heading.bytes();
    lock.lock();
    try {
      var volume = active;
      if (volume == null || volume.end + wanted > VOLUME_BYTES) {
        volume = next();
      }
      makeRoom(volume, wanted);
      long from = volume.end;
      volume.end += wanted;
      volume.drafts++;
      return new RangeDraft(volume, from, heading);
    } finally {
      lock.unlock();
    }
  }

  private Volume next() throws IOException {
    var full = active;
    long number = nextFile.getAndIncrement();
    var fresh = new Volume(number, disk.open(pathOf(number)));
    volumes.put(number, fresh);
    active = fresh;
    if (full != null) {
      retire(full);
    }
    return fresh;
  }

  private void makeRoom(Volume volume, long wanted) throws IOException {
    long needed = volume.end + wanted;
    if (needed <= volume.roomEnd || volume.file == null) {
      return;
    }
    if (wanted > SMALL_BYTES) {
      volume.roomEnd = needed;
      return;
    }
    long target = Math.min(needed + ROOM_BYTES, VOLUME_BYTES);
    try {
      // From the end of all ranges on: what lies before belongs to writers.
      for (long at = Math.max(volume.roomEnd, volume.end); at < target; at += ZEROS.length) {
        volume.file.write(at, ZEROS, 0, (int) Math.min(ZEROS.length, target - at));
      }
    } catch (IOException e) {
      throw DiskFullException.explained(e);
    }
    volume.roomEnd = target;
  }

  FileChannel open(Location location) throws IOException {
    return FileChannel.open(pathOf(location.file()), StandardOpenOption.READ);
  }

  /// Gives up ranges of pieces; the file goes with the last one.
  void delete(Room room) throws IOException {
    lock.lock();
    try {
      var volume = volumes.get(room.file());
      if (volume != null) {
        volume.liveBytes -= room.bytes();
        retire(volume);
      }
    } finally {
      lock.unlock();
    }
  }

  // To be called under the lock, whenever a volume may have become done or empty.
  private void retire(Volume volume) throws IOException {
    if (!volume.isDone()) {
      return;
    }
    if (volume.liveBytes <= 0) {
      volumes.remove(volume.number);
      disk.delete(pathOf(volume.number));
    }
  }

  /// Files that hold less than half of what they could, and that nobody writes to.
  List<Long> sparse() {
    lock.lock();
    try {
      return volumes.values().stream()
          .filter(volume -> volume.isDone() && volume.liveBytes * 2 < VOLUME_BYTES)
          .map(volume -> volume.number)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// Files there are.
  int count() {
    lock.lock();
    try {
      return volumes.size();
    } finally {
      lock.unlock();
    }
  }

  /// What is there after a start: number of the file to its length.
  Map<Long, Long> inventory() throws IOException {
    var found = new HashMap<Long, Long>();
    try (var files = Files.newDirectoryStream(root)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        if (name.matches("[0-9a-f]{16}")) {
          found.put(Long.parseUnsignedLong(name, 16), Files.size(file));
        }
      }
    }
    return found;
  }

  /// Takes a file over from the last run: cuts off what no piece needs, or deletes it.
  ///
  /// @param end of the last piece in it
  /// @param liveBytes of all pieces in it
  void adopt(long number, long length, long end, long liveBytes) throws IOException {
    if (end == 0) {
      disk.delete(pathOf(number));
      return;
    }
    if (length > end) {
      try (var file = disk.open(pathOf(number))) {
        file.truncate(end);
      }
    }
    var volume = new Volume(number, null);
    volume.end = end;
    volume.liveBytes = liveBytes;
    volume.named = true;
    volumes.put(number, volume);
  }

  @Override
  public void close() throws IOException {
    var open = new ArrayList<DiskFile>();
    for (var volume : volumes.values()) {
      if (volume.file != null) {
        open.add(volume.file);
      }
    }
    for (var file : open) {
      file.close();
    }
  }

  private Path pathOf(long file) {
    return root.resolve("%016x".formatted(file));
  }

  private final class RangeDraft implements PieceSpace.Draft {
    private final Volume volume;
    private final DiskFile file;
    private final long from;
    private final Heading heading;
    private long written;

    RangeDraft(Volume volume, long from, Heading heading) throws IOException {
      if (volume.file == null) {
        throw new IOException("Volume " + volume.number + " is of an earlier run.");
      }
      this.volume = volume;
      this.file = volume.file;
      this.from = from;
      this.heading = heading;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (written + length > heading.bytes()) {
        throw new IOException("A piece is longer than it was announced.");
      }
      try {
        file.write(from + Heading.BYTES + written, bytes, offset, length);
      } catch (IOException e) {
        throw DiskFullException.explained(e);
      }
      written += length;
    }

    @Override
    public Location seal(int crc32c) throws IOException {
      try {
        file.write(from, heading.encode(crc32c), 0, Heading.BYTES);
      } catch (IOException e) {
        throw DiskFullException.explained(e);
      }
      lock.lock();
      try {
        volume.liveBytes += written;
      } finally {
        lock.unlock();
      }
      return new Location(volume.number, from + Heading.BYTES, written);
    }

    @Override
    public Syncable[] first() {
      return new Syncable[] {volume};
    }

    @Override
    public void close() throws IOException {
      lock.lock();
      try {
        volume.drafts--;
        retire(volume);
      } finally {
        lock.unlock();
      }
    }
  }
}
