package network.flashback.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.chain.Chain;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.deploy.ContractDeployer;
import network.flashback.chain.deploy.DeploymentPlan;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.possession.TreeHash;
import network.flashback.http.HttpServerConfig;
import network.flashback.market.account.Origins;
import network.flashback.market.database.Database;
import network.flashback.market.database.DatabaseConfig;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.listing.ReputationEntry;
import network.flashback.market.visit.RateLimits;
import network.flashback.market.visit.Visitors;
import network.flashback.market.webhook.WebhookSecrets;
import network.flashback.market.webhook.WebhookService;

/// A real anvil with the contracts, a real PostgreSQL, four staked providers and a market.
final class TestNetwork implements AutoCloseable {
  static final QualityTarget QUALITY = new QualityTarget(9_900, 2_000, 0, 100);
  static final Token DOLLAR = Token.micro("tUSD");
  static final List<String> REGIONS = List.of("eu-de", "eu-fr", "us-va", "eu-se");
  static final Bytes32 SLA_WITH_STATEMENT = Bytes32.of(5);
  static final String ORIGIN = "http://market.test";
  static final int CONSUMER = 1;
  static final int POOR_CONSUMER = 17;
  private static final int PLATFORM = 9;
  private static final int FIRST_NODE = 2;
  private static final long EPOCH_SECONDS = 30;
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final ObjectMapper JSON = new ObjectMapper();

  final TestClock clock = new TestClock();
  final Anvil anvil;
  final JsonRpc rpc;
  final Chain chain;
  final DevelopmentKeys keys;
  final Contracts contracts;
  final EmbeddedPostgres postgres;
  final TransactionSender relay;
  final Market market;
  final List<Long> providerIds = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private long offersSigned;

  /// What reports say, by the hash of their records.
  final Map<Bytes32, List<Measurements.Measured>> reports = new ConcurrentHashMap<>();

  private final Measurements measurements =
      report -> Optional.ofNullable(reports.get(report.recordsHash()));

  TestNetwork() throws IOException {
    anvil = Anvil.start(Anvil.program(), Anvil.Options.FRESH, line -> {});
    rpc = new JsonRpc(anvil.rpc(), RetryPolicy.STANDARD);
    var bare = Chain.connect(rpc, DevelopmentKeys.CHAIN_ID);
    keys = DevelopmentKeys.forChain(bare.id());
    var deployer = sender(bare, 0);
    var genesis = bare.head().timestamp().getEpochSecond();
    contracts =
        Contracts.connect(
            bare,
            new ContractDeployer(bare, deployer)
                .deploy(
                    DeploymentPlan.development(
                            genesis, EPOCH_SECONDS, beaconKey(), genesis, deployer.address())
                        .servedBy(
                            List.of(key(17).address(), key(18).address(), key(19).address()),
                            deployer.address())));
    chain = contracts.chain();
    register(deployer);
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    relay = sender(chain, PLATFORM);
    market = start(Optional.empty());
  }

  Market start(Optional<Path> console) throws IOException {
    return start(console, databaseConfig());
  }

  Market start(Optional<Path> console, DatabaseConfig database) throws IOException {
    return start(console, database, RateLimits.NONE);
  }

  Market start(Optional<Path> console, DatabaseConfig database, RateLimits limits)
      throws IOException {
    return Market.start(
        new MarketConfig(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            database,
            console,
            FollowingPolicy.DEVELOPMENT,
            MarketConfig.QUOTE_LIFE,
            Visitors.direct(new Origins(List.of(URI.create(ORIGIN))), limits),
            new WebhookService.Policy(WebhookSecrets.of(new byte[32]), true),
            Map.of("gateway", "http://127.0.0.1:9000")),
        contracts,
        relay,
        slaId ->
            slaId.equals(SLA_WITH_STATEMENT) ? Optional.of("{\"gross\":\"7\"}") : Optional.empty(),
        this::reputation,
        measurements,
        clock,
        new SecureRandom());
  }

  // The market shows what settlement computed, as it is.
  private Optional<ReputationEntry> reputation(long providerId) {
    return providerId == 1
        ? Optional.of(
            new ReputationEntry(
                57,
                4,
                12,
                Bytes32.of(5),
                1,
                List.of(new ReputationEntry.Listed(providerId, 1, 57, 3))))
        : Optional.empty();
  }

  DatabaseConfig databaseConfig() {
    return databaseConfig("postgres");
  }

  /// An empty database beside the first one.
  DatabaseConfig emptyDatabase(String name) throws SQLException {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return databaseConfig(name);
  }

  private DatabaseConfig databaseConfig(String name) {
    return new DatabaseConfig(postgres.getJdbcUrl("postgres", name), "postgres", "", 8);
  }

  Database database() {
    return Database.open(databaseConfig());
  }

  PrivateKey key(int index) {
    return keys.key(index);
  }

  TransactionSender sender(int index) {
    return sender(chain, index);
  }

  PrivateKey nodeKey(int provider) {
    return key(FIRST_NODE + provider);
  }

  TransactionSender nodeSender(int provider) {
    return sender(FIRST_NODE + provider);
  }

  /// One offer of each provider, each dearer than the one before.
  void publishOffers() throws Exception {
    for (var provider = 0; provider < REGIONS.size(); provider++) {
      var answer = post("/v1/offers", JsonWriter.text(offer(provider)));
      if (answer.statusCode() != 201) {
        throw new AssertionError(answer.body());
      }
    }
    market.catchUp();
  }

  /// A signed offer that is newer than all before it.
  OfferSubmission offer(int provider) {
    return signed(provider, terms(provider));
  }

  /// A signed offer of another class than FAST, newer than all before it.
  OfferSubmission offer(int provider, StorageClass storageClass) {
    return signed(
        provider, terms(provider, REGIONS.get(provider), usualPrice(provider), storageClass));
  }

  /// A signed offer for another region and price, newer than all before it.
  OfferSubmission offer(int provider, String region, long price) {
    return signed(provider, terms(provider, region, price, StorageClass.FAST));
  }

  private OfferSubmission signed(int provider, OfferTerms terms) {
    return new OfferSubmission(
        terms,
        nodeKey(provider).sign(terms.typedData(contracts.orchestrator().domain())).toBytes(),
        QUALITY);
  }

  OfferTerms terms(int provider) {
    return terms(provider, REGIONS.get(provider), usualPrice(provider), StorageClass.FAST);
  }

  private static long usualPrice(int provider) {
    return 4_000_000L + 500_000L * provider;
  }

  private OfferTerms terms(
      int provider, String region, long priceUnits, StorageClass storageClass) {
    return termsOf(providerIds.get(provider), region, priceUnits, storageClass);
  }

  /// A signed offer of any provider, newer than all before it.
  OfferSubmission offerOf(long id, PrivateKey nodeKey, String region) {
    var terms = termsOf(id, region, 4_000_000, StorageClass.FAST);
    return new OfferSubmission(
        terms, nodeKey.sign(terms.typedData(contracts.orchestrator().domain())).toBytes(), QUALITY);
  }

  private OfferTerms termsOf(long id, String region, long priceUnits, StorageClass storageClass) {
    offersSigned++;
    var price = TokenAmount.ofUnits(DOLLAR, priceUnits);
    return new OfferTerms(
        id,
        1,
        Rate.perGibMonth(price).fixed(),
        MILLION,
        1L << 40,
        1L << 20,
        60,
        365L * 24 * 3600,
        30L * 24 * 3600,
        storageClass.code(),
        Bytes32.of(Arrays.copyOf(region.getBytes(StandardCharsets.US_ASCII), 32)),
        CanonicalJson.hash(QUALITY),
        clock.instant().getEpochSecond() + 2_000 + offersSigned,
        contracts.orchestrator().offerNonceOf(id),
        BigInteger.valueOf(offersSigned));
  }

  /// What consumer and node agree on after the first write.
  void commitRevision(AgreementId id, long leaves) {
    var possession = contracts.possession();
    var revision = new Revision(id, Keccak256.hash("unit"), leaves, 1, TreeHash.STANDARD);
    var digest = revision.typedData(possession.domain());
    var provider = providerIds.indexOf(id.providerId());
    relay.send(
        possession.commit(
            revision,
            key(CONSUMER).sign(digest).toBytes(),
            nodeKey(provider).sign(digest).toBytes()));
  }

  HttpResponse<String> get(String path) throws Exception {
    return get(market, path);
  }

  HttpResponse<String> get(Market market, String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(uri(market, path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return post(market, path, body);
  }

  HttpResponse<String> post(Market market, String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(market, path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  JsonNode getJson(String path) throws Exception {
    return json(get(path));
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() throws IOException {
    market.close();
    postgres.close();
    rpc.close();
    anvil.close();
  }

  private static URI uri(Market market, String path) {
    return URI.create("http://127.0.0.1:" + market.port() + path);
  }

  private void register(TransactionSender deployer) {
    var dollar = contracts.token(contracts.deployment().address("TestDollar"));
    deployer.send(dollar.mint(key(CONSUMER).address(), MILLION.multiply(MILLION)));
    for (var provider = 0; provider < REGIONS.size(); provider++) {
      var sender = nodeSender(provider);
      deployer.send(dollar.mint(sender.address(), MILLION.multiply(MILLION)));
      var registry = contracts.registry();
      var id =
          registry.registeredId(
              sender.send(
                  registry.register(
                      Registry.DIRECT,
                      sender.address(),
                      sender.address(),
                      Keccak256.hash(profile(provider)),
                      "http://127.0.0.1:910" + (provider + 1))));
      var stake = MILLION.multiply(BigInteger.valueOf(10_000));
      sender.send(dollar.approve(contracts.stakes().address(), stake));
      sender.send(contracts.stakes().stake(id, dollar.address(), stake));
      providerIds.add(id);
    }
  }

  private TransactionSender sender(Chain on, int index) {
    return new TransactionSender(on, keys.key(index), SendingPolicy.DEVELOPMENT, Clock.systemUTC());
  }

  private static List<BigInteger> beaconKey() {
    var key = BlsBn254.Secret.ofDevelopmentBeacon().publicKey().toArray();
    var words = new ArrayList<BigInteger>();
    for (var i = 0; i < 4; i++) {
      words.add(new BigInteger(1, key, 32 * i, 32));
    }
    return words;
  }

  /// What the provider registered the hash of.
  static String profile(int provider) {
    return "{\"name\":\"Store %d\",\"description\":\"Cold vaults in %s\",\"website\":\"https://store%d.example\"}"
        .formatted(provider, REGIONS.get(provider), provider);
  }

  /// Undoes a turned clock.
  void realTime() {
    clock.turn(Duration.ZERO);
  }
}
