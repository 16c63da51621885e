package network.flashback.app.command;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import network.flashback.app.config.Certificates;
import network.flashback.app.config.ConfigurationException;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.OnChain;
import network.flashback.app.config.Role;
import network.flashback.settlement.reporter.ContractReporterChain;
import network.flashback.settlement.reporter.Reporter;
import network.flashback.settlement.reporter.ReporterConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `flashback reporter`: a staked oracle of quality.
@Command(
    name = "reporter",
    description = "Run a reporter: probes agreements and signs one quality root an epoch.",
    mixinStandardHelpOptions = true)
public final class ReporterCommand implements Callable<Integer> {
  @Mixin private final RoleOptions options = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    var config = options.read(Role.REPORTER);
    var chain = OnChain.connect(config, InstantSource.system());
    long id = config.number(ConfigurationKey.REPORTER_ID, 1, Long.MAX_VALUE);
    if (!chain.contracts().registry().nodeKeyOf(id).equals(chain.wallet().address())) {
      throw new ConfigurationException(
          "'%s' is %d, but the Registry knows another key for it than %s. Correct the id or the keystore."
              .formatted(ConfigurationKey.REPORTER_ID.key(), id, chain.wallet().address()));
    }
    var records = config.path(ConfigurationKey.REPORTER_RECORDS);
    var listen =
        new InetSocketAddress(
            config.text(ConfigurationKey.HTTP_HOST), config.port(ConfigurationKey.HTTP_PORT));
    var usual =
        (chain.isDevelopment()
                ? ReporterConfig.development(records, listen)
                : ReporterConfig.production(records, listen))
            .over(Certificates.of(config));
    var reporter =
        Reporter.start(
            config.isEmpty(ConfigurationKey.REPORTER_MARKET_URL)
                ? usual
                : usual.asking(config.url(ConfigurationKey.REPORTER_MARKET_URL).toString()),
            new ContractReporterChain(chain.contracts(), chain.sender()),
            chain.wallet(),
            InstantSource.system(),
            new SecureRandom());
    return RoleOptions.serveUntilStopped(
        () -> {
          reporter.close();
          chain.close();
        });
  }
}
