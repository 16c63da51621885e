package network.flashback.node;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.beacon.Drand;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Wallet;
import network.flashback.evm.eip712.Domain;
import network.flashback.http.HealthCheck;
import network.flashback.http.HealthCheck.Health;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Operations;
import network.flashback.node.duty.DiskCare;
import network.flashback.node.duty.EpochDuties;
import network.flashback.node.duty.SeedSource;
import network.flashback.node.serve.Bills;
import network.flashback.node.serve.Messages;
import network.flashback.node.serve.NodeApi;
import network.flashback.node.status.OperatorToken;
import network.flashback.node.status.StatusBoard;
import network.flashback.node.status.StatusRoutes;
import network.flashback.node.store.Cosigned;
import network.flashback.node.store.DiskState;
import network.flashback.node.store.Disks;
import network.flashback.node.store.PaidVoucher;
import network.flashback.node.store.Pieces;

/// A DIRECT provider's program: disk, HTTP and duties on chain, from start to close.
public final class Node implements AutoCloseable {
  /// A clock further behind the chain than this opens sessions that have ended.
  private static final Duration CLOCK_BEHIND_MAX = Duration.ofSeconds(5);

  /// Further ahead than this, blocks do not come any more, or the clock is wrong. Slow chains have
  /// a block every 12 s.
  private static final Duration CLOCK_AHEAD_MAX = Duration.ofSeconds(30);

  private final Pieces store;
  private final HttpClient http;
  private final EpochDuties duties;
  private final DiskCare care;
  private final Operations operations;
  private final HttpServer server;

  private Node(
      Pieces store,
      HttpClient http,
      EpochDuties duties,
      DiskCare care,
      Operations operations,
      HttpServer server) {
    this.store = store;
    this.http = http;
    this.duties = duties;
    this.care = care;
    this.operations = operations;
    this.server = server;
  }

  /// Starts a node on a real chain.
  ///
  /// @param sender of the node's own wallet; nobody else may send from it
  /// @param nodeKey the key that the Registry knows for this provider
  public static Node start(
      NodeConfig config,
      Contracts contracts,
      TransactionSender sender,
      Wallet nodeKey,
      Disputes disputes,
      SecureRandom random,
      InstantSource clock)
      throws IOException {
    requireRegistered(config, contracts, nodeKey);
    var chain = new ContractsOnChain(contracts, sender, config.providerId(), config.claimGasMost());
    var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    var drand = new Drand(http, config.beaconUrl());
    var signing =
        new Signing(
            nodeKey,
            new NodeApi.Domains(
                Messages.of(contracts.chain().id(), contracts.deployment().address("Orchestrator")),
                contracts.possession().domain(),
                contracts.orchestrator().domain()));
    return start(config, chain, chain, drand::signature, signing, disputes, http, random, clock);
  }

  /// The key and the domains a node signs with.
  record Signing(Wallet nodeKey, NodeApi.Domains domains) {
    Domain orchestrator() {
      return domains.orchestrator();
    }
  }

  static Node start(
      NodeConfig config,
      Agreements agreements,
      ProviderOnChain chain,
      SeedSource seeds,
      Signing signing,
      Disputes disputes,
      HttpClient http,
      SecureRandom random,
      InstantSource clock)
      throws IOException {
    var store = Disks.open(config.disks(), config.reserveBytes());
    try {
      var standing = new StandingFile(config.folders(), clock);
      var duties =
          new EpochDuties(
              config,
              chain,
              store,
              seeds,
              signing.nodeKey(),
              signing.orchestrator(),
              http,
              standing,
              random,
              clock);
      var bills = bills(config, store, agreements);
      var api =
          new NodeApi(
              config,
              store,
              bills,
              agreements,
              signing.domains(),
              signing.nodeKey(),
              standing,
              random,
              clock,
              duties::hurry);
      var operations = new Operations("node", checks(store, chain, disputes, clock));
      var care = new DiskCare(store, clock);
      var key = signing.nodeKey().address().toString();
      var board = new StatusBoard(config, key, store, bills, duties, care, standing, clock);
      var meters = new NodeMeters(operations.registry());
      meters.measure(store, bills, duties, api);
      meters.measureDisks(store);
      meters.measure(disputes);
      meters.measure(care, board, standing);
      var status = new StatusRoutes(board, OperatorToken.openOrCreate(working(store), random));
      var listen = HttpServerConfig.on(config.host(), config.port(), clock).over(config.tls());
      var server = operations.serve(listen, disputes.before(status.before(api)));
      duties.start();
      care.start();
      return new Node(store, http, duties, care, operations, server);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Bills bills(NodeConfig config, Pieces store, Agreements agreements) {
    return new Bills(
        store,
        id -> agreements.egressPerGib(id).orElseGet(config::egressGib),
        config.windowBytes());
  }

  /// The newest revision of an agreement that both sides signed.
  public Optional<Cosigned> newestRevision(AgreementId id) {
    return store.newestRevision(id);
  }

  /// The consumer's newest promise for bytes served.
  public Optional<PaidVoucher> voucher(AgreementId id) {
    return store.voucher(id);
  }

  /// Bytes served under an agreement since it opened.
  public long served(AgreementId id) {
    return store.served(id);
  }

  /// Where it listens.
  public int port() {
    return server.port();
  }

  /// Answers what is under way, ends the duty under way, and leaves the disk in order. Killing the
  /// process instead loses nothing that was acknowledged.
  @Override
  public void close() throws IOException {
    try (http;
        store;
        operations;
        duties;
        care) {
      server.close();
    }
  }

  private static void requireRegistered(NodeConfig config, Contracts contracts, Wallet nodeKey) {
    var known = contracts.registry().nodeKeyOf(config.providerId());
    if (!known.equals(nodeKey.address())) {
      throw new IllegalArgumentException(
          "The node's key is %s, but the Registry knows %s for provider %d: correct 'node.provider.id' or the keystore, or register the key."
              .formatted(nodeKey.address(), known, config.providerId()));
    }
  }

  private static Map<String, HealthCheck> checks(
      Pieces store, ProviderOnChain chain, Disputes disputes, InstantSource clock) {
    return Map.of(
        "disk", diskCheck(store),
        "chain", chainCheck(chain),
        "clock", clockCheck(chain, clock),
        "disputes", disputeCheck(disputes));
  }

  private static List<Path> working(Pieces store) {
    return store.disks().stream()
        .filter(disk -> disk.failure().isEmpty())
        .map(DiskState::folder)
        .toList();
  }

  /// One disk of several that does not work is told, and does not make the node unhealthy: the
  /// others serve.
  private static HealthCheck diskCheck(Pieces store) {
    return () -> {
      var disks = store.disks();
      var writable = working(store).stream().filter(Node::isWritable).toList();
      if (writable.isEmpty()) {
        return new Health.Unhealthy(
            store.failure().isPresent()
                ? "the journal cannot be written; check the disk and start the node again"
                : "the disk cannot be written; free space or check its mount");
      }
      var kept = store.usedBytes() + " bytes kept";
      return new Health.Healthy(
          writable.size() == disks.size()
              ? "writable, " + kept
              : "%d of %d disks do not work; %s"
                  .formatted(disks.size() - writable.size(), disks.size(), kept));
    };
  }

  private static boolean isWritable(Path folder) {
    var trial = folder.resolve("health.trial");
    try {
      Files.write(trial, new byte[] {1});
      Files.delete(trial);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static HealthCheck chainCheck(ProviderOnChain chain) {
    return () -> new Health.Healthy("newest block at second " + chain.headSecond());
  }

  private static HealthCheck clockCheck(ProviderOnChain chain, InstantSource clock) {
    return () -> {
      long ahead = clock.instant().getEpochSecond() - chain.headSecond();
      if (ahead < -CLOCK_BEHIND_MAX.toSeconds()) {
        return new Health.Unhealthy("the clock is " + -ahead + " s behind the chain; set it right");
      }
      return ahead > CLOCK_AHEAD_MAX.toSeconds()
          ? new Health.Unhealthy(
              "the newest block is " + ahead + " s old; check the clock and the chain's node")
          : new Health.Healthy(ahead + " s ahead of the newest block");
    };
  }

  /// An open dispute is no fault of the program: it is told, and does not make the node unhealthy.
  private static HealthCheck disputeCheck(Disputes disputes) {
    return () -> new Health.Healthy(disputes.counts().inWords());
  }
}
