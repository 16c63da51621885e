package network.flashback.settlement.reporter;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.DurableFiles;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Published;

/// Raw records of other reporters, kept so that one that is lost or withholds hides nothing. A
/// folder for each epoch, given up as a whole when no dispute can need it any more.
final class Copies {
  private final Path directory;

  Copies(Path directory) throws IOException {
    this.directory = DurableFiles.directory(directory);
  }

  /// Durable when it returns.
  void add(long epoch, Bytes content) throws IOException {
    new Published(folder(epoch)).add(content);
  }

  boolean has(long epoch, Bytes32 hash) throws IOException {
    return Files.exists(folder(epoch)) && new Published(folder(epoch)).content(hash).isPresent();
  }

  /// To be closed by whoever opens it.
  Optional<FileChannel> open(Bytes32 hash) throws IOException {
    for (Path folder : folders()) {
      var content = new Published(folder).open(hash);
      if (content.isPresent()) {
        return content;
      }
    }
    return Optional.empty();
  }

  /// Gives up what was kept of epochs before this one.
  void forgetBefore(long epoch) throws IOException {
    for (Path folder : folders()) {
      if (epochOf(folder) < epoch) {
        try (var files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(folder);
      }
    }
  }

  private List<Path> folders() throws IOException {
    try (var all = Files.list(directory)) {
      return new ArrayList<>(
          all.filter(folder -> folder.getFileName().toString().matches("[0-9]{1,10}")).toList());
    }
  }

  private static long epochOf(Path folder) {
    return Long.parseLong(folder.getFileName().toString());
  }

  private Path folder(long epoch) {
    return directory.resolve(Long.toString(epoch));
  }
}
