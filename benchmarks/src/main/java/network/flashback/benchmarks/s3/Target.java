package network.flashback.benchmarks.s3;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import network.flashback.gateway.access.AccessKeys.KeyPair;

/// A server under load, with the processes whose time on a core is counted.
///
/// @param keys that sign every request; empty for a server that knows no signatures
/// @param opaque whether its bucket's entity tags are no MD5 of what was written
/// @param reclaims whether deleting gives room back at once
/// @param servers process ids; the first is the server itself
/// @param nodes process ids of what stores behind it, counted apart
record Target(
    String name,
    URI endpoint,
    String bucket,
    Optional<KeyPair> keys,
    boolean opaque,
    boolean reclaims,
    List<Long> servers,
    List<Long> nodes) {
  Target {
    servers = List.copyOf(servers);
    nodes = List.copyOf(nodes);
  }

  /// Whether a load says something about it: a server without signatures is a file server and has
  /// no lists; how entity tags are made matters to writes of some size only.
  boolean takes(Cell cell) {
    if (opaque) {
      return cell.verb() == Verb.PUT && !cell.isSmall();
    }
    return keys.isPresent() || cell.verb() != Verb.LIST;
  }

  List<ProcessHandle> serverProcesses() {
    return handles(servers);
  }

  List<ProcessHandle> nodeProcesses() {
    return handles(nodes);
  }

  private List<ProcessHandle> handles(List<Long> ids) {
    return ids.stream()
        .map(
            id ->
                ProcessHandle.of(id)
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                "Process %d of %s has ended; its log says why."
                                    .formatted(id, name))))
        .toList();
  }
}
