package network.flashback.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import network.flashback.domain.storage.Layout;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.gateway.Agreements.Leg;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.Grants.Right;
import network.flashback.gateway.access.RootKey;
import network.flashback.gateway.manifest.ManifestNames;
import network.flashback.gateway.manifest.Recovery;
import network.flashback.gateway.write.Acknowledgement;
import network.flashback.providers.StoredName;
import network.flashback.providers.directory.DirectoryObjectStore;
import network.flashback.s3.access.TrustedProxies;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// One consumer, one SLA, providers on local disks, a database, and the gateway between them.
final class TestWorld implements Agreements, Grants, AutoCloseable {
  static final Bytes32 SLA = Bytes32.of(500);
  static final Bytes32 OTHER_SLA = Bytes32.of(501);
  static final Duration LEASE = Duration.ofSeconds(30);

  final Map<BigInteger, FakeProvingStore> providers = new ConcurrentHashMap<>();
  final List<Leg> legs = new CopyOnWriteArrayList<>();

  /// Those of [#OTHER_SLA], where a test gives it its own.
  final List<Leg> otherLegs = new CopyOnWriteArrayList<>();

  /// SLAs with another redundancy than the first.
  final Map<Bytes32, Redundancy> redundancies = new ConcurrentHashMap<>();

  final Map<Long, Grant> grants = new ConcurrentHashMap<>();
  final List<Bytes32> slaIds = new CopyOnWriteArrayList<>(List.of(SLA));
  final TestClock clock = new TestClock();
  volatile Set<StorageClass> classes = Set.of(StorageClass.values());
  volatile String region = "us-east-1";
  private final Redundancy redundancy;
  private final Path disks;
  private final long capacityBytes;
  private String database;
  private final List<S3Client> clients = new ArrayList<>();
  private final Duration tick;
  private final Duration day;
  private volatile GatewayConfig.Durability durability =
      new GatewayConfig.Durability(Duration.ZERO, Acknowledgement.SPARE, false);
  private volatile Layout layout = Layout.SEALED;
  final RootKey rootKey = RootKey.of(Bytes32.of(123456789));
  private final ManifestNames manifestNames = new ManifestNames(rootKey, new SecureRandom());
  private Gateway gateway;

  TestWorld(Path disks, Redundancy redundancy, long capacityBytes)
      throws IOException, SQLException {
    this(disks, redundancy, capacityBytes, Duration.ofHours(1), Duration.ofDays(1));
  }

  /// @param tick pause between rounds of background work
  /// @param day how long a day of lifecycle rules is
  TestWorld(Path disks, Redundancy redundancy, long capacityBytes, Duration tick, Duration day)
      throws IOException, SQLException {
    this(disks, redundancy, capacityBytes, tick, day, Agreements.State.LIVE);
  }

  private TestWorld(
      Path disks,
      Redundancy redundancy,
      long capacityBytes,
      Duration tick,
      Duration day,
      Agreements.State state)
      throws IOException, SQLException {
    this.tick = tick;
    this.day = day;
    this.disks = disks;
    this.redundancy = redundancy;
    this.capacityBytes = capacityBytes;
    this.database = TestDatabase.fresh();
    for (int i = 0; i < redundancy.providersNeeded(); i++) {
      legs.add(newLeg(state));
    }
    grants.put(1L, grant(1, SLA, Set.of(Right.READ, Right.WRITE), Grants.State.ACTIVE));
    gateway = start();
  }

  static TestWorld twoOfThree(Path disks) throws IOException, SQLException {
    return new TestWorld(disks, Redundancy.of(2, 3), 1L << 32);
  }

  /// A new SLA, of whose agreements none has a revision on the chain yet.
  static TestWorld twoOfThreeStarting(Path disks) throws IOException, SQLException {
    return new TestWorld(
        disks,
        Redundancy.of(2, 3),
        1L << 32,
        Duration.ofHours(1),
        Duration.ofDays(1),
        Agreements.State.STARTING);
  }

  static Grant grant(long id, Bytes32 sla, Set<Right> rights, Grants.State state) {
    return new Grant(
        id,
        Address.of(Bytes32.of(0xc0)),
        sla,
        rights,
        Bytes32.ZERO,
        Instant.now().plus(Duration.ofDays(1000)),
        state,
        0);
  }

  Leg newLeg() throws IOException {
    return newLeg(Agreements.State.LIVE);
  }

  Leg newLeg(Agreements.State state) throws IOException {
    var id = BigInteger.valueOf(9000 + providers.size());
    var disk = DirectoryObjectStore.open(disks.resolve("disk-" + id), capacityBytes);
    providers.put(id, new FakeProvingStore(id, disk));
    return new Leg(
        id,
        id.longValue(),
        Address.of(Bytes32.of(id)),
        URI.create("http://provider-" + id),
        BigInteger.ZERO,
        BigInteger.ZERO,
        TreeHash.STANDARD,
        state);
  }

  /// What the chain says of a leg from now on.
  void becomes(int shard, Agreements.State state) {
    var leg = legs.get(shard);
    legs.set(
        shard,
        new Leg(
            leg.agreementId(),
            leg.providerId(),
            leg.nodeKey(),
            leg.endpoint(),
            leg.egressPerGib(),
            leg.voucherCeiling(),
            leg.treeHash(),
            state));
  }

  FakeProvingStore provider(int shard) {
    return provider(legs.get(shard));
  }

  /// What lies on a leg's disk, copies of manifests left out.
  List<StoredName> pieces(int shard) throws IOException {
    var pieces = new ArrayList<StoredName>();
    var after = Optional.<StoredName>empty();
    while (true) {
      var page = provider(shard).disk.list(after, 1000);
      page.names().stream().filter(name -> !isManifest(name)).forEach(pieces::add);
      if (page.last()) {
        return pieces;
      }
      after = Optional.of(page.names().getLast());
    }
  }

  /// The bytes of those.
  List<byte[]> lying(int shard) throws IOException {
    var all = new ArrayList<byte[]>();
    for (StoredName name : pieces(shard)) {
      all.add(provider(shard).bytes(name));
    }
    return all;
  }

  /// The slots of a leg's possession tree, those of copies of manifests left out.
  NavigableMap<Integer, FakeProvingStore.Slot> slots(int shard) {
    var slots = new TreeMap<Integer, FakeProvingStore.Slot>();
    var all = provider(shard).slots;
    synchronized (all) {
      slots.putAll(all);
    }
    slots.values().removeIf(slot -> isManifest(slot.name()));
    return slots;
  }

  private boolean isManifest(StoredName name) {
    return slaIds.stream().anyMatch(id -> manifestNames.read(id, name).isPresent());
  }

  Grant ownersGrant() {
    return Objects.requireNonNull(grants.get(1L));
  }

  Gateway gateway() {
    return gateway;
  }

  FakeProvingStore provider(Leg leg) {
    return Objects.requireNonNull(providers.get(leg.agreementId()));
  }

  /// Starts the gateway anew with other durability.
  void restart(GatewayConfig.Durability changed) throws IOException {
    durability = changed;
    restart();
  }

  /// Starts the gateway anew with another layout of new buckets.
  void restart(Layout changed) throws IOException {
    layout = changed;
    restart();
  }

  /// The JDBC address of the gateway's database.
  String database() {
    return database;
  }

  /// Ends the gateway and takes its database away; there is a new, empty one.
  void loseTheDatabase() throws IOException, SQLException {
    gateway.close();
    database = TestDatabase.fresh();
  }

  /// Rebuilds the database from root key, agreements and pieces.
  Recovery.Report recover(boolean rehearsal) throws IOException {
    return new Recovery(config(), this, (leg, ledger) -> provider(leg), new SecureRandom(), clock)
        .run(rehearsal);
  }

  /// Starts a gateway after [#loseTheDatabase].
  void startAgain() throws IOException {
    gateway = start();
  }

  /// Another gateway on the same database; the caller closes it.
  Gateway second() throws IOException {
    return start();
  }

  /// Ends the gateway and starts another one on the same database.
  void restart() throws IOException {
    gateway.close();
    gateway = start();
  }

  S3Client client() {
    return client(1);
  }

  S3Client client(long grantId) {
    var pair = gateway.keyPair(Objects.requireNonNull(grants.get(grantId)));
    return client(pair.accessKeyId(), pair.secret());
  }

  S3Client client(String accessKeyId, String secret) {
    return client(gateway, accessKeyId, secret);
  }

  /// A client of another gateway than the first.
  S3Client client(Gateway other) {
    var pair = other.keyPair(ownersGrant());
    return client(other, pair.accessKeyId(), pair.secret());
  }

  private S3Client client(Gateway at, String accessKeyId, String secret) {
    var client =
        S3Client.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + at.port()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
            .build();
    clients.add(client);
    return client;
  }

  /// What whoever holds the database can do: changes rows.
  void changeRows(String statement) throws SQLException {
    try (var connection = DriverManager.getConnection(database, "postgres", "");
        var change = connection.createStatement()) {
      var _ = change.executeUpdate(statement);
    }
  }

  @Override
  public Optional<Sla> sla(Bytes32 id) {
    return slaIds.contains(id) ? Optional.of(newSla(id)) : Optional.empty();
  }

  @Override
  public List<Sla> slas() {
    return slaIds.stream().map(this::newSla).toList();
  }

  private Sla newSla(Bytes32 id) {
    return new Sla(id, redundancies.getOrDefault(id, redundancy), legsOf(id), classes);
  }

  private List<Leg> legsOf(Bytes32 sla) {
    return sla.equals(OTHER_SLA) && !otherLegs.isEmpty() ? otherLegs : legs;
  }

  @Override
  public void onChange(Runnable action) {
    // Tests do the rounds themselves.
  }

  @Override
  public List<Grant> under(Bytes32 slaId) {
    return grants.values().stream().filter(grant -> grant.slaId().equals(slaId)).toList();
  }

  @Override
  public Optional<Grant> grant(long id) {
    return Optional.ofNullable(grants.get(id));
  }

  @Override
  public void close() {
    clients.forEach(S3Client::close);
    gateway.close();
  }

  private GatewayConfig config() {
    return new GatewayConfig(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        31337,
        region,
        List.of(),
        database,
        "postgres",
        "",
        8,
        rootKey,
        Duration.ZERO,
        LEASE,
        tick,
        durability,
        layout,
        day,
        0,
        // Loopback is where the tests' own proxies would be.
        new TrustedProxies(List.of("127.0.0.0/8")),
        new Origins(List.of("https://console.example")));
  }

  private Gateway start() throws IOException {
    try {
      return Gateway.start(
          config(),
          this,
          this,
          (leg, ledger) -> provider(leg),
          Disputes.UNWATCHED,
          new SecureRandom(),
          clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
