package network.flashback.node.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.DurableFiles;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.evm.Bytes32;
import network.flashback.http.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every quality that this node ever promised, by the hash that its signed offers carry: agreements
/// are measured against what was promised when they were opened, whatever is promised now. Each of
/// the node's disks has them all, so that a dead one takes no promise with it.
final class KeptPromises {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPromises.class);

  private final List<Path> folders;

  /// @param disks of the node
  /// @param now what is promised from now on; on a disk when this returns
  /// @throws IOException when no disk takes it
  KeptPromises(List<Path> disks, QualityPromise now) throws IOException {
    this.folders = disks.stream().map(disk -> disk.resolve("promises")).toList();
    var refusals = new ArrayList<IOException>();
    for (var folder : folders) {
      try {
        keep(Files.createDirectories(folder), now);
      } catch (IOException refused) {
        LOG.warn("What is promised is not kept in {}: {}", folder, refused.getMessage());
        refusals.add(refused);
      }
    }
    if (refusals.size() == folders.size()) {
      throw refusals.getFirst();
    }
  }

  private static void keep(Path folder, QualityPromise promise) throws IOException {
    Path file = folder.resolve(promise.hash().toString());
    if (!Files.exists(file)) {
      DurableFiles.write(file, promise.document());
    }
  }

  /// The document of a hash; needs no authorisation, since it is what consumers sign for.
  HttpResponse show(String hash) throws IOException {
    Optional<byte[]> document = document(hash);
    if (document.isEmpty()) {
      throw Problem.NOTHING_HERE.because("This node never promised " + hash + ".");
    }
    return HttpResponse.bytes(200, document.get())
        .header("Content-Type", "application/json")
        .header("Cache-Control", "public, max-age=31536000, immutable");
  }

  private Optional<byte[]> document(String hash) throws IOException {
    if (!hash.matches("0x[0-9a-f]{64}")) {
      return Optional.empty();
    }
    var name = Bytes32.fromHex(hash).toString();
    for (var folder : folders) {
      Path file = folder.resolve(name);
      if (Files.isReadable(file)) {
        return Optional.of(Files.readAllBytes(file));
      }
    }
    return Optional.empty();
  }
}
