package network.flashback.app.command;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.app.config.Certificates;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.NodeDisks;
import network.flashback.app.config.OnChain;
import network.flashback.app.config.Role;
import network.flashback.app.config.Trust;
import network.flashback.app.dispute.DisputeDuty;
import network.flashback.app.dispute.NodeParty;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Wei;
import network.flashback.node.AnswerLimits;
import network.flashback.node.Node;
import network.flashback.node.NodeConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback node`: a DIRECT provider's program.
@Command(
    name = "node",
    description = {
      "Run a node: keeps pieces on disk, serves them, proves them, collects its pay.",
      "Set one up with `flashback node init`, then run it with --config FILE."
    },
    subcommands = {
      NodeInitCommand.class,
      NodeCheckCommand.class,
      NodeStatusCommand.class,
      NodeMaintainCommand.class,
      NodeDrainCommand.class,
      NodeLeaveCommand.class
    },
    mixinStandardHelpOptions = true)
public final class NodeCommand implements Callable<Integer> {
  private static final int MARKET = 1;
  private static final long GWEI_MOST = 1_000_000_000_000_000L;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration of the node; its keys: docs/configuration.md.")
  private @Nullable Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (file == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Name the configuration with --config FILE. `flashback node init` writes one.");
    }
    var config = Configuration.read(file, Role.NODE);
    Trust.install(config);
    var disputes = DisputeDuty.of(config);
    var chain = OnChain.connect(config, InstantSource.system());
    var node =
        Node.start(
            nodeConfig(config, chain),
            chain.contracts(),
            chain.sender(),
            chain.wallet(),
            disputes.shown(),
            new SecureRandom(),
            InstantSource.system());
    long providerId = providerId(config, chain);
    var watch = disputes.watch(chain, new NodeParty(providerId, node));
    return RoleOptions.serveUntilStopped(
        () -> {
          watch.close();
          node.close();
          chain.close();
        });
  }

  private static long providerId(Configuration config, OnChain chain) {
    long said = config.number(ConfigurationKey.NODE_PROVIDER_ID, 0, Long.MAX_VALUE);
    if (said != 0) {
      return said;
    }
    long known = chain.contracts().registry().idOfNodeKey(chain.wallet().address());
    if (known == 0) {
      throw new IllegalArgumentException(
          "The register knows no provider with the node key %s. Register it: `flashback node check` prints the command."
              .formatted(chain.wallet().address()));
    }
    return known;
  }

  private static NodeConfig nodeConfig(Configuration config, OnChain chain) {
    long providerId = providerId(config, chain);
    return new NodeConfig(
        config.text(ConfigurationKey.HTTP_HOST),
        config.port(ConfigurationKey.HTTP_PORT),
        URI.create(chain.contracts().registry().endpointOf(providerId)),
        providerId,
        NodeDisks.of(config),
        NodeConfig.RESERVE_BYTES,
        new Region(config.text(ConfigurationKey.NODE_REGION)),
        config.oneOf(ConfigurationKey.NODE_CLASS, StorageClass.class),
        MARKET,
        BigInteger.valueOf(config.number(ConfigurationKey.NODE_PRICE_GIB_MONTH, 0, Long.MAX_VALUE)),
        BigInteger.valueOf(
            config.number(ConfigurationKey.NODE_PRICE_EGRESS_GIB, 0, Long.MAX_VALUE)),
        config.number(ConfigurationKey.NODE_COLLATERAL_SECONDS, 0, 0xffff_ffffL),
        config.number(ConfigurationKey.NODE_WINDOW_BYTES, 1, Long.MAX_VALUE),
        BigInteger.valueOf(config.number(ConfigurationKey.NODE_CLAIM_MINIMUM, 0, Long.MAX_VALUE)),
        config.isEmpty(ConfigurationKey.NODE_MARKET_URL)
            ? Optional.empty()
            : Optional.of(config.url(ConfigurationKey.NODE_MARKET_URL)),
        config.url(ConfigurationKey.BEACON_URL),
        NodeConfig.KEEP_CLOSED,
        config.isEmpty(ConfigurationKey.NODE_MANDATES)
            ? Optional.empty()
            : Optional.of(config.path(ConfigurationKey.NODE_MANDATES)),
        promise(config),
        answers(config),
        claimGasMost(config),
        Certificates.of(config));
  }

  private static Optional<Wei> claimGasMost(Configuration config) {
    long gwei = config.number(ConfigurationKey.NODE_CLAIM_GAS_GWEI, 0, GWEI_MOST);
    return gwei == 0 ? Optional.empty() : Optional.of(Wei.gwei(gwei));
  }

  private static AnswerLimits answers(Configuration config) {
    var price =
        config.isEmpty(ConfigurationKey.NODE_ANSWERS_PRICE)
            ? ConfigurationKey.NODE_PRICE_GIB_MONTH
            : ConfigurationKey.NODE_ANSWERS_PRICE;
    return new AnswerLimits(
        config.number(ConfigurationKey.NODE_ANSWERS_BYTES, 0, Long.MAX_VALUE),
        BigInteger.valueOf(config.number(price, 0, Long.MAX_VALUE)));
  }

  private static QualityPromise promise(Configuration config) {
    return new QualityPromise(
        new QualityTarget(
            (int) config.number(ConfigurationKey.NODE_PROMISE_UPTIME, 0, 10_000),
            (int) config.number(ConfigurationKey.NODE_PROMISE_LATENCY, 1, 86_400_000),
            (int) config.number(ConfigurationKey.NODE_PROMISE_THROUGHPUT, 0, Integer.MAX_VALUE),
            (int) config.number(ConfigurationKey.NODE_PROMISE_ERRORS, 0, 10_000)));
  }
}
