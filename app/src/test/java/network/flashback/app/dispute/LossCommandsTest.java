package network.flashback.app.dispute;

import static network.flashback.app.dispute.DisputedMarket.CONSUMER;
import static network.flashback.app.dispute.DisputedMarket.DOLLAR;
import static network.flashback.app.dispute.DisputedMarket.EPOCH_SECONDS;
import static network.flashback.app.dispute.DisputedMarket.GATEWAY;
import static network.flashback.app.dispute.DisputedMarket.NODE;
import static network.flashback.app.dispute.DisputedMarket.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.flashback.app.command.FlashbackCommand;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.settlement.statement.StatementReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people say and ask about lost bytes, on a running chain.
class LossCommandsTest {
  private static final BigInteger EPOCH_PAY = DOLLAR.multiply(BigInteger.valueOf(6));

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final DisputedMarket market;

  LossCommandsTest() throws IOException {
    market = new DisputedMarket();
  }

  @BeforeEach
  void writeDeployment() throws IOException {
    market.contracts.deployment().write(folder.resolve("deployment.json"));
  }

  @AfterEach
  void stop() {
    market.close();
  }

  @Test
  void anOwnerDeclaresALossAndItsAgreementAloneIsBreached() throws Exception {
    assertThat(run(OWNER, "provider", "fault", id())).isEqualTo(1);
    assertThat(out.toString()).contains("collateral 10.000000 ").contains("all of it is slashed");
    assertThat(err.toString()).contains("Nothing was sent");
    assertThat(run(NODE, "provider", "fault", id(), "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("Only its owner can give up its collateral");
    assertThat(state()).isEqualTo(AgreementState.ACTIVE);

    assertThat(run(OWNER, "provider", "fault", id(), "--yes")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("is breached; no audit from epoch 2 on asks for it")
        .contains("1.000000 ");
    assertThat(state()).isEqualTo(AgreementState.CLOSED);
    assertThat(claimable(CONSUMER)).isEqualTo(DOLLAR.multiply(BigInteger.valueOf(6)));
    assertThat(new StatementReader(market.contracts).of(market.slaId).differences()).isEmpty();
    assertThat(run(OWNER, "provider", "fault", id(), "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("is closed: only a running one can lose its bytes");
  }

  @Test
  void aConsumerAsksForALeafAndWhoDoesNotShowItIsBreached() throws Exception {
    assertThat(run(CONSUMER, "challenge", "open", id())).isEqualTo(1);
    assertThat(err.toString()).contains("audits no bytes of agreement");
    commitThreeLeaves();
    assertThat(run(CONSUMER, "challenge", "open", id(), "--leaf", "3")).isEqualTo(1);
    assertThat(err.toString()).contains("has 3 leaves in epoch 3: name one from 0 to 2");
    assertThat(run(CONSUMER, "challenge", "open", id(), "--leaf", "2")).isEqualTo(1);
    assertThat(err.toString()).contains("bond       6.000000 ").contains("with --yes to lock");
    assertThat(run(CONSUMER, "challenge", "open", id(), "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("but the bond is 6.000000");
    market.endow(CONSUMER, EPOCH_PAY);
    assertThat(run(CONSUMER, "challenge", "open", id(), "--yes")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("is asked for leaf");
    assertThat(market.balance(CONSUMER)).as("locked").isZero();

    assertThat(run("challenge", "show", id())).isZero();
    assertThat(out.toString()).contains("asked for in epoch 3").doesNotContain("close' is due");
    assertThat(run(GATEWAY, "challenge", "close", id())).isEqualTo(1);
    assertThat(err.toString()).contains("can be answered until");
    market.pass(market.contracts.orchestrator().schedule().auditWindowSeconds() + 1);
    assertThat(run("challenge", "show", id())).isZero();
    assertThat(out.toString()).contains("close' is due");
    assertThat(run(GATEWAY, "challenge", "close", id())).as(err.toString()).isZero();

    assertThat(out.toString()).contains("is breached; 6.000000 ");
    assertThat(market.balance(CONSUMER)).as("the bond is back").isEqualTo(EPOCH_PAY);
    assertThat(state()).isEqualTo(AgreementState.CLOSED);
    assertThat(claimable(GATEWAY)).as("who closed it").isEqualTo(DOLLAR);
    assertThat(new StatementReader(market.contracts).of(market.slaId).differences()).isEmpty();
    assertThat(run(GATEWAY, "challenge", "close", id())).isEqualTo(1);
    assertThat(err.toString()).contains("Nothing is asked of agreement");
    assertThat(run("challenge", "show", id())).isZero();
    assertThat(out.toString()).contains("is closed; nothing is asked of it");
  }

  /// Both sides sign a unit that nobody here keeps; the next epoch audits it.
  private void commitThreeLeaves() {
    var possession = market.contracts.possession();
    var revision = new Revision(market.agreement, Bytes32.of(5), 3, 2, TreeHash.STANDARD);
    var data = revision.typedData(possession.domain());
    market
        .sender(NODE)
        .send(
            possession.commit(
                revision,
                market.key(CONSUMER).sign(data).toBytes(),
                market.key(NODE).sign(data).toBytes()));
    market.pass(EPOCH_SECONDS);
  }

  private String id() {
    return market.agreement.toString();
  }

  private AgreementState state() {
    return market.contracts.orchestrator().agreement(market.agreement).state();
  }

  private BigInteger claimable(int key) {
    return market.contracts.stakes().claimableOf(market.address(key), market.dollar);
  }

  /// Runs a command with the wallet of a key.
  private int run(int key, String... words) throws IOException {
    return run(
        Stream.concat(Stream.of(words), Stream.of("--key", wallet(key))).toArray(String[]::new));
  }

  private int run(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--rpc", market.rpcAddress().toString()));
    all.addAll(List.of("--deployment", folder.resolve("deployment.json").toString()));
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private String wallet(int key) throws IOException {
    return market.keystore(folder, key).toString();
  }
}
