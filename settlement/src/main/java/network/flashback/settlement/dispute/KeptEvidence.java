package network.flashback.settlement.dispute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import network.flashback.chain.DurableFiles;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Published;

/// Evidence of the other side, kept so that a panel does not depend on whoever published it. Only
/// documents whose hash the chain has for a dispute of ours are taken: a claim, an answer and an
/// appeal at most, each bounded in size.
final class KeptEvidence {
  /// A larger document is not kept: what programs show has a few KiB.
  static final int BYTES_MAX = 4 << 20;

  /// Longer than dispute, answer, rulings and appeal take together on production chains.
  private static final Duration KEPT = Duration.ofDays(60);

  private final Path directory;
  private final Published documents;
  private volatile Set<Bytes32> wanted = Set.of();

  /// @param directory made when absent
  KeptEvidence(Path directory) throws IOException {
    this.directory = DurableFiles.directory(directory);
    this.documents = new Published(directory);
  }

  /// From now on only documents with these hashes are taken.
  void want(Set<Bytes32> hashes) {
    wanted = Set.copyOf(hashes);
  }

  boolean wants(Bytes32 hash) {
    return wanted.contains(hash);
  }

  boolean has(Bytes32 hash) throws IOException {
    return documents.find(hash, BYTES_MAX).isPresent();
  }

  /// Durable when it returns true.
  boolean keep(Bytes32 hash, Bytes document) throws IOException {
    if (document.size() > BYTES_MAX || !document.keccak256().equals(hash) || !wants(hash)) {
      return false;
    }
    documents.add(document);
    return true;
  }

  Optional<Bytes> document(Bytes32 hash) throws IOException {
    return documents.find(hash, BYTES_MAX);
  }

  Optional<FileChannel> open(Bytes32 hash) throws IOException {
    return documents.open(hash);
  }

  /// Gives up what is older than any dispute lasts.
  void forget(Instant now) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(KEPT))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
