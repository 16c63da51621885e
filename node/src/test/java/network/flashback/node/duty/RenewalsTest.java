package network.flashback.node.duty;

import static network.flashback.node.FakeChain.AGREEMENT;
import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.SignedMandate;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.eip712.Domain;
import network.flashback.node.FakeChain;
import network.flashback.node.NodeConfig;
import network.flashback.node.Standing;
import network.flashback.node.StandingFile;
import network.flashback.node.store.DiskFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under which mandates a node extends an agreement that ends with epoch 999, and by how much.
class RenewalsTest {
  private static final long EPOCH_SECONDS = 30;
  private static final long GENESIS = 1_000_000;
  private static final Domain ORCHESTRATOR =
      Domain.of("Flashback", "1", 31337, PrivateKey.of(Bytes32.of(1)).address());

  /// A GiB for 730 hours at one unit a second: the agreement's MiB pays 1/1024 of it.
  private static final BigInteger PRICE = BigInteger.valueOf(730 * 3600);

  private static final BigInteger OFFERED = BigInteger.ONE.shiftLeft(22);

  @TempDir private Path folder;
  private final FakeChain chain = new FakeChain();
  private StandingFile standing = new StandingFile(Path.of("."), () -> Instant.EPOCH);

  @Test
  void itIsExtendedWithinTheWindowAtTheOffersPrice() throws Exception {
    give(OFFERED, 10, 5, 1_100, "1000000");
    look(994);
    assertThat(chain.renewals).as("too early").isEmpty();

    look(995);
    assertThat(chain.renewals).hasSize(1);
    var renewal = chain.renewals.getFirst();
    assertThat(renewal.fromEpoch()).isEqualTo(1_000);
    assertThat(renewal.endEpoch()).isEqualTo(1_010);
    assertThat(renewal.rate()).isEqualTo(OFFERED);
    assertThat(renewal.offerNonce()).isEqualTo(3);
    look(996);
    assertThat(chain.renewals).as("its window is another one now").hasSize(1);
  }

  @Test
  void neitherTheLatestEndNorTheBudgetIsPassed() throws Exception {
    give(OFFERED, 10, 5, 1_003, "1000000");
    look(999);
    assertThat(chain.renewals.getLast().endEpoch()).isEqualTo(1_003);

    chain.endEpoch = 1_000;
    // An epoch of 30 seconds pays 30/1024 of a unit: at most one, rounded up.
    give(OFFERED, 10, 5, 1_100, "9");
    chain.mandateSpent = BigInteger.valueOf(5);
    look(999);
    assertThat(chain.renewals.getLast().endEpoch()).isEqualTo(1_004);

    chain.endEpoch = 1_000;
    chain.mandateSpent = BigInteger.valueOf(9);
    look(999);
    assertThat(chain.renewals).as("nothing is left").hasSize(2);
  }

  @Test
  void aMandateBelowTheOffersPriceIsNotUsed() throws Exception {
    give(OFFERED.subtract(BigInteger.ONE), 10, 5, 1_100, "1000000");
    look(999);
    assertThat(chain.renewals).isEmpty();
  }

  @Test
  void onlyAnAgreementThatRunsIsExtended() throws Exception {
    give(OFFERED, 10, 5, 1_100, "1000000");
    chain.state = AgreementState.NOTICE;
    look(999);
    chain.state = AgreementState.ACTIVE;
    look(1_000);
    assertThat(chain.renewals).as("in notice, and over").isEmpty();
  }

  /// One file that is no mandate, or one for somebody else, keeps no other waiting.
  @Test
  void otherFilesAreLeftOut() throws Exception {
    Files.writeString(folder.resolve("a.json"), "{}");
    Files.writeString(folder.resolve("b.txt"), "not one at all");
    var other = new AgreementId(AGREEMENT.value().add(BigInteger.ONE.shiftLeft(64)));
    write(mandate(other, OFFERED, 10, 5, 1_100, "9"), "c.json");
    give(OFFERED, 10, 5, 1_100, "1000000");
    look(999);
    assertThat(chain.renewals).hasSize(1);
  }

  @Test
  void withoutAFolderNothingIsRenewed_AndOneThatIsNotThereIsNamed() throws Exception {
    give(OFFERED, 10, 5, 1_100, "1000000");
    renewals(Optional.empty()).run(second(999));
    assertThat(chain.renewals).isEmpty();
    var gone = folder.resolve("gone");
    assertThatThrownBy(() -> renewals(Optional.of(gone)).run(second(999)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("node.mandates")
        .hasMessageContaining(gone.toString());
  }

  @Test
  void aNodeThatIsGoingRenewsNothing() throws Exception {
    standing = new StandingFile(folder, () -> Instant.ofEpochSecond(GENESIS));
    give(OFFERED, 10, 5, 1_100, "1000000");
    standing.write(new Standing.Draining(Instant.ofEpochSecond(GENESIS), 3));
    look(999);
    assertThat(chain.renewals).isEmpty();
    standing.write(new Standing.Serving());
    look(999);
    assertThat(chain.renewals).hasSize(1);
  }

  private void give(BigInteger maximumRate, long step, long window, long latestEnd, String budget)
      throws IOException {
    write(mandate(AGREEMENT, maximumRate, step, window, latestEnd, budget), "mandate.json");
  }

  private RenewalMandate mandate(
      AgreementId id, BigInteger maximumRate, long step, long window, long latest, String budget) {
    return new RenewalMandate(
        id,
        chain.consumer.address(),
        maximumRate,
        step,
        window,
        latest,
        new BigInteger(budget),
        BigInteger.ZERO,
        0,
        0);
  }

  private void write(RenewalMandate mandate, String name) throws IOException {
    var data = mandate.typedData(ORCHESTRATOR);
    SignedMandate.unsigned(mandate)
        .byConsumer(chain.consumer.sign(data).toBytes())
        .write(folder.resolve(name));
  }

  private static long second(long epoch) {
    return GENESIS + epoch * EPOCH_SECONDS + 1;
  }

  private void look(long epoch) throws IOException {
    chain.at(second(epoch));
    renewals(Optional.of(folder)).run(second(epoch));
  }

  private Renewals renewals(Optional<Path> mandates) {
    standing = new StandingFile(folder, () -> Instant.ofEpochSecond(GENESIS));
    var config =
        new NodeConfig(
            "127.0.0.1",
            0,
            URI.create("http://127.0.0.1"),
            PROVIDER,
            List.of(new DiskFolder(folder, 1 << 30)),
            0,
            new Region("eu-de"),
            StorageClass.FAST,
            1,
            PRICE,
            BigInteger.ZERO,
            60,
            NodeConfig.WINDOW_BYTES,
            BigInteger.ONE,
            Optional.empty(),
            URI.create("http://127.0.0.1"),
            Duration.ofDays(7),
            mandates);
    return new Renewals(config, chain, PrivateKey.of(Bytes32.of(42)), ORCHESTRATOR, standing);
  }
}
