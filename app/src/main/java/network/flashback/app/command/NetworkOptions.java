package network.flashback.app.command;

import java.nio.file.Path;
import java.util.Optional;
import network.flashback.app.network.Network;
import network.flashback.app.network.NetworkPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which network on this machine a command is about.
final class NetworkOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the network's state (default: .flashback/network).")
  private Path data = usualData();

  @Option(
      names = "--base-port",
      paramLabel = "PORT",
      description =
          "S3 endpoint's port; every other port is at a fixed distance (default: as before, else 9000).")
  private @Nullable Integer basePort;

  @Option(
      names = "--epoch",
      paramLabel = "SECONDS",
      description =
          "Length of an epoch on the development chain, fixed when it is created (default: 30).")
  private @Nullable Integer epochSeconds;

  NetworkPlan plan() {
    return NetworkPlan.of(data, Optional.ofNullable(basePort), Optional.ofNullable(epochSeconds));
  }

  Network network() {
    return new Network(plan(), home());
  }

  /// The command that stops this network, as somebody would type it.
  String stopCommand() {
    return "./flashback down" + typed();
  }

  /// What has to follow a command that is about this network.
  String typed() {
    return data.equals(usualData()) ? "" : " --data " + data;
  }

  /// Where `flashback up` keeps a network, unless told otherwise.
  static Path usualData() {
    return home().resolve(".flashback/network");
  }

  /// Folder of the program's own files; the launcher names it.
  static Path home() {
    return Path.of(System.getProperty("flashback.home", ".")).toAbsolutePath().normalize();
  }
}
