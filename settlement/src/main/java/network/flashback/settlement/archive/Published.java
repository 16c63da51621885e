package network.flashback.settlement.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.chain.DurableFiles;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// Everything a party published, under the hash of its content.
public final class Published implements Records {
  private final Path directory;

  /// Published in a folder of its own, which is made when absent.
  public Published(Path directory) throws IOException {
    this.directory = DurableFiles.directory(directory);
  }

  /// Durable when it returns.
  ///
  /// @return keccak-256 of the content
  public Bytes32 add(Bytes content) throws IOException {
    Bytes32 hash = content.keccak256();
    Path file = file(hash);
    if (!Files.exists(file)) {
      DurableFiles.write(file, content);
    }
    return hash;
  }

  public Optional<Bytes> content(Bytes32 hash) throws IOException {
    return DurableFiles.read(file(hash));
  }

  /// Content that was changed since, or is larger, counts as lost.
  @Override
  public Optional<Bytes> find(Bytes32 hash, int bytesMax) throws IOException {
    Path file = file(hash);
    return Files.exists(file) && Files.size(file) <= bytesMax
        ? content(hash).filter(bytes -> bytes.keccak256().equals(hash))
        : Optional.empty();
  }

  /// To be closed by whoever opens it.
  public Optional<FileChannel> open(Bytes32 hash) throws IOException {
    Path file = file(hash);
    return Files.exists(file) ? Optional.of(FileChannel.open(file)) : Optional.empty();
  }

  private Path file(Bytes32 hash) {
    return directory.resolve(hash.toString());
  }
}
