package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What the store asks of a file system to make things durable; tests put one in its place that
/// forgets what was not synced.
interface Disk {
  /// The real one.
  Disk REAL = new Real();

  /// Opens a file for writing, and makes it when it is not there.
  DiskFile open(Path file) throws IOException;

  /// Removes a file; no error when it is gone.
  void delete(Path file) throws IOException;

  /// Puts a file in the place of another, in one step.
  void replace(Path from, Path to) throws IOException;

  /// Makes names durable: a new file survives a power cut only when its directory was synced too.
  void syncDirectory(Path directory) throws IOException;

  /// A file that many threads write to, each at a place of its own.
  interface DiskFile extends Closeable {
    /// Goes on when the calling thread is interrupted: others use the file too.
    void write(long position, byte[] bytes, int offset, int length) throws IOException;

    /// Makes all writes that have returned durable, and the length. Danger: interrupting the
    /// calling thread closes the file.
    void sync() throws IOException;

    void truncate(long length) throws IOException;

    long length() throws IOException;
  }

  /// Files of the operating system.
  final class Real implements Disk {
    private Real() {}

    @Override
    public DiskFile open(Path file) throws IOException {
      return new RealFile(file);
    }

    @Override
    public void delete(Path file) throws IOException {
      Files.deleteIfExists(file);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /// A file through several descriptors: a [RandomAccessFile] has one position, and a [FileChannel]
  /// would be closed for all by the interrupt of one.
  final class RealFile implements DiskFile {
    private final Path path;
    private final RandomAccessFile first;
    private final Queue<RandomAccessFile> idle = new ConcurrentLinkedQueue<>();

    private RealFile(Path path) throws IOException {
      this.path = path;
      this.first = new RandomAccessFile(path.toFile(), "rw");
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
      var found = idle.poll();
      var file = found == null ? new RandomAccessFile(path.toFile(), "rw") : found;
      try {
        file.seek(position);
        file.write(bytes, offset, length);
      } finally {
        idle.add(file);
      }
    }

    @Override
    public void sync() throws IOException {
      first.getChannel().force(false);
    }

    @Override
    public void truncate(long length) throws IOException {
      first.setLength(length);
    }

    @Override
    public long length() throws IOException {
      return first.length();
    }

    @Override
    public void close() throws IOException {
      first.close();
      for (var file = idle.poll(); file != null; file = idle.poll()) {
        file.close();
      }
    }
  }

  /// Something to be synced before a record that relies on it.
  interface Syncable {
    void sync() throws IOException;
  }

  /// The names in a directory.
  record Names(Disk disk, Path directory) implements Syncable {
    @Override
    public void sync() throws IOException {
      disk.syncDirectory(directory);
    }
  }
}
