package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.chain.Call;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Registry.Status;
import network.flashback.evm.PrivateKey;
import network.flashback.settlement.statement.StatementReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.sync.RequestBody;

/// Both sides leave a network on which somebody has killed everything but the chain: platform,
/// gateway, database, nodes, reporters and beacon, and a guardian pauses all it can. Nothing is
/// typed but commands that need a chain and a wallet. Minutes of waiting for epochs: part of the
/// slow depth.
@Tag("deep")
@ExtendWith(OwnNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class LeavingAloneTest {
  private static final int EPOCHS = 40;
  private static final Duration PAID_WITHIN = Duration.ofSeconds(10 * TestNetwork.EPOCH_SECONDS);

  /// What the contract waits for a beacon at most, on every chain.
  private static final Duration WITHOUT_BEACON = Duration.ofDays(8);

  /// The register's fourteen days, on every chain; stake has long been free by then.
  private static final Duration REGISTER_EXIT = Duration.ofDays(15);

  private static final BigInteger STAKE = BigInteger.valueOf(10_000_000_000L);

  @TempDir Path folder;

  @Test
  void bothSidesLeaveWithTheirUndisputedMoneyAfterEverythingButTheChainWasKilled(
      TestNetwork network) throws Exception {
    var wallet = PrivateKey.generate(new SecureRandom());
    var consumer = ChainAlone.keystore(folder, wallet);
    try (var sla = LiveSla.open(network, EPOCHS, wallet);
        var s3 = sla.s3();
        var chain = network.chain()) {
      s3.putObject(b -> b.bucket(sla.bucket()).key("kept"), RequestBody.fromString("kept"));
      var contracts = chain.contracts();
      awaitPayOfAll(network, chain, sla);

      var alone = new ChainAlone(network, chain);
      alone.killTheRest();
      pauseEverything(chain);

      for (var leg : contracts.lens().sla(sla.id()).agreements()) {
        assertThat(alone.done(consumer, "agreement", "notice", leg.id().toString()))
            .contains("ends with epoch");
      }
      var legs = contracts.lens().sla(sla.id()).agreements();
      long last = legs.stream().mapToLong(AgreementView::endEpoch).max().orElseThrow();
      alone.passUntil(
          contracts.orchestrator().schedule().startOf(last) + WITHOUT_BEACON.toSeconds() + 60);
      for (var leg : legs) {
        var owner = alone.keystore(Member.node(Math.toIntExact(leg.providerId())));
        alone.done(owner, "agreement", "settle", leg.id().toString());
        alone.done(consumer, "agreement", "end", leg.id().toString());
        if (contracts.orchestrator().earningsOf(leg.providerId(), leg.market()).signum() > 0) {
          alone.done(owner, "provider", "withdraw", Long.toString(leg.providerId()));
        }
        assertThat(contracts.orchestrator().agreement(leg.id()).state())
            .isEqualTo(AgreementState.CLOSED);
      }
      alone.done(consumer, "sla", "withdraw");

      var statement = new StatementReader(contracts).of(sla.id(), Settled.newest(contracts));
      assertThat(statement.remaining()).isZero();
      assertThat(statement.gross()).as("what was proven before was paid").isPositive();
      Conserved.require(network, statement, LiveSla.DOLLARS);
      assertThat(alone.dollarsOf(wallet.address()))
          .as("all that was not earned is in the consumer's wallet")
          .isEqualTo(
              LiveSla.DOLLARS
                  .subtract(statement.deposited())
                  .add(statement.credits())
                  .add(statement.refunded()));
      long provider = legs.getFirst().providerId();
      requireStakeLeaves(alone, provider, ChainAlone.stakeLeft(STAKE, statement, provider));
    }
  }

  private static void awaitPayOfAll(TestNetwork network, TestNetwork.OnChain chain, LiveSla sla)
      throws Exception {
    var alone = new ChainAlone(network, chain);
    var registry = chain.contracts().registry();
    Eventually.holds(
        "pay for each of the three legs",
        PAID_WITHIN.plusMinutes(2),
        () ->
            chain.contracts().lens().sla(sla.id()).agreements().stream()
                .allMatch(
                    leg -> alone.dollarsOf(registry.payoutOf(leg.providerId())).signum() > 0));
  }

  /// A vote names a guardian, and it pauses at once.
  private static void pauseEverything(TestNetwork.OnChain chain) {
    var contracts = chain.contracts();
    var guardian = DevelopmentWallet.SECOND_CONSUMER.key(contracts.chain().id());
    var timelock = contracts.deployment().address("Timelock").toString();
    Call order = contracts.registry().contract().callOf("setGuardian", guardian.address());
    chain.rpc().call("anvil_impersonateAccount", timelock);
    chain.rpc().call("anvil_setBalance", timelock, "0xde0b6b3a7640000");
    chain
        .rpc()
        .call(
            "eth_sendTransaction",
            Map.of(
                "from", timelock,
                "to", order.to().orElseThrow().toString(),
                "input", order.input().toString()));
    chain.rpc().call("evm_mine");
    new TransactionSender(
            contracts.chain(), guardian, SendingPolicy.DEVELOPMENT, InstantSource.system())
        .send(contracts.registry().pauseOpenings());
    assertThat(contracts.registry().pause().until())
        .isGreaterThan(contracts.chain().head().timestamp().getEpochSecond());
  }

  private static void requireStakeLeaves(ChainAlone alone, long provider, BigInteger staked) {
    var contracts = alone.contracts();
    var member = Member.node(Math.toIntExact(provider));
    var owner = alone.keystore(member);
    var wallet = contracts.registry().ownerOf(provider);
    var before = alone.dollarsOf(wallet);
    var id = Long.toString(provider);
    alone.done(owner, "provider", "exit", id);
    alone.done(owner, "provider", "unstake", id);
    alone.pass(REGISTER_EXIT);
    alone.done(owner, "provider", "unstake", id, "--complete");
    alone.done(owner, "provider", "exit", id, "--complete");
    assertThat(alone.dollarsOf(wallet).subtract(before)).isEqualTo(staked);
    assertThat(contracts.registry().statusOf(provider)).isEqualTo(Status.EXITED);
  }
}
