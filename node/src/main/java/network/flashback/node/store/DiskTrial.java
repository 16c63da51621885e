package network.flashback.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Bytes of somebody who measures a disk: written, synced, read again and given up.
public final class DiskTrial {
  private final Path folder;

  /// Removes what a crash left of earlier trials.
  ///
  /// @param disk folder of a node's disk
  public DiskTrial(Path disk) throws IOException {
    folder = disk.resolve("trials");
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, "trial*")) {
        for (var file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// The bytes as the disk gives them back.
  ///
  /// @throws DiskFullException when they have no room
  public byte[] pass(byte[] content) throws IOException {
    Files.createDirectories(folder);
    var file = Files.createTempFile(folder, "trial", null);
    try {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        var rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw DiskFullException.explained(failure);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
