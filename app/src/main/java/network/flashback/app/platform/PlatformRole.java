package network.flashback.app.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.app.config.Certificates;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationException;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.OnChain;
import network.flashback.chain.ChainException;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.beacon.Drand;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Turns;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;
import network.flashback.http.HttpServerConfig;
import network.flashback.market.Market;
import network.flashback.market.MarketConfig;
import network.flashback.market.Measurements;
import network.flashback.market.account.Origins;
import network.flashback.market.database.DatabaseConfig;
import network.flashback.market.listing.ReputationEntry;
import network.flashback.market.visit.RateLimits;
import network.flashback.market.visit.Visitors;
import network.flashback.market.webhook.WebhookSecrets;
import network.flashback.market.webhook.WebhookService;
import network.flashback.s3.S3Headers;
import network.flashback.s3.access.TrustedProxies;
import network.flashback.settlement.SettlementObserver;
import network.flashback.settlement.Settlements;
import network.flashback.settlement.ledger.ContractLedger;
import network.flashback.settlement.ledger.GasBudget;
import network.flashback.settlement.ledger.ProviderReports;
import network.flashback.settlement.ledger.PublishedReports;
import network.flashback.settlement.ledger.ReporterRecords;
import network.flashback.settlement.ledger.ReportersEver;
import network.flashback.settlement.quality.ProviderQuality;
import network.flashback.settlement.reputation.Reputation;
import network.flashback.settlement.reputation.ReputationWatch;
import network.flashback.settlement.statement.ServedEpochs;
import network.flashback.settlement.statement.StatementForms;
import network.flashback.settlement.statement.StatementReader;
import network.flashback.settlement.wire.BoundedHttp;
import org.jspecify.annotations.Nullable;

/// The platform: nothing in it is needed by anybody's money. Market and console answer, and the
/// settlement run does what anyone else may do as well.
public final class PlatformRole implements AutoCloseable {
  private static final int DATABASE_CONNECTIONS = 16;
  private static final Duration PACE_DEVELOPMENT = Duration.ofMillis(500);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PACE = Duration.ofSeconds(5);
  private static final long GWEI_MOST = 1_000_000_000_000_000L;

  private final OnChain chain;
  private final Market market;
  private final Settlements settlements;
  private final ReputationWatch reputations;
  private final HttpClient http;

  private PlatformRole(
      OnChain chain,
      Market market,
      Settlements settlements,
      ReputationWatch reputations,
      HttpClient http) {
    this.chain = chain;
    this.market = market;
    this.settlements = settlements;
    this.reputations = reputations;
    this.http = http;
  }

  public static PlatformRole start(Configuration config, InstantSource clock) throws IOException {
    var chain = OnChain.connect(config, clock);
    var contracts = chain.contracts();
    var following = chain.isDevelopment() ? FollowingPolicy.DEVELOPMENT : FollowingPolicy.STANDARD;
    var statements = new StatementReader(contracts);
    var served =
        new ServedEpochs(
            new ReporterRecords(
                contracts.registry(),
                new BoundedHttp(CONNECT_TIMEOUT),
                new ReportersEver(contracts)));
    var pace = chain.isDevelopment() ? PACE_DEVELOPMENT : PACE;
    var reputations =
        ReputationWatch.start(
            contracts,
            new ReporterRecords(
                contracts.registry(),
                new BoundedHttp(CONNECT_TIMEOUT),
                new ReportersEver(contracts)),
            pace);
    var market =
        Market.start(
            marketConfig(config, chain, following, clock),
            contracts,
            chain.sender(),
            slaId -> statement(contracts, statements, served, slaId),
            provider -> reputations.of(provider).map(PlatformRole::entry),
            measurements(new ProviderReports(contracts, new BoundedHttp(CONNECT_TIMEOUT))),
            clock,
            new SecureRandom());
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var drand = new Drand(http, config.url(ConfigurationKey.BEACON_URL));
    var budget =
        GasBudget.of(
            Wei.gwei(config.number(ConfigurationKey.PLATFORM_GAS_EPOCH_GWEI, 1, GWEI_MOST)));
    showBudget(budget, market.metrics());
    var settlements =
        Settlements.start(
            new ContractLedger(
                contracts,
                chain.sender(),
                following,
                budget,
                Turns.of(contracts.orchestrator().schedule())),
            drand::signature,
            new PublishedReports(contracts, new BoundedHttp(CONNECT_TIMEOUT)),
            SettlementObserver.NONE,
            pace);
    return new PlatformRole(chain, market, settlements, reputations, http);
  }

  private static void showBudget(GasBudget budget, MeterRegistry metrics) {
    Gauge.builder("settlement.gas.spent", budget, each -> each.spent().amount().doubleValue())
        .description("Wei that settling spent on gas in the running epoch")
        .register(metrics);
    Gauge.builder("settlement.gas.waiting", budget, each -> each.isWaiting() ? 1 : 0)
        .description("1 while a transaction of the settlement is stuck or too dear")
        .register(metrics);
  }

  public int port() {
    return market.port();
  }

  @Override
  public void close() {
    settlements.close();
    reputations.close();
    market.close();
    http.shutdownNow();
    chain.close();
  }

  private static MarketConfig marketConfig(
      Configuration config, OnChain chain, FollowingPolicy following, InstantSource clock) {
    var password =
        config.isEmpty(ConfigurationKey.DATABASE_PASSWORD_FILE)
            ? ""
            : config.secret(ConfigurationKey.DATABASE_PASSWORD_FILE);
    return new MarketConfig(
        HttpServerConfig.on(
                config.text(ConfigurationKey.HTTP_HOST),
                config.port(ConfigurationKey.HTTP_PORT),
                clock)
            .over(Certificates.of(config)),
        new DatabaseConfig(
            config.text(ConfigurationKey.DATABASE_URL),
            config.text(ConfigurationKey.DATABASE_USER),
            password,
            DATABASE_CONNECTIONS),
        config.isEmpty(ConfigurationKey.PLATFORM_CONSOLE)
            ? Optional.empty()
            : Optional.of(config.path(ConfigurationKey.PLATFORM_CONSOLE)),
        following,
        MarketConfig.QUOTE_LIFE,
        visitors(config),
        new WebhookService.Policy(webhookSecrets(chain), chain.isDevelopment()),
        endpoints(config));
  }

  /// What the platform names to everybody, and its pages may call.
  private static Map<String, String> endpoints(Configuration config) {
    var named = new TreeMap<String, String>();
    named.put("beacon", config.text(ConfigurationKey.BEACON_URL));
    if (!config.isEmpty(ConfigurationKey.PLATFORM_PUBLIC_CHAIN)) {
      named.put("chain", config.url(ConfigurationKey.PLATFORM_PUBLIC_CHAIN).toString());
    }
    if (!config.isEmpty(ConfigurationKey.PLATFORM_PUBLIC_GATEWAY)) {
      named.put("gateway", config.url(ConfigurationKey.PLATFORM_PUBLIC_GATEWAY).toString());
    }
    return named;
  }

  /// Derived from the wallet's key, so that there is no further secret to keep.
  private static WebhookSecrets webhookSecrets(OnChain chain) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(chain.wallet().exposeSecret().toArray(), "HmacSHA256"));
      return WebhookSecrets.of(
          mac.doFinal("flashback platform webhooks".getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
    }
  }

  private static Visitors visitors(Configuration config) {
    var proxies = checked(config, ConfigurationKey.PLATFORM_TRUSTED_PROXIES, TrustedProxies::new);
    return new Visitors(
        origins(config),
        new RateLimits(
            Math.toIntExact(
                config.number(ConfigurationKey.PLATFORM_RATE_ADDRESS, 0, Integer.MAX_VALUE)),
            Math.toIntExact(
                config.number(ConfigurationKey.PLATFORM_RATE_CALLER, 0, Integer.MAX_VALUE))),
        request -> {
          var headers = S3Headers.builder();
          request.headers().forEach(headers::add);
          return proxies
              .sourceOf(request.remote().getAddress(), request.encrypted(), headers.build())
              .address();
        });
  }

  private static Origins origins(Configuration config) {
    return config.isEmpty(ConfigurationKey.PLATFORM_ORIGINS)
        ? Origins.local(
            config.isEmpty(ConfigurationKey.HTTP_TLS_CERTIFICATE) ? "http" : "https",
            config.text(ConfigurationKey.HTTP_HOST),
            config.port(ConfigurationKey.HTTP_PORT))
        : checked(
            config,
            ConfigurationKey.PLATFORM_ORIGINS,
            words -> new Origins(words.stream().map(URI::create).toList()));
  }

  /// What a list with commas stands for.
  private static <T> T checked(
      Configuration config, ConfigurationKey key, Function<List<String>, T> meaning) {
    var text = config.isEmpty(key) ? "" : config.text(key).strip();
    try {
      return meaning.apply(text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*", -1)));
    } catch (IllegalArgumentException refused) {
      throw new ConfigurationException(
          "'%s': %s".formatted(key.key(), refused.getMessage()), refused);
    }
  }

  private static ReputationEntry entry(Reputation reputation) {
    return new ReputationEntry(
        reputation.points(),
        reputation.throughEpoch(),
        reputation.block(),
        reputation.blockHash(),
        reputation.table(),
        reputation.listings().stream()
            .map(
                one ->
                    new ReputationEntry.Listed(
                        one.providerId(), one.market(), one.points(), one.days()))
            .toList());
  }

  private static Measurements measurements(ProviderReports reports) {
    return report -> {
      try {
        return reports
            .in(new QualityRoot(report.epoch(), report.root(), report.recordsHash()))
            .map(all -> all.stream().map(PlatformRole::measured).toList());
      } catch (ChainException e) {
        return Optional.empty();
      }
    };
  }

  private static Measurements.Measured measured(ProviderQuality quality) {
    return new Measurements.Measured(
        quality.providerId(),
        quality.probes(),
        quality.uptimeBps(),
        quality.latencyP50(),
        quality.latencyP95(),
        quality.latencyP99(),
        kib(quality.throughputKib()),
        kib(quality.writeKib()),
        quality.errorBps());
  }

  private static @Nullable Integer kib(OptionalInt speed) {
    return speed.isPresent() ? speed.getAsInt() : null;
  }

  private static Optional<String> statement(
      Contracts contracts, StatementReader statements, ServedEpochs served, Bytes32 slaId) {
    try {
      if (contracts.lens().sla(slaId).agreements().isEmpty()) {
        return Optional.empty();
      }
      var statement = statements.of(slaId);
      var json = StatementForms.json(statement);
      // Its memory is for one thread at a time.
      synchronized (served) {
        json.set("quality", ServedEpochs.json(served.of(statement)));
      }
      return Optional.of(json.toString());
    } catch (ChainException | IOException e) {
      return Optional.empty();
    }
  }
}
