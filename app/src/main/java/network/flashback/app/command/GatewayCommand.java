package network.flashback.app.command;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;
import network.flashback.app.gateway.GatewayRole;
import network.flashback.app.gateway.MarketOffers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `flashback gateway`: an S3 endpoint over agreements.
@Command(
    name = "gateway",
    description = "Run a gateway: the S3 endpoint that seals, places, repairs and pays egress.",
    mixinStandardHelpOptions = true)
public final class GatewayCommand implements Callable<Integer> {
  @Mixin private final RoleOptions options = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    var config = options.read(Role.GATEWAY);
    var offers = new MarketOffers(config.url(ConfigurationKey.GATEWAY_MARKET_URL));
    return RoleOptions.serveUntilStopped(GatewayRole.start(config, offers, InstantSource.system()));
  }
}
