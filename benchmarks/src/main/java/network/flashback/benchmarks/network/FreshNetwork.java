package network.flashback.benchmarks.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import network.flashback.app.network.Member;
import network.flashback.app.network.Network;
import network.flashback.app.network.NetworkPlan;

/// A development network that exists for one benchmark: its own folder, its own ports.
public final class FreshNetwork implements AutoCloseable {
  /// Long, so that the proofs of an epoch do not fall into a measurement.
  static final int EPOCH_SECONDS = 1_800;

  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 40_000;
  private static final int PORT_STEP = 300;

  private final Network network;

  private FreshNetwork(Network network) {
    this.network = network;
  }

  /// Starts every member and returns when all of them answer.
  public static FreshNetwork start(Path home, Consumer<String> progress) throws IOException {
    // Below the program's own folder: a temporary folder may lie in memory, and disks are part of
    // this.
    var parent = Files.createDirectories(home.resolve(".flashback"));
    var data = Files.createTempDirectory(parent, "bench-");
    var fresh =
        new FreshNetwork(new Network(new NetworkPlan(data, freePort(), EPOCH_SECONDS), home));
    try {
      fresh.network.up(progress);
      return fresh;
    } catch (RuntimeException failed) {
      fresh.close();
      throw failed;
    }
  }

  public NetworkPlan plan() {
    return network.plan();
  }

  /// The process of a member.
  public ProcessHandle process(Member member) {
    return network
        .processes()
        .find(member)
        .orElseThrow(() -> new IllegalStateException(member.name() + " does not run any more."));
  }

  /// Stops everything and deletes what it stored.
  @Override
  public void close() throws IOException {
    network.down();
    try (var files = Files.walk(plan().data())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static int freePort() {
    return IntStream.iterate(FIRST_PORT, port -> port < LAST_PORT, port -> port + PORT_STEP)
        .filter(
            base -> Member.all().stream().allMatch(member -> isFree(base + member.portOffset())))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No free ports between %d and %d: stop other networks first."
                        .formatted(FIRST_PORT, LAST_PORT)));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
