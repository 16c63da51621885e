package network.flashback.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/// One file per piece, named by a number that is never used twice, in 256 directories.
final class PieceFiles implements PieceSpace {
  private static final int DIRECTORIES = 256;

  private final Path root;
  private final FileStore disk;
  private final long reserveBytes;
  private final AtomicIntegerArray made = new AtomicIntegerArray(DIRECTORIES);
  private final AtomicLong nextFile = new AtomicLong();
  private final AtomicLong begunBytes = new AtomicLong();

  /// @param reserveBytes of the disk that stay free whatever comes
  PieceFiles(Path root, long reserveBytes) throws IOException {
    this.root = root;
    this.reserveBytes = reserveBytes;
    Files.createDirectories(root);
    this.disk = Files.getFileStore(root);
  }

  /// No number up to this one is given out again.
  void startAfter(long file) {
    nextFile.accumulateAndGet(file + 1, Math::max);
  }

  @Override
  public Draft begin(long bytes) throws IOException {
    // Drafts under way count whole, although some of their bytes are on the disk already.
    long free = disk.getUsableSpace() - reserveBytes - begunBytes.get();
    if (bytes > free) {
      throw new DiskFullException(
          "The disk has %d bytes left above its reserve of %d, and the piece has %d: free space or add a disk."
              .formatted(Math.max(free, 0), reserveBytes, bytes),
          null);
    }
    long file = nextFile.getAndIncrement();
    makeDirectory(file);
    return new FileDraft(file, bytes);
  }

  private void makeDirectory(long file) throws IOException {
    int number = (int) (file % DIRECTORIES);
    if (made.get(number) == 0) {
      Files.createDirectories(directoryOf(file));
      Directories.sync(root);
      made.set(number, 1);
    }
  }

  @Override
  public FileChannel open(Location location) throws IOException {
    return FileChannel.open(pathOf(location.file()), StandardOpenOption.READ);
  }

  @Override
  public void delete(Location location) throws IOException {
    Files.deleteIfExists(pathOf(location.file()));
  }

  void delete(long file) throws IOException {
    Files.deleteIfExists(pathOf(file));
  }

  @Override
  public Map<Long, Long> inventory() throws IOException {
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

  private Path directoryOf(long file) {
    return root.resolve("%02x".formatted(file % DIRECTORIES));
  }

  private Path pathOf(long file) {
    return directoryOf(file).resolve("%016x".formatted(file));
  }

  private final class FileDraft implements Draft {
    private final long file;
    private final long expectedBytes;
    private final FileChannel channel;
    private long bytes;
    private boolean sealed;

    FileDraft(long file, long expectedBytes) throws IOException {
      this.file = file;
      this.expectedBytes = expectedBytes;
      this.channel =
          FileChannel.open(pathOf(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      begunBytes.addAndGet(expectedBytes);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
      var rest = ByteBuffer.wrap(content, offset, length);
      try {
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      } catch (IOException e) {
        throw explained(e);
      }
      bytes += length;
    }

    @Override
    public Location seal() throws IOException {
      try {
        channel.force(true);
      } catch (IOException e) {
        throw explained(e);
      }
      sealed = true;
      return new Location(file, 0, bytes);
    }

    @Override
    public Path directory() {
      return directoryOf(file);
    }

    @Override
    public void close() throws IOException {
      begunBytes.addAndGet(-expectedBytes);
      channel.close();
      if (!sealed) {
        Files.deleteIfExists(pathOf(file));
      }
    }

    private IOException explained(IOException e) {
      return DiskFullException.isCauseOf(e)
          ? new DiskFullException(
              "The disk became full while a piece was written: free space or add a disk.", e)
          : e;
    }
  }
}
