package network.flashback.benchmarks.s3;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.gateway.access.AccessKeys.KeyPair;

/// A server under load, with the processes whose time on a core is counted.
///
/// @param keys that sign every request; empty for a server that knows no signatures
/// @param tags of its bucket
/// @param reclaims whether deleting gives room back at once
/// @param servers process ids; the first is the server itself
/// @param nodes process ids of what stores behind it, counted apart
record Target(
    String name,
    URI endpoint,
    String bucket,
    Optional<KeyPair> keys,
    Map<String, String> tags,
    boolean reclaims,
    List<Long> servers,
    List<Long> nodes) {
  static final Map<String, String> OPAQUE = Map.of("flashback:etag", "opaque");
  static final Map<String, String> NATIVE = Map.of("flashback:layout", "native");
  static final Map<String, String> NATIVE_OPAQUE =
      Map.of("flashback:layout", "native", "flashback:etag", "opaque");

  private static final int MIB = 1 << 20;

  Target {
    tags = Map.copyOf(tags);
    servers = List.copyOf(servers);
    nodes = List.copyOf(nodes);
  }

  /// Whether a load says something about it: a server without signatures is a file server and has
  /// no lists; how entity tags are made matters to writes of some size only; how objects lie, to
  /// whatever has bytes. What stands for many writes of the largest is one connection's, wherever
  /// only tags or layout differ: disks are not endless.
  boolean takes(Cell cell) {
    boolean isOwnVariant = isNative() || isOpaque();
    if (isOwnVariant && cell.verb() == Verb.PUT && cell.bytes() > MIB && cell.connections() > 1) {
      return false;
    }
    if (isNative() && (cell.verb() == Verb.MIXED || cell.verb() == Verb.LIST)) {
      return false;
    }
    if (isOpaque()) {
      return cell.verb() == Verb.PUT && !cell.isSmall();
    }
    return keys.isPresent() || cell.verb() != Verb.LIST;
  }

  /// Whether its bucket's entity tags are no MD5 of what was written.
  boolean isOpaque() {
    return "opaque".equals(tags.get("flashback:etag"));
  }

  private boolean isNative() {
    return "native".equals(tags.get("flashback:layout"));
  }

  /// Whether the server itself still runs.
  boolean isAlive() {
    return ProcessHandle.of(servers.getFirst()).map(ProcessHandle::isAlive).orElse(false);
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
