package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.node.store.Disk.DiskFile;
import network.flashback.node.store.Disk.Names;
import network.flashback.node.store.Disk.Syncable;

/// All bytes of pieces on a disk: small ones in [Volumes], each large one in a file of its own, in
/// 256 directories. Numbers of files are never used twice, and no piece in a volume begins at byte
/// 0, so that a [Location] says which of the two it is.
final class PieceFiles implements PieceSpace, Closeable {
  private static final int DIRECTORIES = 256;

  private final Disk disk;
  private final Path root;
  private final FileStore fileStore;
  private final long reserveBytes;
  private final long sharedPieceBytes;
  private final Volumes volumes;
  private final AtomicIntegerArray made = new AtomicIntegerArray(DIRECTORIES);
  private final AtomicLong nextFile = new AtomicLong();
  private final AtomicLong begunBytes = new AtomicLong();

  /// @param reserveBytes of the disk that stay free whatever comes
  /// @param sharedPieceBytes the largest piece that goes into a volume
  PieceFiles(Disk disk, Path home, long reserveBytes, long sharedPieceBytes) throws IOException {
    this.disk = disk;
    this.root = home.resolve("pieces");
    this.reserveBytes = reserveBytes;
    this.sharedPieceBytes = sharedPieceBytes;
    Files.createDirectories(root);
    this.fileStore = Files.getFileStore(root);
    this.volumes = new Volumes(disk, home.resolve("volumes"), nextFile);
  }

  Volumes volumes() {
    return volumes;
  }

  /// No number up to this one is given out again.
  void startAfter(long file) {
    nextFile.accumulateAndGet(file + 1, Math::max);
  }

  @Override
  public Draft begin(Heading heading) throws IOException {
    // Drafts under way count whole, although some of their bytes are on the disk already.
    long free = fileStore.getUsableSpace() - reserveBytes - begunBytes.get();
    if (heading.bytes() > free) {
      throw new DiskFullException(
          "The disk has %d bytes left above its reserve of %d, and the piece has %d: free space or add a disk."
              .formatted(Math.max(free, 0), reserveBytes, heading.bytes()),
          null);
    }
    begunBytes.addAndGet(heading.bytes());
    try {
      var draft = heading.bytes() <= sharedPieceBytes ? volumes.begin(heading) : beginFile();
      return new CountedDraft(draft, heading.bytes());
    } catch (IOException | RuntimeException e) {
      begunBytes.addAndGet(-heading.bytes());
      throw e;
    }
  }

  private FileDraft beginFile() throws IOException {
    long file = nextFile.getAndIncrement();
    makeDirectory(file);
    return new FileDraft(file);
  }

  private void makeDirectory(long file) throws IOException {
    int number = (int) (file % DIRECTORIES);
    if (made.get(number) == 0) {
      Files.createDirectories(directoryOf(file));
      disk.syncDirectory(root);
      made.set(number, 1);
    }
  }

  static boolean isInVolume(Location location) {
    return location.offset() > 0;
  }

  @Override
  public FileChannel open(Location location) throws IOException {
    return isInVolume(location)
        ? volumes.open(location)
        : FileChannel.open(pathOf(location.file()), StandardOpenOption.READ);
  }

  @Override
  public void delete(Location location) throws IOException {
    delete(Room.of(location));
  }

  /// Gives back what pieces took in one file.
  void delete(Room room) throws IOException {
    if (room.shared()) {
      volumes.delete(room);
    } else {
      delete(room.file());
    }
  }

  void delete(long file) throws IOException {
    disk.delete(pathOf(file));
  }

  /// The files of one piece each: number of the file to its length.
  Map<Long, Long> inventory() throws IOException {
    var found = new HashMap<Long, Long>();
    for (int i = 0; i < DIRECTORIES; i++) {
      if (!Files.isDirectory(directoryOf(i))) {
        continue;
      }
      try (var files = Files.newDirectoryStream(directoryOf(i))) {
        for (var file : files) {
          var name = file.getFileName().toString();
          if (name.matches("[0-9a-f]{16}")) {
            found.put(Long.parseUnsignedLong(name, 16), Files.size(file));
          }
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    volumes.close();
  }

  private Path directoryOf(long file) {
    return root.resolve("%02x".formatted(file % DIRECTORIES));
  }

  private Path pathOf(long file) {
    return directoryOf(file).resolve("%016x".formatted(file));
  }

  /// Gives back what it counted of the free room when it ends.
  private final class CountedDraft implements Draft {
    private final Draft draft;
    private final long bytes;

    CountedDraft(Draft draft, long bytes) {
      this.draft = draft;
      this.bytes = bytes;
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
      draft.write(content, offset, length);
    }

    @Override
    public Location seal(int crc32c) throws IOException {
      return draft.seal(crc32c);
    }

    @Override
    public Syncable[] first() {
      return draft.first();
    }

    @Override
    public void close() throws IOException {
      begunBytes.addAndGet(-bytes);
      draft.close();
    }
  }

  private final class FileDraft implements Draft {
    private final long file;
    private final DiskFile open;
    private long bytes;
    private boolean sealed;

    FileDraft(long file) throws IOException {
      this.file = file;
      this.open = disk.open(pathOf(file));
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
      try {
        open.write(bytes, content, offset, length);
      } catch (IOException e) {
        throw DiskFullException.explained(e);
      }
      bytes += length;
    }

    @Override
    public Location seal(int crc32c) throws IOException {
      try {
        open.sync();
      } catch (IOException e) {
        throw DiskFullException.explained(e);
      }
      sealed = true;
      return new Location(file, 0, bytes);
    }

    @Override
    public Syncable[] first() {
      return new Syncable[] {new Names(disk, directoryOf(file))};
    }

    @Override
    public void close() throws IOException {
      open.close();
      if (!sealed) {
        disk.delete(pathOf(file));
      }
    }
  }
}
