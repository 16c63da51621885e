package network.flashback.app.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import network.flashback.app.config.Certificates;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationException;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.OnChain;
import network.flashback.app.dispute.DisputeDuty;
import network.flashback.domain.storage.Layout;
import network.flashback.evm.Wei;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.gateway.Gateway;
import network.flashback.gateway.GatewayConfig;
import network.flashback.gateway.GatewayConfig.Durability;
import network.flashback.gateway.ObjectStores;
import network.flashback.gateway.Origins;
import network.flashback.gateway.access.RootKey;
import network.flashback.gateway.write.Acknowledgement;
import network.flashback.gateway.write.WarmUp;
import network.flashback.providers.node.NodeAgreement;
import network.flashback.providers.node.NodeHttp;
import network.flashback.providers.node.NodeMessages;
import network.flashback.providers.node.NodeObjectStore;
import network.flashback.s3.access.TrustedProxies;
import network.flashback.settlement.dispute.DisputeWatch;
import network.flashback.settlement.ledger.GasBudget;

/// The gateway, wired: S3 endpoint, its agreements and grants from the chain, its stores at the
/// nodes, and the replacing of lost legs.
public final class GatewayRole implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int DATABASE_CONNECTIONS = 16;
  private static final Duration SWEEP_GRACE = Duration.ofMinutes(1);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration LIFECYCLE_DAY = Duration.ofDays(1);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long GWEI_MOST = 1_000_000_000_000_000L;

  private final OnChain chain;
  private final Gateway gateway;
  private final ChainWatch watch;
  private final ChainWatch replacing;
  private final ChainWatch bringing;
  private final DisputeWatch disputes;
  private final NodeHttp http;

  private GatewayRole(
      OnChain chain,
      Gateway gateway,
      ChainWatch watch,
      ChainWatch replacing,
      ChainWatch bringing,
      DisputeWatch disputes,
      NodeHttp http) {
    this.chain = chain;
    this.gateway = gateway;
    this.watch = watch;
    this.replacing = replacing;
    this.bringing = bringing;
    this.disputes = disputes;
    this.http = http;
  }

  /// Starts everything and returns when the endpoint answers.
  ///
  /// @param offers where replacements for lost legs are found
  public static GatewayRole start(Configuration config, OfferSource offers, InstantSource clock)
      throws IOException {
    WarmUp.start();
    var duty = DisputeDuty.of(config);
    var chain = OnChain.connect(config, clock);
    var contracts = chain.contracts();
    var grants = new ChainGrants(contracts, chain.wallet().address(), clock);
    var agreements = new ChainAgreements(contracts, grants, chain.wallet().address());
    var watch =
        ChainWatch.start(
            "agreements",
            contracts.chain(),
            () -> {
              grants.refresh();
              agreements.refresh();
            });
    var http = http();
    var gateway =
        Gateway.start(
            gatewayConfig(config, chain),
            agreements,
            grants,
            stores(chain, http, clock),
            duty.shown(),
            new SecureRandom(),
            clock);
    var replacer =
        new LegReplacer(contracts, agreements, grants, chain.sender(), offers, gateway, clock);
    var replacing = ChainWatch.start("leg-replacer", contracts.chain(), replacer::replaceLost);
    var bringing = bring(config, chain, agreements, gateway);
    var disputes = duty.watch(chain, new GatewayParty(grants, gateway));
    return new GatewayRole(chain, gateway, watch, replacing, bringing, disputes, http);
  }

  public int port() {
    return gateway.port();
  }

  @Override
  public void close() {
    disputes.close();
    replacing.close();
    bringing.close();
    gateway.close();
    watch.close();
    http.close();
    chain.close();
  }

  /// Has what providers keep back brought onto the chain, from now on.
  private static ChainWatch bring(
      Configuration config, OnChain chain, ChainAgreements agreements, Gateway gateway) {
    long most = config.number(ConfigurationKey.GATEWAY_GAS_EPOCH_GWEI, 0, GWEI_MOST);
    var budget = GasBudget.of(Wei.gwei(most));
    var bringer =
        new RevisionBringer(
            chain.contracts(),
            new GatewayRevisions(gateway.revisions()),
            agreements::running,
            chain.sender(),
            budget);
    FunctionCounter.builder("gateway.revisions.brought", bringer, RevisionBringer::brought)
        .description("Revisions that providers kept back, brought onto the chain by this gateway")
        .register(gateway.meters());
    Gauge.builder("gateway.revisions.overdue", bringer, RevisionBringer::overdue)
        .description("Agreements whose provider keeps back a revision for longer than it may")
        .register(gateway.meters());
    Gauge.builder("gateway.gas.spent", budget, each -> each.spent().amount().doubleValue())
        .description("Wei spent on gas for such revisions in the running epoch")
        .register(gateway.meters());
    return ChainWatch.start("revision-bringer", chain.contracts().chain(), bringer::look);
  }

  static NodeHttp http() {
    return new NodeHttp(CONNECT_TIMEOUT);
  }

  static GatewayConfig gatewayConfig(Configuration config, OnChain chain) throws IOException {
    var rootKey =
        RootKey.openOrCreate(
            config.path(ConfigurationKey.GATEWAY_ROOT_KEY),
            Passphrase.fromKeyFile(config.path(ConfigurationKey.KEYSTORE_PASSWORD_FILE)),
            ScryptCost.LIGHT,
            new SecureRandom());
    return new GatewayConfig(
        new InetSocketAddress(
            config.text(ConfigurationKey.HTTP_HOST), config.port(ConfigurationKey.HTTP_PORT)),
        Certificates.of(config),
        chain.contracts().chain().id(),
        config.text(ConfigurationKey.GATEWAY_REGION),
        List.of(config.text(ConfigurationKey.GATEWAY_DOMAIN)),
        config.text(ConfigurationKey.DATABASE_URL),
        config.text(ConfigurationKey.DATABASE_USER),
        config.isEmpty(ConfigurationKey.DATABASE_PASSWORD_FILE)
            ? ""
            : config.secret(ConfigurationKey.DATABASE_PASSWORD_FILE),
        DATABASE_CONNECTIONS,
        rootKey,
        SWEEP_GRACE,
        LEASE,
        TICK,
        durability(config),
        layout(config),
        LIFECYCLE_DAY,
        config.number(ConfigurationKey.GATEWAY_BACKGROUND_BYTES_PER_SECOND, 0, Long.MAX_VALUE),
        trustedProxies(config.text(ConfigurationKey.GATEWAY_TRUSTED_PROXIES)),
        new Origins(listed(config.text(ConfigurationKey.GATEWAY_ORIGINS))));
  }

  private static TrustedProxies trustedProxies(String ranges) {
    return new TrustedProxies(listed(ranges));
  }

  private static List<String> listed(String words) {
    return Arrays.stream(words.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Durability durability(Configuration config) {
    var word = config.text(ConfigurationKey.GATEWAY_ACKNOWLEDGE);
    var level =
        Acknowledgement.of(word)
            .orElseThrow(() -> unknown(ConfigurationKey.GATEWAY_ACKNOWLEDGE, word, "k, k+1 or n"));
    var order = config.text(ConfigurationKey.GATEWAY_MANIFESTS);
    return switch (order) {
      case "before" -> new Durability(Durability.START_WAIT, level, true);
      case "after" -> new Durability(Durability.START_WAIT, level, false);
      default -> throw unknown(ConfigurationKey.GATEWAY_MANIFESTS, order, "before or after");
    };
  }

  private static Layout layout(Configuration config) {
    var word = config.text(ConfigurationKey.GATEWAY_LAYOUT);
    return Layout.of(word)
        .orElseThrow(() -> unknown(ConfigurationKey.GATEWAY_LAYOUT, word, "sealed or native"));
  }

  private static ConfigurationException unknown(ConfigurationKey key, String value, String wanted) {
    return new ConfigurationException(
        "'%s' is '%s', but must be %s. %s".formatted(key.key(), value, wanted, key.meaning()));
  }

  static ObjectStores stores(OnChain chain, NodeHttp http, InstantSource clock) {
    var contracts = chain.contracts();
    var messages =
        new NodeMessages(
            contracts.chain().id(),
            contracts.orchestrator().address(),
            contracts.deployment().address("PossessionVerifier"));
    return (leg, ledger) ->
        new NodeObjectStore(
            http,
            new NodeAgreement(
                leg.agreementId(),
                leg.providerId(),
                leg.nodeKey(),
                leg.endpoint(),
                leg.egressPerGib(),
                leg.voucherCeiling(),
                leg.treeHash()),
            messages,
            chain.wallet(),
            ledger,
            clock);
  }
}
