package network.flashback.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.contract.AgreementId;
import network.flashback.settlement.SettlementObserver.Event;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.ledger.ContractLedger;
import network.flashback.settlement.ledger.PublishedReports;
import network.flashback.settlement.ledger.ReporterRecords;
import network.flashback.settlement.ledger.ReportersEver;
import network.flashback.settlement.reporter.FakeNode;
import network.flashback.settlement.statement.SharesReader;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementForms;
import network.flashback.settlement.statement.StatementReader;
import network.flashback.settlement.verify.StatementVerifier;
import network.flashback.settlement.wire.BoundedHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two providers, four reporters and two settlement runners on a real chain with the real
/// contracts.
class SettledOnChainTest {
  private static final long PATIENCE_SECONDS = 90;

  @TempDir Path directory;

  @Test
  void onlyWhatWasProvenAndServedIsPaidAndTheStatementBalancesToTheUnit() throws Exception {
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    try (var network = new TestNetwork(directory);
        var http = new BoundedHttp(Duration.ofSeconds(2));
        var steady = network.provider(2, new Random(1));
        var failing = network.provider(3, new Random(2))) {
      network.startReporters(6, 7, 8, 9);
      network.repaySeeds();
      var slaId = network.open(steady, failing);
      long halvedFrom = network.halveRate(steady);
      network.minesBySeconds();
      try (var first = runner(network, 4, http, events);
          var second = runner(network, 5, http, events)) {
        var followed = settle(events, steady, failing);
        assertThat(followed).as("audits draw by the new rate in time").contains(halvedFrom);
        assertThat(first.check()).isNotNull();
        assertThat(second.check()).isNotNull();
      }
      var reader = new StatementReader(network.contracts);
      Statement before = reader.of(slaId);
      assertThat(before.differences()).isEmpty();
      requireVerifiable(network, http, before);
      ReputationOnChain.require(network, served(network, http), steady, failing);
      network.withdraw(steady);
      network.collectFees(6, 7, 8, 9);
      Statement statement = reader.of(slaId);
      requireShares(network, statement);

      String text = StatementForms.text(statement);
      assertThat(statement.differences()).as(text).isEmpty();
      assertThat(reader.slaIds()).containsExactly(slaId);
      assertThat(statement.remaining()).isZero();
      assertThat(statement.exclusive()).isTrue();
      assertThat(statement.credits()).as(text).isPositive();
      assertThat(statement.slashed().toProvers()).as(text).isNotEmpty();
      assertThat(statement.withdrawn()).containsOnlyKeys(steady.payout());
      BigInteger received =
          network.contracts.token(statement.money().token()).balanceOf(steady.payout());
      assertThat(statement.withdrawn()).containsValue(received);
      var paid = statement.agreements();
      assertThat(paid.get(0).streamed())
          .isEqualTo(network.payOf(2).add(network.payOf(steady.epochs() - 2).shiftRight(1)));
      assertThat(paid.get(1).streamed().add(paid.get(1).credited())).isEqualTo(network.payOf(2));
      assertThat(StatementForms.json(statement).path("balanced").asBoolean()).isTrue();
      assertThat(text).contains("Balanced to the unit.");
    }
  }

  // By anybody, with nothing but the chain, the statement's own text and what reporters serve.
  private static void requireVerifiable(TestNetwork network, BoundedHttp http, Statement statement)
      throws IOException {
    var served = served(network, http);
    var verifier = new StatementVerifier(network.contracts, served);
    ObjectNode json = StatementForms.json(statement);
    var verified = verifier.verify(bytes(json));
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.open()).isEmpty();
    assertThat(verified.proofs()).isPositive();
    assertThat(verified.reports()).isPositive();
    assertThat(verified.records()).isPositive();

    var alone = new StatementVerifier(network.contracts, (hash, max) -> Optional.empty());
    assertThat(alone.verify(bytes(json)).differences()).isEmpty();
    assertThat(alone.verify(bytes(json)).open()).isNotEmpty();

    var line = (ObjectNode) json.path("agreements").path(0);
    String told = line.path("streamed").asText();
    line.put("streamed", new BigInteger(told).add(BigInteger.ONE).toString());
    assertThat(verifier.verify(bytes(json)).differences())
        .singleElement(STRING)
        .startsWith("agreements[0].streamed: the statement says")
        .endsWith("the chain \"" + told + "\".");
    json.put("chainId", 1);
    assertThatThrownBy(() -> verifier.verify(bytes(json)))
        .hasMessageContaining("The statement is about chain 1");
  }

  private static Records served(TestNetwork network, BoundedHttp http) {
    return new ReporterRecords(
        network.contracts.registry(), http, new ReportersEver(network.contracts));
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  // All fees were split, the signers have theirs, and who posted seeds was repaid.
  private static void requireShares(TestNetwork network, Statement statement) {
    var shares = new SharesReader(network.contracts).of(statement);
    var token = network.contracts.token(statement.money().token());
    String text = StatementForms.text(shares);
    assertThat(shares.toFund().add(shares.toSigners())).as(text).isEqualTo(statement.fees());
    assertThat(shares.claimed()).as(text).isNotEmpty();
    shares.claimed().forEach((wallet, sum) -> assertThat(token.balanceOf(wallet)).isEqualTo(sum));
    assertThat(shares.fetched()).as(text).isNotEmpty();
    shares.fetched().forEach((wallet, sum) -> assertThat(token.balanceOf(wallet)).isEqualTo(sum));
    assertThat(text).contains("fees for signers of roots").contains("to reporter");
  }

  private static Settlements runner(
      TestNetwork network, int key, BoundedHttp http, BlockingQueue<Event> events) {
    return Settlements.start(
        new ContractLedger(network.contracts, network.sender(key), FollowingPolicy.DEVELOPMENT),
        network.beacon(),
        new PublishedReports(network.contracts, http),
        events::add,
        Duration.ofMillis(500));
  }

  /// The steady provider proves all of its epochs. The failing one stops serving in the second,
  /// which it still proves, and then proves nothing any more.
  ///
  /// @return first epochs of changed rates that the audits were told of
  private static List<Long> settle(
      BlockingQueue<Event> events, TestNetwork.Provider steady, TestNetwork.Provider failing)
      throws IOException, InterruptedException {
    List<AgreementId> over = new ArrayList<>();
    List<Long> followed = new ArrayList<>();
    while (over.size() < 2) {
      Event event =
          Objects.requireNonNull(
              events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS),
              () -> "Nothing was settled for a long time; over are " + over + ".");
      switch (event) {
        case Event.SeedPosted(long epoch) -> {
          long number = epoch - steady.firstEpoch() + 1;
          if (number < 1) {
            continue;
          }
          steady.prove(epoch);
          if (number <= 2) {
            failing.prove(epoch);
            failing.node().be(FakeNode.Mood.BROKEN);
          }
        }
        case Event.Ended(var id, var slaId) -> over.add(id);
        case Event.BreachExecuted b -> {}
        case Event.MissPenalised m -> {}
        case Event.RateFollowed(var id, long fromEpoch) -> followed.add(fromEpoch);
        case Event.Settled s -> {}
        case Event.Voided v -> throw new AssertionError("Voided: " + v);
        case Event.SlaEnded s -> {}
        case Event.BountyClaimed b -> {}
        case Event.EpochCompleted c -> {}
      }
    }
    return followed;
  }
}
