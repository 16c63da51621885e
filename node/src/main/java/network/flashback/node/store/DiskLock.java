package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second node away from a disk; the system gives it back when the process dies.
record DiskLock(FileChannel channel) implements Closeable {
  static DiskLock take(Path disk) throws IOException {
    var channel =
        FileChannel.open(
            disk.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new DiskLock(channel);
      }
    } catch (OverlappingFileLockException sameProcess) {
      channel.close();
      throw new DiskTakenException(disk, sameProcess);
    }
    channel.close();
    throw new DiskTakenException(disk, new IOException("locked by another process"));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
