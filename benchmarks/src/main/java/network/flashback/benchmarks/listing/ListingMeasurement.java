package network.flashback.benchmarks.listing;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.app.development.FakeDrand;
import network.flashback.benchmarks.ProcessorTime;
import network.flashback.chain.Chain;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.http.HttpServerConfig;
import network.flashback.market.Market;
import network.flashback.market.MarketConfig;
import network.flashback.market.Measurements;
import network.flashback.market.account.Origins;
import network.flashback.market.database.DatabaseConfig;
import network.flashback.market.visit.RateLimits;
import network.flashback.market.visit.Visitors;
import network.flashback.market.webhook.WebhookSecrets;
import network.flashback.market.webhook.WebhookService;

/// Asks a market with ten thousand offers, one request after the other, and the database behind it.
final class ListingMeasurement {
  private static final long EPOCH_SECONDS = 86_400;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What people ask for, and the plain SQL of the same filter where there is one: ranks are in no
  /// table.
  private static final List<Asked> ASKED =
      List.of(
          new Asked("first page by rank", "/v1/offers", Optional.empty()),
          new Asked(
              "first page by price",
              "/v1/offers?sort=PRICE",
              Optional.of(
                  "SELECT signed FROM offer WHERE market = 1 AND %s ORDER BY rate, hash LIMIT 50")),
          new Asked(
              "fast in eu-*, at most a price, by price",
              "/v1/offers?class=FAST&region=eu-*&maxPrice=4500000&sort=PRICE",
              Optional.of(
                  "SELECT signed FROM offer WHERE market = 1 AND class = 0 AND region LIKE 'eu-%%'"
                      + " AND rate <= 7354396055 AND %s ORDER BY rate, hash LIMIT 50")),
          new Asked(
              "certified, 99.9 % measured, by latency",
              "/v1/offers?certified=true&minUptime=9990&sort=LATENCY", Optional.empty()),
          new Asked("two words, by rank", "/v1/offers?search=archive%20frankf", Optional.empty()));

  private static final String LIVE =
      "NOT superseded AND expiry > extract(epoch FROM now()) AND nonce = COALESCE((SELECT"
          + " max(CAST(fields->>'nonce' AS BIGINT)) FROM event WHERE event.name = 'OffersCancelled'"
          + " AND event.provider_id = offer.provider_id), 0)";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ListingMeasurement() {}

  private record Asked(String name, String path, Optional<String> sql) {}

  /// Prints the figures.
  ///
  /// @param arguments folder of the program, and how often each query is asked
  public static void main(String[] arguments) throws Exception {
    new ListingMeasurement().run(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    System.exit(0);
  }

  private void run(Path home, int requests) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    var program = home.resolve("contracts/node_modules/.bin/anvil");
    try (var anvil = Anvil.start(program, Anvil.Options.FRESH, line -> {});
        var rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
        var postgres = EmbeddedPostgres.builder().start()) {
      var contracts = contracts(Chain.connect(rpc, DevelopmentKeys.CHAIN_ID));
      var config =
          new DatabaseConfig(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", 8);
      try (var market = market(contracts, config);
          var pool = pool(config);
          var connection = pool.getConnection()) {
        market.catchUp();
        new Seed(contracts, connection).plant();
        measure(market.port(), connection, requests);
      }
    }
  }

  private void measure(int port, Connection connection, int requests) throws Exception {
    var figures = new LinkedHashMap<String, BigDecimal>();
    var asked = new ArrayList<>(ASKED);
    var second = URI.create("http://127.0.0.1:" + port + "/v1/offers");
    asked.add(
        new Asked("second page by rank", "/v1/offers?cursor=" + cursor(second), Optional.empty()));
    for (var warm = 0; warm < requests; warm++) {
      for (var query : asked) {
        get(URI.create("http://127.0.0.1:" + port + query.path()));
      }
    }
    var before = ProcessorTime.of(List.of(ProcessHandle.current()));
    for (var query : asked) {
      var uri = URI.create("http://127.0.0.1:" + port + query.path());
      tell(figures, query.name(), "", times(requests, () -> get(uri)));
    }
    var used = ProcessorTime.of(List.of(ProcessHandle.current())).minus(before);
    figures.put(
        "server, client and database together|cpu",
        BigDecimal.valueOf(used.toNanos() / requests / asked.size()).movePointLeft(6));
    for (var query : asked) {
      if (query.sql().isPresent()) {
        var sql = query.sql().get().formatted(LIVE);
        tell(figures, query.name(), "|sql", times(requests, () -> rows(connection, sql)));
      }
    }
    figures.forEach(
        (name, figure) ->
            System.out.println(name + "\t" + figure.setScale(2, RoundingMode.HALF_UP)));
  }

  /// Something that is measured.
  @FunctionalInterface
  private interface Work {
    void perform() throws Exception;
  }

  private static List<Long> times(int count, Work work) throws Exception {
    var times = new ArrayList<Long>();
    for (var i = 0; i < count; i++) {
      var from = System.nanoTime();
      work.perform();
      times.add(System.nanoTime() - from);
    }
    times.sort(Long::compare);
    return times;
  }

  private static void tell(
      Map<String, BigDecimal> figures, String name, String peer, List<Long> sorted) {
    for (var percent : List.of(50, 95, 99)) {
      var nanos = sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
      figures.put(name + "|p" + percent + peer, BigDecimal.valueOf(nanos).movePointLeft(6));
    }
  }

  private String cursor(URI uri) throws Exception {
    var body = get(uri);
    var marker = "\"next\":\"";
    var from = body.indexOf(marker) + marker.length();
    return body.substring(from, body.indexOf('"', from));
  }

  private String get(URI uri) throws IOException, InterruptedException {
    var answer =
        client.send(
            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || answer.body().startsWith("{\"offers\":[]")) {
      throw new IOException(uri + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private static void rows(Connection connection, String sql) throws Exception {
    try (var statement = connection.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      var characters = 0;
      while (rows.next()) {
        characters += rows.getString(1).length();
      }
      if (characters == 0) {
        throw new IOException("no row matches: " + sql);
      }
    }
  }

  private static Contracts contracts(Chain chain) {
    var deployer = sender(chain, 0);
    var now = chain.head().timestamp().getEpochSecond();
    var plan =
        DeploymentPlan.development(
            now, EPOCH_SECONDS, List.of(FakeDrand.publicKeyWords()), now, deployer.address());
    return Contracts.connect(chain, new ContractDeployer(chain, deployer).deploy(plan));
  }

  private static TransactionSender sender(Chain chain, int account) {
    return new TransactionSender(
        chain,
        DevelopmentKeys.forChain(chain.id()).key(account),
        SendingPolicy.DEVELOPMENT,
        InstantSource.system());
  }

  private static Market market(Contracts contracts, DatabaseConfig database) throws IOException {
    return Market.start(
        new MarketConfig(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            database,
            Optional.empty(),
            FollowingPolicy.DEVELOPMENT,
            MarketConfig.QUOTE_LIFE,
            Visitors.direct(Origins.local("http", "127.0.0.1", 9080), RateLimits.NONE),
            new WebhookService.Policy(WebhookSecrets.of(new byte[32]), true),
            Map.of()),
        contracts,
        sender(contracts.chain(), 9),
        slaId -> Optional.empty(),
        provider -> Optional.empty(),
        Measurements.NONE,
        InstantSource.system(),
        new SecureRandom());
  }

  private static HikariDataSource pool(DatabaseConfig config) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(config.url());
    pool.setUsername(config.user());
    pool.setPassword(config.password());
    pool.setMaximumPoolSize(1);
    return pool;
  }
}
