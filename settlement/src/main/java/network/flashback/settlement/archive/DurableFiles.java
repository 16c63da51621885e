package network.flashback.settlement.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import network.flashback.evm.Bytes;

/// Files that are whole and on the disk when writing returns, or not there at all.
public final class DurableFiles {
  private DurableFiles() {}

  /// Makes the directory when it is absent.
  public static Path directory(Path directory) throws IOException {
    return Files.createDirectories(directory);
  }

  /// Replaces what was there.
  public static void write(Path file, Bytes content) throws IOException {
    // A name of its own: two threads may write the same content at once.
    Path next = Files.createTempFile(file.getParent(), file.getFileName() + "-", ".new");
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content.toArray());
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(file.getParent());
  }

  /// The entry of a file in its directory, too, survives a crash.
  public static void sync(@org.jspecify.annotations.Nullable Path directory) throws IOException {
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// None when there is no such file.
  public static Optional<Bytes> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Bytes.of(Files.readAllBytes(file))) : Optional.empty();
  }
}
