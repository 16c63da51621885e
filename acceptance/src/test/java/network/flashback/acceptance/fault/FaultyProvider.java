package network.flashback.acceptance.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Registry;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.node.ContractsOnChain;
import network.flashback.node.NodeConfig;
import network.flashback.node.StandingFile;
import network.flashback.node.duty.EpochDuties;
import network.flashback.node.serve.Bills;
import network.flashback.node.serve.Messages;
import network.flashback.node.serve.NodeApi;
import network.flashback.node.store.DiskFolder;
import network.flashback.node.store.PieceStore;

/// A registered provider with the real parts of a node, whose duties look at the chain when the
/// test says so, behind a relay through which consumers and reporters reach it.
final class FaultyProvider implements AutoCloseable {
  static final long CAPACITY_BYTES = 1 << 20;

  private final FaultChain chain;
  private final FaultChain.Way way;
  private final int key;
  private final Path disk;
  private final long id;
  private final Relay relay;
  private final HttpClient http = HttpClient.newHttpClient();
  private Duration clockIsAhead = Duration.ZERO;
  private PieceStore store;
  private HttpServer server;
  private EpochDuties duties;

  FaultyProvider(FaultChain chain, int key, Path disk) throws IOException {
    this.chain = chain;
    this.key = key;
    this.disk = disk;
    this.way = chain.connect(key);
    // What is registered is the relay; what it leads to comes later, and may come anew.
    this.relay = new Relay(0);
    this.id =
        chain.register(
            key,
            Registry.DIRECT,
            relay.address().toString(),
            chain.dollar().address(),
            BigInteger.TEN.pow(12));
    this.store = PieceStore.open(disk, 1 << 30, 0);
    this.server = serve();
    this.duties = duties();
  }

  long id() {
    return id;
  }

  int key() {
    return key;
  }

  URI address() {
    return relay.address();
  }

  /// How consumers and reporters reach it from now on.
  void become(Relay.Weather weather) {
    relay.become(weather);
  }

  /// Its own way to the chain.
  void chainBecomes(Relay.Weather weather) {
    way.relay().become(weather);
  }

  /// From now on its clock shows that much more than everybody's.
  void setClockAhead(Duration ahead) {
    clockIsAhead = ahead;
  }

  /// One look at the chain, and all that is to be done then.
  void look() throws InterruptedException {
    duties.look();
  }

  /// The disk is another one, and empty.
  void loseDisk() throws IOException {
    server.close();
    store.close();
    try (var files = Files.walk(disk)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(disk)) {
          Files.delete(file);
        }
      }
    }
    store = PieceStore.open(disk, 1 << 30, 0);
    server = serve();
    duties = duties();
  }

  /// Reads everything, as a node does every week.
  void readAll() throws IOException {
    store.scrub();
  }

  /// Flips the bits of a piece where they lie.
  void rot(AgreementId agreement, Bytes32 pieceId) throws IOException {
    var piece = store.find(agreement, pieceId).orElseThrow();
    try (var volumes = Files.list(disk.resolve("volumes"));
        var file = new RandomAccessFile(volumes.findFirst().orElseThrow().toFile(), "rw")) {
      var bytes = new byte[(int) piece.bytes()];
      file.seek(piece.location().offset());
      file.readFully(bytes);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= -1;
      }
      file.seek(piece.location().offset());
      file.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    relay.close();
    store.close();
    http.close();
  }

  private InstantSource clock() {
    return () -> chain.clock().instant().plus(clockIsAhead);
  }

  private HttpServer serve() throws IOException {
    var contracts = way.contracts();
    var orchestrator = contracts.orchestrator();
    var domains =
        new NodeApi.Domains(
            Messages.of(contracts.chain().id(), orchestrator.address()),
            contracts.possession().domain(),
            orchestrator.domain());
    var api =
        new NodeApi(
            config(),
            store,
            new Bills(store, id -> BigInteger.ZERO, NodeConfig.WINDOW_BYTES),
            new ContractsOnChain(contracts, way.sender(), id),
            domains,
            chain.key(key),
            new StandingFile(disk, clock()),
            new SecureRandom(),
            clock(),
            () -> {});
    var started =
        HttpServer.start(HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()), api);
    relay.leadTo(started.port());
    return started;
  }

  private EpochDuties duties() {
    return new EpochDuties(
        config(),
        new ContractsOnChain(way.contracts(), way.sender(), id),
        store,
        chain::signature,
        chain.key(key),
        way.contracts().orchestrator().domain(),
        http,
        new StandingFile(disk, clock()),
        new SecureRandom(),
        clock());
  }

  private NodeConfig config() {
    return new NodeConfig(
        "127.0.0.1",
        0,
        relay.address(),
        id,
        List.of(new DiskFolder(disk, 1 << 30)),
        0,
        new Region("eu-de"),
        StorageClass.FAST,
        FaultChain.MARKET,
        BigInteger.TEN,
        BigInteger.ZERO,
        60,
        NodeConfig.WINDOW_BYTES,
        BigInteger.ONE,
        Optional.empty(),
        URI.create("http://127.0.0.1"),
        Duration.ofDays(7),
        Optional.empty());
  }
}
