package network.flashback.app.command;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;
import network.flashback.app.development.FakeDrand;
import network.flashback.evm.bls.BeaconSchedule;
import network.flashback.http.HttpServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `flashback beacon`: the development chain's source of seeds.
@Command(
    name = "beacon",
    description = "Run FakeDrand, the beacon of a development network (a known test key).",
    mixinStandardHelpOptions = true)
public final class BeaconCommand implements Callable<Integer> {
  @Mixin private final RoleOptions options = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    var config = options.read(Role.BEACON);
    var schedule =
        new BeaconSchedule(
            Instant.ofEpochSecond(
                config.number(ConfigurationKey.BEACON_GENESIS, 1, Long.MAX_VALUE)),
            config.number(ConfigurationKey.BEACON_PERIOD_SECONDS, 1, 3600));
    var clock = InstantSource.system();
    return RoleOptions.serveUntilStopped(
        FakeDrand.start(
            HttpServerConfig.on(
                config.text(ConfigurationKey.HTTP_HOST),
                config.port(ConfigurationKey.HTTP_PORT),
                clock),
            schedule,
            clock));
  }
}
