package network.flashback.app.command;

import java.net.URI;
import java.nio.file.Files;
import network.flashback.app.client.MarketClient;
import network.flashback.app.network.Member;
import network.flashback.app.network.NetworkException;
import network.flashback.app.network.NetworkPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose listing, quotes and applications a command is about.
final class PlatformOption {
  @Option(
      names = "--platform",
      paramLabel = "URL",
      description = "Address of a platform (default: that of the network on this machine).")
  private @Nullable URI platform;

  /// A connection that the command closes.
  ///
  /// @throws NetworkException as [#address]
  MarketClient open(NetworkPlan network) {
    return new MarketClient(address(network));
  }

  /// @throws NetworkException when no platform was named, and no network is on this machine
  URI address(NetworkPlan network) {
    if (platform != null) {
      return platform;
    }
    if (!Files.exists(network.deployment())) {
      throw new NetworkException(
          "There is no network in %s whose platform could be asked. Start one with ./flashback up --background, or name its folder with --data, or another platform with --platform."
              .formatted(network.data()));
    }
    return network.url(Member.PLATFORM);
  }
}
