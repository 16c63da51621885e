package network.flashback.app.dispute;

import static network.flashback.app.dispute.DisputedMarket.CONSUMER;
import static network.flashback.app.dispute.DisputedMarket.GATEWAY;
import static network.flashback.app.dispute.DisputedMarket.NODE;
import static network.flashback.app.dispute.DisputedMarket.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.flashback.app.command.FlashbackCommand;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Operations;
import network.flashback.settlement.dispute.DisputeBook;
import network.flashback.settlement.dispute.DisputeWatch;
import network.flashback.settlement.dispute.EvidenceHashes;
import network.flashback.settlement.dispute.Party;
import network.flashback.settlement.dispute.Records;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Evidence that outlives whoever published it, and the file that a panel gathers.
class KeptEvidenceTest {
  private static final Bytes CLAIM = Bytes.of("{\"answers\":0}".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final DisputedMarket market = new DisputedMarket();
  private final Arbitration arbitration = market.contracts.arbitration();
  private final Operations operations = new Operations("node", Map.of());
  private final HttpClient http = HttpClient.newHttpClient();
  private DisputeBook nodesBook;
  private DisputeBook gatewaysBook;
  private HttpServer node;

  KeptEvidenceTest() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    market.contracts.deployment().write(folder.resolve("deployment.json"));
    Files.write(folder.resolve("claim.json"), CLAIM.toArray());
    nodesBook = new DisputeBook(folder.resolve("node"));
    gatewaysBook = new DisputeBook(folder.resolve("gateway"));
    node = serving(nodesBook);
    var registry = market.contracts.registry();
    market
        .sender(OWNER)
        .send(
            registry.update(
                market.provider(),
                market.address(OWNER),
                market.address(NODE),
                Bytes32.of(1),
                address(node)));
    for (int party : new int[] {CONSUMER, NODE}) {
      market.endow(party, arbitration.bond());
      market
          .sender(party)
          .send(
              market
                  .contracts
                  .token(market.dollar)
                  .approve(arbitration.address(), arbitration.bond()));
    }
    market
        .sender(CONSUMER)
        .send(
            arbitration.open(
                market.agreement,
                market.epoch,
                market.epoch,
                DisputedMarket.DOLLAR,
                CLAIM.keccak256()));
  }

  @AfterEach
  void stop() {
    node.close();
    http.close();
    operations.close();
    market.close();
  }

  @Test
  void bothSidesKeepBothSidesEvidenceAndNothingElse() throws Exception {
    try (var nodes = watch(NODE, Party.Side.PROVIDER, nodesBook, true);
        var gateways = watch(GATEWAY, Party.Side.CONSUMER, gatewaysBook, false)) {
      nodes.look();
      assertThat(arbitration.dispute(BigInteger.ONE).state()).isEqualTo(Dispute.State.ANSWERED);
      nodes.look();
      gateways.look();
      var answer = answerOf();
      assertThat(gatewaysBook.find(answer, 1 << 20).orElseThrow().keccak256()).isEqualTo(answer);

      assertThat(put(Bytes32.of(5), CLAIM)).as("of no dispute here").isEqualTo(404);
      var other = Bytes.of(new byte[] {1});
      assertThat(put(CLAIM.keccak256(), other)).as("another document").isEqualTo(400);
      assertThat(nodesBook.find(CLAIM.keccak256(), 1 << 20)).isEmpty();
      assertThat(run("evidence", "1", "--give", folder.resolve("claim.json").toString())).isZero();
      assertThat(nodesBook.find(CLAIM.keccak256(), 1 << 20)).contains(CLAIM);
      market.pass(61);
      gateways.look();
      assertThat(gatewaysBook.find(CLAIM.keccak256(), 1 << 20)).contains(CLAIM);
    }
  }

  @Test
  void whatAGatewayHasItBringsToTheNode() throws Exception {
    try (var nodes = watch(NODE, Party.Side.PROVIDER, nodesBook, false);
        var gateways = watch(GATEWAY, Party.Side.CONSUMER, gatewaysBook, false);
        var gateway = serving(gatewaysBook)) {
      nodes.look();
      gateways.look();
      assertThat(put(gateway, CLAIM.keccak256(), CLAIM)).isEqualTo(204);
      market.pass(61);
      gateways.look();
      assertThat(nodesBook.find(CLAIM.keccak256(), 1 << 20)).contains(CLAIM);
    }
  }

  @Test
  void theFileOfADisputeSaysWhatIsHereAndWhatIsMissing() throws Exception {
    try (var nodes = watch(NODE, Party.Side.PROVIDER, nodesBook, true)) {
      nodes.look();
      nodes.look();
      var file = folder.resolve("file");
      assertThat(run("evidence", "1", "--out", file.toString())).as(err.toString()).isEqualTo(1);
      assertThat(out.toString())
          .contains("MISSING  " + CLAIM.keccak256() + "  claim.evidence")
          .contains("here     " + answerOf() + "  answer.evidence")
          .contains("statement.json")
          .contains("2 of 3 documents are here");
      assertThat(Bytes.of(Files.readAllBytes(file.resolve("answer.evidence"))).keccak256())
          .isEqualTo(answerOf());
      assertThat(file.resolve("claim.evidence")).doesNotExist();
      assertThat(Files.readString(file.resolve("index.txt"))).contains("MISSING");
      assertThat(run("evidence", "1", "--give", folder.resolve("deployment.json").toString()))
          .isEqualTo(1);
      assertThat(err.toString()).contains("which is none of dispute 1 on the chain");
      assertThat(run("evidence", "1", "--give", folder.resolve("claim.json").toString())).isZero();
      assertThat(run("evidence", "1")).as("all of it").isZero();
    }
  }

  @Test
  void disputesAreListedByPartyAndState() throws Exception {
    assertThat(run("list")).isZero();
    assertThat(out.toString()).startsWith("1  opened").contains("until ");
    assertThat(run("list", "--party", market.address(GATEWAY).toString())).isZero();
    assertThat(out.toString()).endsWith("no dispute" + System.lineSeparator());
    market.pass(DisputedMarket.STEP_SECONDS + 1);
    market.sender(0).send(arbitration.lapse(BigInteger.ONE));
    assertThat(run("list", "--open")).isZero();
    assertThat(out.toString()).endsWith("no dispute is open" + System.lineSeparator());
    assertThat(run("list", "--json", "--party", market.address(CONSUMER).toString())).isZero();
    assertThat(out.toString()).contains("\"state\":\"default\"");
  }

  private Bytes32 answerOf() {
    return EvidenceHashes.of(market.contracts, BigInteger.ONE).answer().orElseThrow();
  }

  private int put(Bytes32 hash, Bytes document) throws Exception {
    return put(node, hash, document);
  }

  private int put(HttpServer server, Bytes32 hash, Bytes document) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(address(server) + Dispute.EVIDENCE_PATH + hash))
            .PUT(BodyPublishers.ofByteArray(document.toArray()))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private HttpServer serving(DisputeBook book) throws IOException {
    return HttpServer.start(
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
        book.before(_ -> HttpResponse.text(404, "text/plain", "nothing here")));
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.port();
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
            return Records.NONE;
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
