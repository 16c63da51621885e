package network.flashback.node.duty;

import static network.flashback.node.duty.TestNetwork.EPOCH_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
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
import network.flashback.node.store.PaidVoucher;
import network.flashback.node.store.PieceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The node's duties against the contracts themselves: what it proves, the verifier accepts; what
/// it is owed, it gets.
class RealContractsTest {
  private static final long GIB_MONTH_UNITS = 100_000_000_000L;

  @TempDir Path disk;
  @TempDir Path mandates;

  private final HttpClient http = HttpClient.newHttpClient();
  private TestNetwork network;
  private ContractsOnChain chain;
  private PieceStore store;
  private EpochDuties duties;
  private Instant now = Instant.EPOCH;
  private TreeHash treeHash = TreeHash.STANDARD;

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

  @Test
  void aNodeEarnsByProvingWhatItKeepsAndNothingElse() throws Exception {
    // The first epoch begins a thousand seconds from now.
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 1000, BigInteger.valueOf(1000));
    put(id, 0, 3_000_000);
    put(id, 1, 1);
    put(id, 2, 70_000);
    cosign(id, 1);
    second(1);
    assertThat(chain.agreement(id).state()).isEqualTo(AgreementState.ACTIVE);

    // What changes during epoch 1 does not touch its audit.
    second(EPOCH_SECONDS + 2);
    store.remove(id, pieceId(0));
    put(id, 3, 500_000);
    cosign(id, 2);
    second(EPOCH_SECONDS + 25);
    assertThat(chain.committed(id).sequence()).isEqualTo(2);
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(1)).isTrue();
    assertThat(duties.auditsPassed()).isEqualTo(1);

    // A restarted node goes on where it was.
    duties = newDuties();
    second(3 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(2)).isTrue();

    pay(id, 700);
    for (int epoch = 3; epoch <= 5; epoch++) {
      second((epoch + 1) * EPOCH_SECONDS + 5);
      assertThat(chain.isConfirmed(epoch)).isTrue();
    }
    assertThat(store.provableSequences(id)).containsExactly(2L);
    second(6 * EPOCH_SECONDS + 25);

    assertThat(chain.agreement(id).egressClaimed()).isEqualTo(700);
    var paidSeconds = chain.agreement(id).clock();
    assertThat(paidSeconds).isGreaterThanOrEqualTo(4 * EPOCH_SECONDS);
    var gross = chain.agreement(id).rate().multiply(BigInteger.valueOf(paidSeconds)).shiftRight(32);
    var wallet = network.dollar().balanceOf(network.payout);
    // The fee is 2 %, taken at withdrawal.
    assertThat(wallet)
        .isBetween(
            gross.multiply(BigInteger.valueOf(97)).divide(BigInteger.valueOf(100)),
            gross.add(BigInteger.valueOf(700)));
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void aNodeProvesWhatItKeepsHoweverTheFirstRevisionHashesIt(TreeHash hash) throws Exception {
    treeHash = hash;
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    cosign(id, 1);
    put(id, 0, 100_000);
    put(id, 1, 300);
    cosign(id, 2);
    second(1);
    assertThat(network.contracts.possession().treeHashOf(id)).contains(hash);
    assertThat(store.find(id, pieceId(0)).orElseThrow().treeHash()).isEqualTo(hash);
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(1)).isTrue();

    // Whoever starts the node again finds the kind on the disk, for what comes as well.
    store.close();
    store = PieceStore.open(disk, 1 << 30, 0);
    duties = newDuties();
    put(id, 2, 200_000);
    cosign(id, 3);
    assertThat(store.find(id, pieceId(2)).orElseThrow().treeHash()).isEqualTo(hash);
    second(2 * EPOCH_SECONDS + 25);
    second(3 * EPOCH_SECONDS + 5);
    second(4 * EPOCH_SECONDS + 5);
    assertThat(chain.committed(id).sequence()).isEqualTo(3);
    assertThat(chain.isConfirmed(3)).isTrue();
  }

  @Test
  void aNodeThatLostItsBytesIsNotConfirmed() throws Exception {
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    var piece = store.find(id, pieceId(0)).orElseThrow();
    try (var files = Files.walk(disk.resolve("volumes"))) {
      var file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Files.write(file, new byte[(int) piece.bytes()]);
    }
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.seedOf(1)).isPresent();
    assertThat(chain.isConfirmed(1)).isFalse();
    second(2 * EPOCH_SECONDS + 20);
    assertThat(duties.auditsMissed()).isEqualTo(1);
  }

  /// A consumer that suspects a leaf gets to see it, and pays for that.
  @Test
  void aLeafThatItsConsumerAsksForIsShownAndTheBondReachesTheWallet() throws Exception {
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    second(EPOCH_SECONDS + 2);
    store.remove(id, pieceId(0));
    put(id, 1, 50_000);
    cosign(id, 2);
    var bond = ask(id, 390);
    assertThat(chain.asked()).hasSize(1);
    second(EPOCH_SECONDS + 6);
    assertThat(chain.asked()).isEmpty();
    assertThat(duties.challengesAnswered()).isEqualTo(1);
    assertThat(network.dollar().balanceOf(network.payout)).isEqualTo(bond);
  }

  @Test
  void aLeafThatIsLostBreachesItsAgreementOnceTheWindowIsOver() throws Exception {
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    second(EPOCH_SECONDS + 2);
    ruin(id, 0);
    ask(id, 0);
    second(EPOCH_SECONDS + 6);
    assertThat(chain.asked()).hasSize(1);
    second(EPOCH_SECONDS + 20);
    var collateral = chain.agreement(id).collateral();
    network.send(network.consumer, network.contracts.targeted().close(id));
    assertThat(chain.agreement(id).state()).isEqualTo(AgreementState.CLOSED);
    assertThat(chain.agreement(id).missedInRow()).as("seen by who replaces legs").isEqualTo(4);
    var share =
        network
            .contracts
            .stakes()
            .claimableOf(network.consumer.address(), network.dollar().address());
    var tenth = collateral.multiply(BigInteger.valueOf(7)).divide(BigInteger.TEN);
    assertThat(share)
        .as("consumer's and prover's part")
        .isBetween(tenth.subtract(BigInteger.TWO), tenth.add(BigInteger.TWO));
  }

  /// The other agreement is proven in the epoch of the loss, and paid.
  @Test
  void aDeclaredLossLeavesWhatElseTheNodeKeepsProvable() throws Exception {
    var lost = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    var kept = network.open(offer(), 8 * EPOCH_SECONDS + 901, BigInteger.ZERO);
    put(lost, 0, 100_000);
    put(kept, 1, 100_000);
    cosign(lost, 1);
    cosign(kept, 1);
    second(1);
    ruin(lost, 0);
    second(EPOCH_SECONDS + 2);
    var collateral = chain.agreement(kept).collateral();
    network.send(network.nodeKey, network.contracts.possession().declareFault(lost, 1));
    assertThat(chain.agreement(lost).state()).isEqualTo(AgreementState.CLOSED);
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(1)).isTrue();
    assertThat(chain.agreement(kept).collateral()).isEqualTo(collateral);
    assertThat(duties.auditsPassed()).isEqualTo(1);
  }

  /// Four agreements alike, the bytes of one are gone: it alone ends, and the others are paid for
  /// what is left of the epoch.
  @Test
  void aLossThatASeedBringsOutIsAdmittedAndTheOtherAgreementsArePaid() throws Exception {
    var ids = new ArrayList<AgreementId>();
    for (int i = 0; i < 4; i++) {
      var id = network.open(offer(), 8 * EPOCH_SECONDS + 900 + i, BigInteger.ZERO);
      put(id, i, 100_000);
      cosign(id, 1);
      ids.add(id);
    }
    second(1);
    second(EPOCH_SECONDS + 2);
    ruin(ids.getFirst(), 0);
    var schedule = chain.schedule();
    int epoch = 0;
    long asked = 0;
    // Most seeds ask for the lost one, and not four times.
    while (asked == 0) {
      epoch++;
      second((epoch + 1) * EPOCH_SECONDS + 5);
      asked =
          chain.challengesOf(epoch).stream()
              .filter(challenge -> challenge.agreementId().equals(ids.getFirst()))
              .count();
      assertThat(chain.isConfirmed(epoch)).as("too early to admit").isEqualTo(asked == 0);
    }
    assertThat(asked).isLessThan(4);
    second((epoch + 1) * EPOCH_SECONDS + 6 + schedule.auditWindowSeconds() / 2);

    assertThat(chain.isConfirmed(epoch)).isTrue();
    assertThat(chain.agreement(ids.getFirst()).state()).isEqualTo(AgreementState.CLOSED);
    assertThat(duties.leavesAdmitted()).isEqualTo(asked);
    long lacking = (EPOCH_SECONDS * asked + 3) / 4;
    assertThat(chain.confirmedSeconds()).isEqualTo(epoch * EPOCH_SECONDS - lacking);
    assertThat(network.contracts.orchestrator().lackingOf(network.providerId)).isEqualTo(lacking);
    for (var id : ids.subList(1, 4)) {
      assertThat(chain.agreement(id).state()).isEqualTo(AgreementState.ACTIVE);
    }
    // The next epoch is asked of the others alone.
    second((epoch + 2) * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(epoch + 1)).isTrue();
    assertThat(duties.leavesAdmitted()).isEqualTo(asked);
  }

  /// What the consumer signed once is enough: the node goes on, proves what it keeps behind the old
  /// end, and is paid for it.
  @Test
  void aNodeRenewsUnderAMandateAndIsAuditedAndPaidToTheNewEnd() throws Exception {
    // The first epoch begins a thousand seconds from now.
    var id = network.open(offer(), 4 * EPOCH_SECONDS + 1000, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    long end = chain.agreement(id).endEpoch();
    mandate(id, end + 2);
    var before = network.dollar().balanceOf(network.consumer.address());
    for (long epoch = 1; epoch < end + 2; epoch++) {
      second((epoch + 1) * EPOCH_SECONDS + 5);
      assertThat(chain.isConfirmed(epoch)).as("epoch " + epoch).isTrue();
      boolean renewed = epoch + 1 >= end - 2;
      assertThat(chain.agreement(id).endEpoch()).isEqualTo(renewed ? end + 2 : end);
      if (epoch == end) {
        assertThat(chain.challengesOf(end)).as("audited behind its old end").isNotEmpty();
      }
    }
    var after = network.dollar().balanceOf(network.consumer.address());
    assertThat(after)
        .as("the deposit was for the time before too, and is enough")
        .isEqualTo(before);
    second((end + 3) * EPOCH_SECONDS + 25);
    assertThat(chain.agreement(id).clock())
        .as("paid behind its old end")
        .isGreaterThanOrEqualTo(end * EPOCH_SECONDS);
  }

  private void mandate(AgreementId id, long latestEnd) throws IOException {
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

  /// @return the bond
  private BigInteger ask(AgreementId id, long leaf) {
    var targeted = network.contracts.targeted();
    var bond = targeted.bondOf(id);
    network.send(network.consumer, network.dollar().approve(targeted.address(), bond));
    network.send(network.consumer, targeted.open(id, leaf));
    return bond;
  }

  /// Flips all bits of a piece.
  private void ruin(AgreementId id, long number) throws IOException {
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

  private SignedOffer offer() {
    var desk =
        new OfferDesk(
            config(),
            chain,
            store,
            network.nodeKey,
            network.contracts.orchestrator().domain(),
            new SecureRandom(),
            http);
    return desk.signed(chain.headSecond() + 3000);
  }

  private NodeConfig config() {
    return new NodeConfig(
        "127.0.0.1",
        0,
        URI.create("http://127.0.0.1"),
        network.providerId,
        disk,
        1 << 30,
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

  private EpochDuties newDuties() {
    return new EpochDuties(
        config(),
        chain,
        store,
        network::signatureOf,
        network.nodeKey,
        network.contracts.orchestrator().domain(),
        http,
        new SecureRandom(),
        () -> now);
  }

  /// A block at that second after the genesis, and a look at it.
  private void second(long second) throws InterruptedException {
    network.second(second);
    now = Instant.ofEpochSecond(network.genesis + second);
    duties.look();
  }

  private void put(AgreementId id, long number, int bytes) throws IOException {
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

  private void cosign(AgreementId id, long sequence) throws IOException {
    var unit = store.summary(id);
    var revision = new Revision(id, unit.root(), unit.leaves(), sequence, treeHash);
    var verifier = network.contracts.possession().domain();
    store.cosign(
        revision,
        network.consumer.sign(revision.typedData(verifier)),
        ours -> network.nodeKey.sign(ours.typedData(verifier)));
  }

  private void pay(AgreementId id, long cumulative) throws IOException {
    var voucher = new Voucher(id, BigInteger.valueOf(cumulative), 1000);
    var signature =
        network.consumer.sign(voucher.typedData(network.contracts.orchestrator().domain()));
    store.paid(id, new PaidVoucher(voucher.cumulative(), voucher.servedBytes(), signature));
  }

  private static Bytes32 pieceId(long number) {
    return Bytes32.of(number + 1);
  }
}
