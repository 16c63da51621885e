package network.flashback.app.dispute;

import static network.flashback.app.dispute.DisputedMarket.ARBITRATORS;
import static network.flashback.app.dispute.DisputedMarket.CONSUMER;
import static network.flashback.app.dispute.DisputedMarket.DOLLAR;
import static network.flashback.app.dispute.DisputedMarket.GATEWAY;
import static network.flashback.app.dispute.DisputedMarket.NODE;
import static network.flashback.app.dispute.DisputedMarket.OWNER;
import static network.flashback.app.dispute.DisputedMarket.STEP_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.app.command.FlashbackCommand;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Dispute;
import network.flashback.chain.contract.Dispute.Outcome;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.chain.contract.Rights;
import network.flashback.domain.dispute.DisputeCounts;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Operations;
import network.flashback.settlement.dispute.DisputeBook;
import network.flashback.settlement.dispute.DisputeWatch;
import network.flashback.settlement.dispute.Evidence;
import network.flashback.settlement.dispute.Party;
import network.flashback.settlement.dispute.Records;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disputes on a running chain, with the commands that people have and the watch that programs run.
class DisputesTest {
  private static final BigInteger ONE = BigInteger.ONE;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final DisputedMarket market;
  private final Arbitration arbitration;

  DisputesTest() throws IOException {
    market = new DisputedMarket();
    arbitration = market.contracts.arbitration();
  }

  @BeforeEach
  void writeFiles() throws IOException {
    market.contracts.deployment().write(folder.resolve("deployment.json"));
    Files.writeString(folder.resolve("measured.json"), "{\"answers\":0}");
  }

  @AfterEach
  void stop() {
    market.close();
  }

  @Test
  void aConsumerDisputesTheProviderAnswersAPanelRulesAndExactlyTheSumMoves() throws Exception {
    market.endow(CONSUMER, arbitration.bond());
    market.endow(NODE, arbitration.bond());
    assertThat(open(CONSUMER)).isEqualTo(1);
    assertThat(err.toString()).contains("bond       100.000000 ").contains("with --yes to lock it");
    assertThat(arbitration.dispute(ONE).state()).isEqualTo(State.NONE);
    assertThat(open(CONSUMER, "--yes")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("dispute 1 is open over 1.000000 ");

    var book = new DisputeBook(folder.resolve("evidence"));
    try (var watch = providersWatch(book, true)) {
      watch.look();
      assertThat(book.counts()).isEqualTo(new DisputeCounts(1, 0, 1));
      assertThat(arbitration.dispute(ONE).state()).isEqualTo(State.ANSWERED);
      assertThat(market.balance(NODE)).as("the bond came from the node's key").isZero();
      requireEvidence(book);

      market.postSeed(arbitration.dispute(ONE).seatEpoch());
      market.pass(STEP_SECONDS / 10);
      watch.look();
      assertThat(arbitration.panelOf(ONE, Arbitration.Round.FIRST)).hasSize(3);
      assertThat(run("rule", "1", "CLAIMANT", "--key", wallet(ARBITRATORS[0]))).isZero();
      assertThat(run("rule", "1", "CLAIMANT", "--key", wallet(ARBITRATORS[1]))).isZero();
      assertThat(out.toString()).contains("voted; dispute 1 is ruled");
      market.pass(STEP_SECONDS + 1);
      watch.look();
      assertThat(arbitration.dispute(ONE).state()).isEqualTo(State.FINAL);
      assertThat(market.contracts.orchestrator().frozenOf(ONE).fromCollateral()).isEqualTo(DOLLAR);
      assertThat(awarded()).isZero();
    }
    assertThat(run("execute", "1", "--key", wallet(GATEWAY))).as(err.toString()).isZero();

    assertThat(out.toString()).contains("dispute 1 is executed; nothing is left to do");
    assertThat(awarded()).as("the sum, whole").isEqualTo(DOLLAR);
    assertThat(market.contracts.orchestrator().frozenOf(ONE).total()).isZero();
    assertThat(market.balance(CONSUMER))
        .as("its own bond, and half of the loser's")
        .isEqualTo(arbitration.bond().multiply(BigInteger.valueOf(3)).divide(BigInteger.TWO));
    var statement = statement();
    assertThat(statement.disputed().toConsumer()).isEqualTo(DOLLAR);
    assertThat(statement.slashed().total()).as("a ruling is no fine").isZero();
    assertThat(statement.differences()).isEmpty();
  }

  @Test
  void aConsumerThatIsSilentLosesWhatWasFrozenAndTheStatementCountsItAllTheTime() throws Exception {
    market.endow(OWNER, arbitration.bond());
    assertThat(open(OWNER, "--yes")).as(err.toString()).isZero();
    var frozen = statement();
    assertThat(frozen.disputed().frozen()).isEqualTo(DOLLAR);
    assertThat(frozen.disputed().toProvider()).isZero();
    assertThat(frozen.differences()).as("with a dispute open").isEmpty();
    assertThat(frozen.remaining()).isEqualTo(frozen.deposited().subtract(DOLLAR));

    var book = new DisputeBook(folder.resolve("evidence"));
    try (var watch = consumersWatch(book, false)) {
      watch.look();
      assertThat(book.counts()).as("it only warns").isEqualTo(new DisputeCounts(1, 1, 0));
      assertThat(run("execute", "1", "--key", wallet(GATEWAY))).isZero();
      assertThat(out.toString()).contains("dispute 1 is opened; it waits for an answer until ");
      market.pass(STEP_SECONDS + 1);
      assertThat(run("execute", "1", "--key", wallet(GATEWAY))).isZero();
      watch.look();
      assertThat(book.counts()).isEqualTo(new DisputeCounts(0, 0, 0));
    }

    var dispute = arbitration.dispute(ONE);
    assertThat(dispute.state()).isEqualTo(State.DEFAULT);
    assertThat(dispute.outcome()).isEqualTo(Outcome.FOR_CLAIMANT);
    assertThat(market.contracts.orchestrator().earningsOf(market.provider(), 1)).isEqualTo(DOLLAR);
    var lost = statement();
    assertThat(lost.disputed())
        .isEqualTo(new Statement.Disputed(BigInteger.ZERO, DOLLAR, BigInteger.ZERO));
    assertThat(lost.gross()).isEqualTo(DOLLAR);
    assertThat(lost.differences()).isEmpty();
    assertThat(run("answer", "1", "--evidence", file(), "--yes", "--key", wallet(CONSUMER)))
        .isEqualTo(1);
    assertThat(err.toString()).contains("only an opened one can be answered");
  }

  @Test
  void aGatewayAnswersForItsConsumerAsSoonAsItHasTheBondAndTheRight() throws Exception {
    market.endow(OWNER, arbitration.bond());
    assertThat(open(OWNER, "--yes")).as(err.toString()).isZero();
    var book = new DisputeBook(folder.resolve("evidence"));
    try (var watch = consumersWatch(book, true)) {
      watch.look();
      assertThat(book.counts()).as("it has no bond").isEqualTo(new DisputeCounts(1, 1, 0));
      market.endow(GATEWAY, arbitration.bond());
      market.pass(STEP_SECONDS / 10);
      watch.look();
      assertThat(book.counts()).as("it has no right").isEqualTo(new DisputeCounts(1, 1, 0));
      market
          .sender(CONSUMER)
          .send(
              market
                  .contracts
                  .grants()
                  .grant(
                      market.address(GATEWAY),
                      market.slaId,
                      Rights.REVISION,
                      market.now() + 100_000,
                      BigInteger.ZERO,
                      Bytes32.ZERO));
      market.pass(STEP_SECONDS / 10);
      watch.look();
      assertThat(book.counts()).isEqualTo(new DisputeCounts(1, 0, 1));
    }
    assertThat(arbitration.dispute(ONE).state()).isEqualTo(State.ANSWERED);
    assertThat(run("show", "1")).isZero();
    assertThat(out.toString())
        .contains("dispute 1, answered, not ruled")
        .contains("claimed      1.000000 ")
        .contains("frozen       1.000000 ");
  }

  @Test
  void aPanelThatDoesNotRuleMovesNothingAndThePartysWatchBringsItToThatEnd() throws Exception {
    market.endow(CONSUMER, arbitration.bond());
    market.endow(NODE, arbitration.bond());
    assertThat(open(CONSUMER, "--yes")).isZero();
    var book = new DisputeBook(folder.resolve("evidence"));
    try (var watch = providersWatch(book, true)) {
      watch.look();
      market.pass(STEP_SECONDS + 1);
      watch.look();
      assertThat(book.counts()).isEqualTo(new DisputeCounts(0, 0, 1));
      market.pass(STEP_SECONDS / 10);
      var before = market.balance(OWNER);
      watch.look();
      assertThat(market.balance(OWNER).subtract(before))
          .as("the bond is fetched, for the owner")
          .isEqualTo(arbitration.bond());
    }
    assertThat(arbitration.dispute(ONE).state()).isEqualTo(State.VOID);
    assertThat(market.contracts.orchestrator().frozenOf(ONE).total()).isZero();
    assertThat(awarded()).isZero();
    assertThat(market.contracts.orchestrator().agreement(market.agreement).collateral())
        .isEqualTo(DOLLAR.multiply(BigInteger.TEN));
    assertThat(statement().differences()).isEmpty();
  }

  @Test
  void whatCannotBeIsRefusedWithAReason() throws Exception {
    assertThat(open(CONSUMER, "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("holds 0.000000 ").contains("Send it the difference");
    assertThat(run("show", "1")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no dispute 1 on this chain");
    assertThat(run("appeal", "1", "--evidence", file(), "--key", wallet(CONSUMER))).isEqualTo(1);
    market.endow(CONSUMER, arbitration.bond());
    assertThat(open(CONSUMER, "--yes", "--to", "9")).isEqualTo(1);
    assertThat(err.toString()).contains("EpochsNotDisputable");
    Files.write(folder.resolve("measured.json"), new byte[0]);
    assertThat(open(CONSUMER, "--yes")).isEqualTo(1);
    assertThat(err.toString()).contains("give a file of 1 byte to 64 MiB");
  }

  /// What the watch published: found by its hash, signed by the node's key, with what both signed.
  private void requireEvidence(DisputeBook book) throws Exception {
    assertThat(run("show", "1", "--json")).isZero();
    var shown = new ObjectMapper().readTree(out.toString().lines().toList().getLast());
    var hash = shown.path("answerEvidence").asText();
    assertThat(shown.path("state").asText()).isEqualTo("answered");
    var document = served(book, Dispute.EVIDENCE_PATH + hash, 200);
    assertThat(document.keccak256()).isEqualTo(Bytes32.fromHex(hash));
    assertThat(Evidence.authorOf(document)).isEqualTo(market.address(NODE));
    JsonNode evidence = new ObjectMapper().readTree(document.toArray()).path("evidence");
    assertThat(evidence.path("disputeId").asText()).isEqualTo("1");
    assertThat(evidence.path("agreementId").asText()).isEqualTo(market.agreement.toString());
    assertThat(evidence.path("revision").path("consumer").asText())
        .isEqualTo(market.revision().consumer().toBytes().toString());
    assertThat(evidence.path("egress").path("servedBytes").asLong()).isEqualTo(4096);
    served(book, Dispute.EVIDENCE_PATH + Bytes32.of(1), 404);
    served(book, Dispute.EVIDENCE_PATH + "keystore.json", 404);
  }

  private static Bytes served(DisputeBook book, String path, int status) throws Exception {
    try (var operations = new Operations("node", Map.of());
        var http = HttpClient.newHttpClient();
        var server =
            operations.serve(
                HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
                book.before(_ -> HttpResponse.text(404, "text/plain", "nothing here")))) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
      var answer = http.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(status);
      return Bytes.of(answer.body());
    }
  }

  private DisputeWatch providersWatch(DisputeBook book, boolean answers) {
    return watch(NODE, Party.Side.PROVIDER, book, answers);
  }

  private DisputeWatch consumersWatch(DisputeBook book, boolean answers) {
    return watch(GATEWAY, Party.Side.CONSUMER, book, answers);
  }

  private DisputeWatch watch(int key, Party.Side side, DisputeBook book, boolean answers) {
    var party =
        new Party() {
          @Override
          public Side sideOf(AgreementView agreement) {
            return agreement.id().equals(market.agreement) ? side : Side.NEITHER;
          }

          @Override
          public Records recordsOf(AgreementId id) {
            var both = market.revision();
            return new Records(
                Optional.of(
                    new Records.SignedRevision(
                        both.revision().root(),
                        both.revision().leaves(),
                        both.revision().sequence(),
                        both.revision().treeHash(),
                        both.consumer(),
                        both.provider())),
                new Records.Egress(4096, BigInteger.ZERO, 0, Optional.empty()));
          }
        };
    return new DisputeWatch(
        market.contracts,
        market.sender(key),
        market.key(key),
        party,
        answers,
        book,
        Duration.ofSeconds(1));
  }

  private BigInteger awarded() {
    return market.contracts.stakes().claimableOf(market.address(CONSUMER), market.dollar);
  }

  private Statement statement() {
    return new StatementReader(market.contracts).of(market.slaId);
  }

  private int open(int claimant, String... more) throws IOException {
    var words = new ArrayList<>(List.of("open", market.agreement.toString()));
    words.addAll(List.of("--from", Long.toString(market.epoch), "--amount", "1"));
    words.addAll(List.of("--evidence", file(), "--key", wallet(claimant)));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private String file() {
    return folder.resolve("measured.json").toString();
  }

  private String wallet(int key) throws IOException {
    return market.keystore(folder, key).toString();
  }

  private int run(String... words) {
    var all = new ArrayList<>(List.of("dispute"));
    all.addAll(List.of(words));
    all.addAll(List.of("--rpc", market.rpcAddress().toString()));
    all.addAll(List.of("--deployment", folder.resolve("deployment.json").toString()));
    return FlashbackCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
