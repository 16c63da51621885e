package network.flashback.app.dispute;

import static network.flashback.app.dispute.DisputedMarket.ARBITRATORS;
import static network.flashback.app.dispute.DisputedMarket.CONSUMER;
import static network.flashback.app.dispute.DisputedMarket.DOLLAR;
import static network.flashback.app.dispute.DisputedMarket.NODE;
import static network.flashback.app.dispute.DisputedMarket.OWNER;
import static network.flashback.app.dispute.DisputedMarket.STEP_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.contract.Arbitration;
import network.flashback.evm.Bytes32;
import network.flashback.http.HttpServerConfig;
import network.flashback.market.Market;
import network.flashback.market.MarketConfig;
import network.flashback.market.account.Origins;
import network.flashback.market.database.Database;
import network.flashback.market.database.DatabaseConfig;
import network.flashback.market.indexer.DisputeIndex;
import network.flashback.market.indexer.DisputeTimes;
import network.flashback.market.indexer.Indexer;
import network.flashback.market.visit.RateLimits;
import network.flashback.market.visit.Visitors;
import network.flashback.market.webhook.WebhookSecrets;
import network.flashback.market.webhook.WebhookService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Disputes as the API shows them, on a running chain and a real database.
class ShownDisputesTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger TWO = BigInteger.TWO;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DisputedMarket disputed = new DisputedMarket();
  private final Arbitration arbitration = disputed.contracts.arbitration();
  private final EmbeddedPostgres postgres =
      EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final InstantSource chainTime = () -> Instant.ofEpochSecond(disputed.now());
  private Market market;

  ShownDisputesTest() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    market =
        Market.start(
            new MarketConfig(
                HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
                database(),
                Optional.empty(),
                FollowingPolicy.DEVELOPMENT,
                MarketConfig.QUOTE_LIFE,
                Visitors.direct(Origins.local("http", "127.0.0.1", 1), RateLimits.NONE),
                new WebhookService.Policy(WebhookSecrets.of(new byte[32]), true),
                Map.of("gateway", "https://gateway.example/")),
            disputed.contracts,
            disputed.sender(0),
            sla -> Optional.empty(),
            provider -> Optional.empty(),
            report -> Optional.empty(),
            chainTime,
            new SecureRandom());
    for (int party : new int[] {CONSUMER, OWNER, NODE}) {
      disputed.endow(party, arbitration.bond());
      disputed
          .sender(party)
          .send(
              disputed
                  .contracts
                  .token(disputed.dollar)
                  .approve(arbitration.address(), arbitration.bond()));
    }
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    market.close();
    postgres.close();
    disputed.close();
  }

  @Test
  void anOpenDisputeSaysUntilWhenWhatFollowsOnSilenceAndWhereTheEvidenceIs() throws Exception {
    open(CONSUMER, Bytes32.of(7));
    var dispute = shown(1);

    assertThat(dispute.path("state").asText()).isEqualTo("OPENED");
    assertThat(dispute.path("silence").asText()).isEqualTo("CLAIMANT_WINS");
    assertThat(dispute.path("deadline").asLong())
        .isEqualTo(arbitration.dispute(ONE).deadline())
        .isEqualTo(dispute.path("openedAt").asLong() + STEP_SECONDS);
    assertThat(dispute.path("overdue").asBoolean()).isFalse();
    assertThat(dispute.path("frozen").asText())
        .isEqualTo(disputed.contracts.orchestrator().frozenOf(ONE).total().toString())
        .isEqualTo(DOLLAR.toString());
    assertThat(dispute.has("outcome") || dispute.has("moved")).isFalse();
    var evidence = dispute.path("evidence");
    assertThat(evidence).hasSize(1);
    assertThat(evidence.get(0).path("by").asText())
        .isEqualTo(disputed.address(CONSUMER).toString());
    assertThat(evidence.get(0).path("links"))
        .map(JsonNode::asText)
        .containsExactly(
            "https://node.example/.well-known/flashback/evidence/" + Bytes32.of(7),
            "https://gateway.example/.well-known/flashback/evidence/" + Bytes32.of(7));

    disputed.pass(STEP_SECONDS / 2);
    assertThat(shown(1).path("overdue").asBoolean()).isFalse();
    disputed.pass(STEP_SECONDS / 2 + 1);
    assertThat(shown(1).path("overdue").asBoolean()).isTrue();
    disputed.sender(0).send(arbitration.lapse(ONE));
    var over = shown(1);
    assertThat(over.path("state").asText()).isEqualTo("DEFAULT");
    assertThat(over.path("outcome").asText()).isEqualTo("FOR_CLAIMANT");
    assertThat(over.path("moved").asText()).isEqualTo(DOLLAR.toString());
    assertThat(over.has("deadline") || over.has("silence")).isFalse();
  }

  @Test
  void everyStepOfADisputeIsShownAsTheContractHasIt() throws Exception {
    open(CONSUMER, Bytes32.of(7));
    disputed.sender(NODE).send(arbitration.answer(ONE, Bytes32.of(8)));
    requireSame(shown(1), "ANSWERED", "NOTHING_MOVES");
    disputed.postSeed(arbitration.dispute(ONE).seatEpoch());
    disputed.sender(0).send(arbitration.seat(ONE));
    disputed.sender(ARBITRATORS[0]).send(arbitration.rule(ONE, false));
    assertThat(shown(1).path("panels").get(0).path("seats"))
        .filteredOn(seat -> seat.has("vote"))
        .hasSize(1)
        .allMatch(
            seat ->
                seat.path("arbitrator")
                    .asText()
                    .equals(disputed.address(ARBITRATORS[0]).toString()));
    disputed.sender(ARBITRATORS[1]).send(arbitration.rule(ONE, false));
    requireSame(shown(1), "RULED", "RULING_STANDS");
    disputed.pass(STEP_SECONDS + 1);
    disputed.sender(0).send(arbitration.lapse(ONE));
    disputed.sender(0).send(arbitration.execute(ONE));

    var dispute = shown(1);
    assertThat(dispute.path("state").asText()).isEqualTo("EXECUTED");
    assertThat(dispute.path("outcome").asText()).isEqualTo("FOR_DEFENDANT");
    assertThat(dispute.path("moved").asText()).isEqualTo("0");
    assertThat(dispute.path("evidence").findValuesAsText("showing"))
        .containsExactly("CLAIM", "ANSWER");
    assertThat(dispute.path("history").findValuesAsText("event"))
        .containsExactly(
            "DisputeOpened",
            "DisputeAnswered",
            "PanelSeated",
            "Voted",
            "Voted",
            "DisputeRuled",
            "DisputeLapsed",
            "DisputeExecuted");
  }

  @Test
  void disputesAreFoundByPartyStateAndAgreementAndWalkedThroughByPages() throws Exception {
    open(CONSUMER, Bytes32.of(7));
    open(OWNER, Bytes32.of(8));
    disputed.pass(STEP_SECONDS + 1);
    disputed.sender(0).send(arbitration.lapse(TWO));
    market.catchUp();

    assertThat(ids("")).containsExactly(2, 1);
    assertThat(ids("?state=OPEN")).containsExactly(1);
    assertThat(ids("?state=DEFAULT")).containsExactly(2);
    assertThat(ids("?party=" + disputed.address(OWNER)))
        .as("claimant and defendant")
        .containsExactly(2, 1);
    assertThat(ids("?party=" + disputed.address(NODE))).isEmpty();
    assertThat(ids("?agreement=" + disputed.agreement + "&state=OPENED")).containsExactly(1);
    assertThat(ids("?agreement=5")).isEmpty();
    var first = JSON.readTree(get("/v1/disputes?limit=1").body());
    assertThat(first.path("disputes").findValuesAsText("id")).containsExactly("2");
    assertThat(ids("?limit=1&cursor=" + first.path("next").asText())).containsExactly(1);
    assertThat(get("/v1/disputes?state=LOST").statusCode()).isEqualTo(400);
    assertThat(get("/v1/disputes?agreement=" + "9".repeat(39)).statusCode()).isEqualTo(400);
    assertThat(get("/v1/disputes/3").statusCode()).isEqualTo(404);
    var answer = get("/v1/disputes");
    var tag = answer.headers().firstValue("ETag").orElseThrow();
    assertThat(get("/v1/disputes", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void readingTheChainAgainFromZeroShowsTheSameDisputes() throws Exception {
    open(CONSUMER, Bytes32.of(7));
    open(OWNER, Bytes32.of(8));
    disputed.sender(NODE).send(arbitration.answer(ONE, Bytes32.of(9)));
    market.close();
    try (var database = Database.open(database());
        var indexer = new Indexer(database, disputed.contracts, FollowingPolicy.DEVELOPMENT)) {
      var index = new DisputeIndex(database, DisputeTimes.read(arbitration), List.of());
      var all = new DisputeIndex.Filter(Optional.empty(), Optional.empty(), List.of());
      indexer.catchUp();
      var before = index.disputes(all, OptionalLong.empty(), 0, 10);
      indexer.rebuild();
      assertThat(index.disputes(all, OptionalLong.empty(), 0, 10)).isEmpty();
      indexer.catchUp();

      assertThat(before).hasSize(2);
      assertThat(index.disputes(all, OptionalLong.empty(), 0, 10)).isEqualTo(before);
    }
  }

  private void requireSame(JsonNode shown, String state, String silence) {
    var dispute = arbitration.dispute(ONE);
    assertThat(shown.path("state").asText()).isEqualTo(dispute.state().name()).isEqualTo(state);
    assertThat(shown.path("deadline").asLong()).isEqualTo(dispute.deadline());
    assertThat(shown.path("silence").asText()).isEqualTo(silence);
  }

  private void open(int claimant, Bytes32 evidence) {
    disputed
        .sender(claimant)
        .send(
            arbitration.open(disputed.agreement, disputed.epoch, disputed.epoch, DOLLAR, evidence));
  }

  private JsonNode shown(long id) throws Exception {
    market.catchUp();
    return JSON.readTree(get("/v1/disputes/" + id).body());
  }

  private List<Integer> ids(String query) throws Exception {
    return JSON
        .readTree(get("/v1/disputes" + query).body())
        .path("disputes")
        .findValues("id")
        .stream()
        .map(JsonNode::asInt)
        .toList();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + market.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private DatabaseConfig database() {
    return new DatabaseConfig(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", 4);
  }
}
