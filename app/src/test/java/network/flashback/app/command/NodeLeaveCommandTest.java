package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry.Status;
import network.flashback.node.Standing;
import network.flashback.node.StandingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A provider rests, empties its node, and leaves, on the contracts.
class NodeLeaveCommandTest {
  private static final long EPOCH_SECONDS = 86_400;

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(EPOCH_SECONDS);

  private final Contracts contracts = chain.contracts();
  private final AgreementId agreement = OneAgreement.on(chain, EPOCH_SECONDS);
  @TempDir private Path folder;
  private StandingFile standing = new StandingFile(Path.of("."), InstantSource.system());

  @BeforeEach
  void configure() throws IOException {
    chain.writeDeployment(folder);
    chain.keystore(folder, "owner", OneAgreement.NODE);
    chain.keystore(folder, "other", 4);
    Files.createDirectory(folder.resolve("disk"));
    standing = new StandingFile(folder.resolve("disk"), InstantSource.system());
    Files.writeString(
        folder.resolve("node.properties"),
        """
        http.port = 1
        chain.rpc = %s
        chain.deployment = deployment.json
        beacon.url = http://127.0.0.1:1
        keystore = owner/keystore.json
        keystore.password.file = owner/key.pass
        node.disk = disk
        node.capacity.bytes = 1073741824
        node.region = eu-de
        node.price.gib.month = 1
        node.price.egress.gib = 1
        """
            .formatted(chain.rpc().node()));
  }

  @Test
  void aNodeRestsUntilATimeOrUntilItIsToldToGoOn() {
    var until = Instant.now().plus(Duration.ofHours(3));
    assertThat(node("maintain", "--until", until.toString(), "--reason", "a new disk"))
        .as(chain.err())
        .isZero();
    assertThat(standing.now()).isEqualTo(new Standing.Maintenance(until, "a new disk"));
    assertThat(chain.out()).contains("maintenance until " + until + ": a new disk");
    assertThat(node("maintain", "--off")).isZero();
    assertThat(standing.now()).isEqualTo(new Standing.Serving());
    assertThat(node("maintain")).isEqualTo(1);
    assertThat(node("maintain", "--until", "2020-01-01T00:00:00Z")).isEqualTo(1);
    assertThat(chain.err()).contains("either --until TIME or --off").contains("is over");
  }

  @Test
  void drainingCancelsOffersOnceAndGivesEveryNoticeOnce() {
    assertThat(node("drain")).isEqualTo(1);
    assertThat(chain.err()).contains("Repeat the command with --yes");
    assertThat(standing.now().offers()).isTrue();
    assertThat(owned("drain", "other", "--yes")).isEqualTo(1);
    assertThat(chain.err()).contains("belongs to " + chain.keys().key(OneAgreement.NODE).address());

    assertThat(owned("drain", "owner", "--yes")).as(chain.err()).isZero();

    assertThat(chain.out())
        .contains("offers are cancelled")
        .contains("notice is given for agreement " + agreement)
        .contains("Keep the node running");
    assertThat(contracts.orchestrator().agreement(agreement).state())
        .isEqualTo(AgreementState.NOTICE);
    assertThat(standing.now()).isInstanceOf(Standing.Draining.class);
    assertThat(owned("drain", "owner", "--yes")).as(chain.err()).isZero();
    assertThat(contracts.orchestrator().offerNonceOf(1)).as("cancelled once").isOne();
    assertThat(node("maintain", "--off")).isEqualTo(1);
    assertThat(chain.err()).contains("cannot be taken back");
  }

  @Test
  void aDrainThatWasCutShortAfterItBeganIsTakenUp() throws IOException {
    standing.write(new Standing.Draining(Instant.EPOCH, 0));
    assertThat(owned("drain", "owner", "--yes")).as(chain.err()).isZero();
    assertThat(contracts.orchestrator().offerNonceOf(1)).isOne();
    assertThat(standing.now()).isEqualTo(new Standing.Draining(Instant.EPOCH, 0));
  }

  @Test
  void leavingTakesEachStepWhenItIsDueAndNeverWaitsForOneStakeTwice() {
    var stakes = contracts.stakes();
    var dollar = contracts.deployment().address("TestDollar");
    assertThat(owned("leave", "owner")).isEqualTo(1);
    assertThat(contracts.registry().statusOf(1)).isEqualTo(Status.ACTIVE);

    assertThat(owned("leave", "owner", "--yes")).as(chain.err()).isZero();
    assertThat(contracts.registry().statusOf(1)).isEqualTo(Status.EXITING);
    assertThat(chain.out()).contains("can be taken from").contains("under agreements that are");
    var asked = stakes.stakeOf(1, dollar);
    assertThat(asked.unbonding()).isEqualTo(OneAgreement.STAKE);

    pass(Duration.ofDays(15));
    assertThat(owned("leave", "owner", "--yes")).as(chain.err()).isZero();
    assertThat(contracts.registry().statusOf(1)).isEqualTo(Status.EXITED);
    assertThat(stakes.stakeOf(1, dollar).readyAt())
        .as("not asked for again")
        .isEqualTo(asked.readyAt());

    pass(Duration.ofDays(16));
    chain.send(4, contracts.orchestrator().end(agreement));
    var owner = chain.keys().key(OneAgreement.NODE).address();
    var before = contracts.token(dollar).balanceOf(owner);
    assertThat(owned("leave", "owner", "--yes")).as(chain.err()).isZero();
    assertThat(contracts.token(dollar).balanceOf(owner).subtract(before))
        .isEqualTo(OneAgreement.STAKE);
    assertThat(chain.out()).contains("Provider 1 has left. The node may be stopped.");
  }

  @Test
  void aNodeThatDoesNotRunIsToldAsThat() throws IOException {
    Files.writeString(folder.resolve("disk/operator.token"), "0123");
    assertThat(node("status")).isEqualTo(3);
    assertThat(chain.err()).contains("does not answer").contains("flashback node --config");
  }

  private void pass(Duration time) {
    chain.rpc().call("evm_increaseTime", time.toSeconds());
    chain.rpc().call("evm_mine");
  }

  private int owned(String command, String wallet, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--key", folder.resolve(wallet).resolve("keystore.json").toString()));
    return node(command, all.toArray(String[]::new));
  }

  private int node(String command, String... words) {
    var all = new ArrayList<>(List.of("node", command));
    all.addAll(List.of("--config", folder.resolve("node.properties").toString()));
    all.addAll(List.of(words));
    return chain.execute(all);
  }
}
