package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import network.flashback.app.leaving.Drain;
import network.flashback.app.network.Member;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry.Status;
import network.flashback.settlement.statement.StatementReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.sync.RequestBody;

/// A node that runs is emptied by one command: from the notice to its last withdrawal, and then its
/// stake. Minutes of waiting for epochs: part of the slow depth.
@Tag("deep")
@ExtendWith(OwnNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class RealDrainTest {
  private static final int EPOCHS = 40;

  /// A notice takes seven epochs and the one that runs; then the last has to become final.
  private static final Duration DRAINED_WITHIN =
      Duration.ofSeconds(14 * TestNetwork.EPOCH_SECONDS + 180);

  /// The register's fourteen days, on every chain; stake has long been free by then.
  private static final Duration REGISTER_EXIT = Duration.ofDays(15);

  private static final BigInteger STAKE = BigInteger.valueOf(10_000_000_000L);

  @Test
  void aNodeIsEmptiedFromItsNoticesToItsLastWithdrawalAndItsStake(TestNetwork network)
      throws Exception {
    try (var sla = LiveSla.open(network, EPOCHS);
        var s3 = sla.s3();
        var chain = network.chain()) {
      s3.putObject(b -> b.bucket(sla.bucket()).key("kept"), RequestBody.fromString("kept"));
      var contracts = chain.contracts();
      var alone = new ChainAlone(network, chain);
      var leg = active(contracts, sla);
      long provider = leg.providerId();
      var member = Member.node(Math.toIntExact(provider));
      var drain = new Drain(contracts, provider);
      long nonce = drain.offerNonce();

      var begun = node(network, alone, member, "drain");

      assertThat(begun.exit()).as(begun.err()).isZero();
      assertThat(begun.out())
          .contains("offers are cancelled")
          .contains("notice is given for agreement " + leg.id())
          .contains("Keep the node running");
      assertThat(drain.offerNonce()).isEqualTo(nonce + 1);
      var noticed = contracts.orchestrator().agreement(leg.id());
      assertThat(noticed.state()).isEqualTo(AgreementState.NOTICE);
      assertThat(noticed.endEpoch()).isLessThan(leg.endEpoch());
      assertThat(status(network, member).path("standing").asText()).startsWith("draining");
      assertThat(s3.getObjectAsBytes(b -> b.bucket(sla.bucket()).key("kept")).asUtf8String())
          .as("what is agreed is served to its end")
          .isEqualTo("kept");

      Eventually.holds("the end of the drain", DRAINED_WITHIN, () -> drain.progress().isDone());
      assertThat(contracts.orchestrator().agreement(leg.id()).state())
          .as("ended by the node itself")
          .isEqualTo(AgreementState.CLOSED);
      var paid = alone.dollarsOf(contracts.registry().payoutOf(provider));
      assertThat(paid).isPositive();
      assertThat(contracts.orchestrator().earningsOf(provider, leg.market())).isZero();
      assertThat(contracts.orchestrator().reservedOf(provider)).isZero();
      Eventually.holds(
          "the node's own count of what it was paid",
          Duration.ofSeconds(20),
          () ->
              status(network, member)
                  .path("earnings")
                  .path("withdrawn")
                  .asText()
                  .equals(paid.toString()));
      var over = node(network, alone, member, "drain");
      assertThat(over.out()).contains("Nothing is left: the node may be stopped");
      requireStakeLeaves(network, alone, sla, provider);
    }
  }

  /// The SLA's first agreement, once its first epoch is over.
  private static AgreementView active(Contracts contracts, LiveSla sla) throws Exception {
    var schedule = contracts.orchestrator().schedule();
    return Eventually.answers(
        "an agreement that has run for an epoch",
        Duration.ofSeconds(3 * TestNetwork.EPOCH_SECONDS + 60),
        () -> {
          var leg = contracts.lens().sla(sla.id()).agreements().getFirst();
          long now = contracts.chain().head().timestamp().getEpochSecond();
          return leg.state() == AgreementState.ACTIVE && schedule.epochAt(now) > leg.startEpoch()
              ? Optional.of(leg)
              : Optional.empty();
        });
  }

  private static void requireStakeLeaves(
      TestNetwork network, ChainAlone alone, LiveSla sla, long provider) throws Exception {
    // Time is to pass on the chain only, which no process of the network would understand.
    alone.killTheRest();
    var contracts = alone.contracts();
    var member = Member.node(Math.toIntExact(provider));
    var statement = new StatementReader(contracts).of(sla.id(), Settled.newest(contracts));
    var staked = ChainAlone.stakeLeft(STAKE, statement, provider);
    var owner = contracts.registry().ownerOf(provider);
    var before = alone.dollarsOf(owner);
    var first = node(network, alone, member, "leave");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(contracts.registry().statusOf(provider)).isEqualTo(Status.EXITING);
    alone.pass(REGISTER_EXIT);
    var second = node(network, alone, member, "leave");
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.out()).contains("has left. The node may be stopped.");
    assertThat(alone.dollarsOf(owner).subtract(before)).isEqualTo(staked);
    assertThat(contracts.registry().statusOf(provider)).isEqualTo(Status.EXITED);
  }

  private static Cli node(TestNetwork network, ChainAlone alone, Member member, String command) {
    return Cli.run(
        "node",
        command,
        "--yes",
        "--config",
        network.plan().configuration(member).toString(),
        "--key",
        alone.keystore(member).toString());
  }

  private static JsonNode status(TestNetwork network, Member member) throws Exception {
    var shown =
        Cli.run(
            "node",
            "status",
            "--json",
            "--config",
            network.plan().configuration(member).toString());
    assertThat(shown.exit()).as(shown.err()).isZero();
    return new ObjectMapper().readTree(shown.out());
  }
}
