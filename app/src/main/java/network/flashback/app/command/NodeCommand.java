package network.flashback.app.command;

import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.OnChain;
import network.flashback.app.config.Role;
import network.flashback.app.dispute.DisputeDuty;
import network.flashback.app.dispute.NodeParty;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.node.Node;
import network.flashback.node.NodeConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `flashback node`: a DIRECT provider's program.
@Command(
    name = "node",
    description = "Run a node: keeps pieces on disk, serves them, proves them, collects its pay.",
    mixinStandardHelpOptions = true)
public final class NodeCommand implements Callable<Integer> {
  private static final int MARKET = 1;

  @Mixin private final RoleOptions options = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    var config = options.read(Role.NODE);
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
    long providerId = config.number(ConfigurationKey.NODE_PROVIDER_ID, 1, Long.MAX_VALUE);
    var watch = disputes.watch(chain, new NodeParty(providerId, node));
    return RoleOptions.serveUntilStopped(
        () -> {
          watch.close();
          node.close();
          chain.close();
        });
  }

  private static NodeConfig nodeConfig(Configuration config, OnChain chain) {
    long providerId = config.number(ConfigurationKey.NODE_PROVIDER_ID, 1, Long.MAX_VALUE);
    return new NodeConfig(
        config.text(ConfigurationKey.HTTP_HOST),
        config.port(ConfigurationKey.HTTP_PORT),
        URI.create(chain.contracts().registry().endpointOf(providerId)),
        providerId,
        config.path(ConfigurationKey.NODE_DISK),
        config.number(ConfigurationKey.NODE_CAPACITY_BYTES, 1, Long.MAX_VALUE),
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
            : Optional.of(config.path(ConfigurationKey.NODE_MANDATES)));
  }
}
