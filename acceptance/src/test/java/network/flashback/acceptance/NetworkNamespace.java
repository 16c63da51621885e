package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A host of its own on this machine: a Linux network namespace behind one line, which can be cut.
/// Making one needs root and iproute2.
final class NetworkNamespace implements AutoCloseable {
  private final String name;
  private final String near;
  private final String far;
  private final String network;
  private final int offset;

  private NetworkNamespace(int number) {
    this.name = "flashback-" + HexFormat.of().toHexDigits((short) number);
    this.near = "fb%04xa".formatted(number);
    this.far = "fb%04xb".formatted(number);
    // Four addresses of 10.200.0.0/14: 65,536 such networks, so that two runs hardly meet.
    this.network = "10.%d.%d.".formatted(200 + (number >> 14), number >> 6 & 0xff);
    this.offset = (number & 0x3f) * 4;
  }

  static NetworkNamespace create() throws Exception {
    var made = new NetworkNamespace(new SecureRandom().nextInt(1 << 16));
    try {
      made.ip("netns", "add", made.name);
      made.ip("link", "add", made.near, "type", "veth", "peer", "name", made.far);
      made.ip("link", "set", made.far, "netns", made.name);
      made.ip("address", "add", made.hostAddress() + "/30", "dev", made.near);
      made.ip("link", "set", made.near, "up");
      made.ip("-n", made.name, "address", "add", made.address() + "/30", "dev", made.far);
      made.ip("-n", made.name, "link", "set", "lo", "up");
      made.ip("-n", made.name, "link", "set", made.far, "up");
      return made;
    } catch (Exception | Error e) {
      made.close();
      throw e;
    }
  }

  /// This machine's address, as the namespace sees it.
  String hostAddress() {
    return network + (offset + 1);
  }

  /// Its own.
  String address() {
    return network + (offset + 2);
  }

  /// What starts a program in it.
  List<String> inside(List<String> command) {
    var all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(command);
    return all;
  }

  /// From now on nothing passes, and nobody is told: packets get no answer.
  void cut() throws Exception {
    ip("-n", name, "link", "set", far, "down");
  }

  void mend() throws Exception {
    ip("-n", name, "link", "set", far, "up");
  }

  private void ip(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("'%s' (needs root and iproute2): %s", String.join(" ", command), said)
        .isZero();
  }

  /// Takes the line with it. Programs in it go on, alone.
  @Override
  public void close() throws IOException {
    quietly("link", "delete", near);
    quietly("netns", "delete", name);
  }

  /// Of what was never made there is nothing to remove.
  private static void quietly(String... words) throws IOException {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.onExit().join();
  }
}
