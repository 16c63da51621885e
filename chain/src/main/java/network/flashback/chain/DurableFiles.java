package network.flashback.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import network.flashback.evm.Bytes;
import org.jspecify.annotations.Nullable;

/// Files that are whole and on the disk when writing returns, or not there at all: what a
/// deployment has sent, what a reporter has signed, what an operator has ordered.
public final class DurableFiles {
  private DurableFiles() {}

  /// Makes the directory when it is absent.
  public static Path directory(Path directory) throws IOException {
    return Files.createDirectories(directory);
  }

  /// Replaces what was there; as readable by others as the process makes its files.
  public static void write(Path file, Bytes content) throws IOException {
    var whole = file.toAbsolutePath();
    // A name of its own: two threads may write the same content at once.
    var next = whole.resolveSibling("%s-%s.new".formatted(file.getFileName(), UUID.randomUUID()));
    try {
      try (var channel =
          FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var rest = ByteBuffer.wrap(content.toArray());
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
    sync(whole.getParent());
  }

  /// Replaces what was there, in UTF-8.
  public static void write(Path file, String content) throws IOException {
    write(file, Bytes.of(content.getBytes(StandardCharsets.UTF_8)));
  }

  /// The entry of a file in its directory, too, survives a crash.
  public static void sync(@Nullable Path directory) throws IOException {
    if (directory == null) {
      return;
    }
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// None when there is no such file.
  public static Optional<Bytes> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Bytes.of(Files.readAllBytes(file))) : Optional.empty();
  }
}
