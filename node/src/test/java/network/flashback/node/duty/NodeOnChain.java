package network.flashback.node.duty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.SignedMandate;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.Voucher;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.node.ContractsOnChain;
import network.flashback.node.NodeConfig;
import network.flashback.node.StandingFile;
import network.flashback.node.store.DiskFolder;
import network.flashback.node.store.PaidVoucher;
import network.flashback.node.store.PieceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A node's duties on the contracts themselves, a block at a time.
class NodeOnChain {
  private static final long GIB_MONTH_UNITS = 100_000_000_000L;

  @TempDir Path disk;
  @TempDir Path mandates;

  private final HttpClient http = HttpClient.newHttpClient();
  TestNetwork network;
  ContractsOnChain chain;
  PieceStore store;
  EpochDuties duties;
  private Instant now = Instant.EPOCH;
  TreeHash treeHash = TreeHash.STANDARD;

  @BeforeEach
  void start() throws IOException {
    network = new TestNetwork();
    chain =
        new ContractsOnChain(
            network.contracts, network.sender(network.nodeKey), network.providerId);
    store = PieceStore.open(disk, 1 << 30, 0);
    duties = newDuties();
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    http.close();
    network.close();
  }

  void mandate(AgreementId id, long latestEnd) throws IOException {
    var rate = chain.agreement(id).rate();
    var mandate =
        new RenewalMandate(
            id,
            network.consumer.address(),
            rate,
            2,
            2,
            latestEnd,
            BigInteger.TEN.pow(12),
            BigInteger.ZERO,
            0,
            0);
    var data = mandate.typedData(network.contracts.orchestrator().domain());
    SignedMandate.unsigned(mandate)
        .byConsumer(network.consumer.sign(data).toBytes())
        .write(mandates.resolve(id + ".json"));
  }

  /// Has the consumer ask for a leaf.
  ///
  /// @return the bond
  BigInteger ask(AgreementId id, long leaf) {
    var targeted = network.contracts.targeted();
    var bond = targeted.bondOf(id);
    network.send(network.consumer, network.dollar().approve(targeted.address(), bond));
    network.send(network.consumer, targeted.open(id, leaf));
    return bond;
  }

  /// Flips all bits of a piece.
  void ruin(AgreementId id, long number) throws IOException {
    var piece = store.find(id, pieceId(number)).orElseThrow();
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

  SignedOffer offer() {
    var desk =
        new OfferDesk(
            config(),
            chain,
            store,
            network.nodeKey,
            network.contracts.orchestrator().domain(),
            new SecureRandom(),
            http,
            standing());
    return desk.signed(chain.headSecond() + 3000, config().capacityBytes());
  }

  private NodeConfig config() {
    return new NodeConfig(
        "127.0.0.1",
        0,
        URI.create("http://127.0.0.1"),
        network.providerId,
        List.of(new DiskFolder(disk, 1 << 30)),
        0,
        new Region("eu-de"),
        StorageClass.FAST,
        TestNetwork.MARKET,
        BigInteger.valueOf(GIB_MONTH_UNITS),
        BigInteger.TEN,
        60,
        NodeConfig.WINDOW_BYTES,
        BigInteger.ONE,
        Optional.empty(),
        URI.create("http://127.0.0.1"),
        Duration.ofDays(7),
        Optional.of(mandates));
  }

  StandingFile standing() {
    return new StandingFile(disk, () -> now);
  }

  EpochDuties newDuties() {
    return new EpochDuties(
        config(),
        chain,
        store,
        network::signatureOf,
        network.nodeKey,
        network.contracts.orchestrator().domain(),
        http,
        standing(),
        new SecureRandom(),
        () -> now);
  }

  /// A block at that second after the genesis, and a look at it.
  void second(long second) throws InterruptedException {
    network.second(second);
    now = Instant.ofEpochSecond(network.genesis + second);
    duties.look();
  }

  /// Another look at the same blocks, so much later.
  void lookAgain(Duration later) throws InterruptedException {
    now = now.plus(later);
    duties.look();
  }

  void put(AgreementId id, long number, int bytes) throws IOException {
    var content = new byte[bytes];
    new Random(number).nextBytes(content);
    store.put(
        id,
        TestNetwork.CAPACITY_BYTES,
        pieceId(number),
        bytes,
        new ByteArrayInputStream(content),
        Optional.empty());
  }

  void cosign(AgreementId id, long sequence) throws IOException {
    var unit = store.summary(id);
    var revision = new Revision(id, unit.root(), unit.leaves(), sequence, treeHash);
    var verifier = network.contracts.possession().domain();
    store.cosign(
        revision,
        network.consumer.sign(revision.typedData(verifier)),
        ours -> network.nodeKey.sign(ours.typedData(verifier)));
  }

  void pay(AgreementId id, long cumulative) throws IOException {
    var voucher = new Voucher(id, BigInteger.valueOf(cumulative), 1000);
    var signature =
        network.consumer.sign(voucher.typedData(network.contracts.orchestrator().domain()));
    store.paid(id, new PaidVoucher(voucher.cumulative(), voucher.servedBytes(), signature));
  }

  static Bytes32 pieceId(long number) {
    return Bytes32.of(number + 1);
  }
}
