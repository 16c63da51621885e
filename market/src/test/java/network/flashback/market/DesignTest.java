package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import network.flashback.market.indexer.RegisterIndex;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.Markets;
import network.flashback.market.listing.Offers;
import network.flashback.market.listing.Standings;
import network.flashback.market.quote.DesignDesk;
import network.flashback.market.quote.QuoteDesk;
import network.flashback.market.quote.QuoteInputs;
import network.flashback.market.quote.QuotedTerms;
import network.flashback.market.quote.Quotes;
import network.flashback.market.quote.Supplies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From wishes over a design to SLAs on the chain, with real anvil, contracts and PostgreSQL.
class DesignTest {
  private static final long GIB = 1L << 30;
  private static TestNetwork network;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
  }

  @AfterAll
  static void stop() throws Exception {
    network.close();
  }

  @BeforeEach
  void offersOfTwoClasses() throws Exception {
    network.realTime();
    network.publishOffers();
    for (var provider = 0; provider < TestNetwork.REGIONS.size(); provider++) {
      var offer = JsonWriter.text(network.offer(provider, StorageClass.ARCHIVE));
      assertThat(network.post("/v1/offers", offer).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aDesignNeedsNoAccountAndSaysWhatEachWishCosts() throws Exception {
    var design = design(wishes().set("regions", list("eu-*")));

    assertThat(design.path("feasible").asBoolean()).isTrue();
    var plan = design.path("plans").get(0);
    assertThat(plan.path("kind").asText()).isEqualTo("CHEAPEST");
    assertThat(plan.path("parts").findValuesAsText("class"))
        .startsWith("FAST")
        .contains("ARCHIVE")
        .doesNotContain("DECENTRALIZED");
    assertThat(plan.findValuesAsText("region")).doesNotContain("us-va").contains("eu-se");
    assertThat(
            number(plan, "toProviders").add(number(plan, "feeAtMost")).add(number(plan, "reserve")))
        .isEqualTo(number(plan, "total"));
    assertThat(plan.path("durabilityTenthsOfNines").asInt()).isPositive();
    assertThat(design.path("relaxed").findValuesAsText("wish"))
        .containsExactly("REGIONS", "REDUNDANCY", "MIX", "DURATION", "VOLUME");
    assertThat(design.path("refused").toString()).contains("lies in us-va");
  }

  @Test
  void impossibleWishesAreAnsweredWithTheNearestPossibleOnes() throws Exception {
    var design = design(wishes().put("budget", "1000"));

    assertThat(design.path("feasible").asBoolean()).isFalse();
    assertThat(design.path("plans")).isEmpty();
    assertThat(design.path("relaxed").findValuesAsText("wish")).contains("BUDGET");
    assertThat(design.path("summary").asText()).contains("a budget of at least");
    var enough = withMargin(design.path("relaxed").get(0));
    assertThat(design(wishes().put("budget", enough.toString())).path("feasible").asBoolean())
        .isTrue();
  }

  @Test
  void fieldAtFaultIsNamed() throws Exception {
    var mix = wishes();
    mix.putObject("mix").put("fast", 80).put("decentralized", 30).put("archive", 0);
    assertProblem(network.post("/v1/designs", mix.toString()), 400, "invalid-field", "mix");
    var regions = wishes().set("excludedRegions", list("*"));
    assertProblem(
        network.post("/v1/designs", regions.toString()), 400, "invalid-field", "excludedRegions");
    var duration = wishes().put("durationSeconds", Long.MAX_VALUE);
    assertProblem(
        network.post("/v1/designs", duration.toString()), 400, "invalid-field", "durationSeconds");
  }

  @Test
  void aPlanIsQuotedAsOneQuoteForEachClassAndEachOpensBySignature() throws Exception {
    var shown = design(wishes()).path("plans").get(0);
    var quoted = quoted(choice(shown, "CHEAPEST"));

    assertThat(number(quoted, "total")).isPositive().isLessThan(withMargin(shown));
    assertThat(quoted.path("quotes")).hasSize(2);
    var sum = BigInteger.ZERO;
    for (var quote : quoted.path("quotes")) {
      sum = sum.add(number(quote, "total"));
      var opened = network.post("/v1/slas", signed(quote));
      assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
      assertThat(TestNetwork.json(opened).path("agreementIds")).hasSize(3);
    }
    assertThat(sum).isEqualTo(number(quoted, "total"));
  }

  @Test
  void aQuoteIsComputedAgainFromItsInputsWithTheSameHash() throws Exception {
    var quotes = quoted(choice(design(wishes()).path("plans").get(0), "CHEAPEST")).path("quotes");
    var hash = quotes.get(0).path("quoteHash").asText();
    var inputs =
        JsonReader.read(QuoteInputs.class, network.getJson("/v1/quotes/" + hash + "/inputs"));
    network.publishOffers();
    network.clock.turn(Duration.ofMinutes(20));

    try (var database = network.database()) {
      assertThat(desk(database).again(inputs))
          .extracting(QuotedTerms::quoteHash)
          .map(Object::toString)
          .isEqualTo(quotes.findValuesAsText("quoteHash"));
    }
  }

  /// A desk that has seen none of the requests.
  private static DesignDesk desk(Database database) {
    var markets = new Markets(network.contracts);
    var quotes = new Quotes(database);
    var supplies =
        new Supplies(
            network.contracts,
            new Offers(database),
            new Standings(network.contracts, network.clock),
            new RegisterIndex(database));
    var quoteDesk =
        new QuoteDesk(
            network.contracts,
            supplies,
            markets,
            quotes,
            network.clock,
            new SecureRandom(),
            MarketConfig.QUOTE_LIFE);
    return new DesignDesk(quoteDesk, supplies, markets, quotes, database, network.clock);
  }

  @Test
  void theSameRequestUnderAKeyGetsTheSameQuotes() throws Exception {
    var choice =
        choice(design(wishes()).path("plans").get(0), "CHEAPEST")
            .put("requestKey", "d9b2d63d-a233-4123-8475-6f2a9e3c1b77");
    var first = quoted(choice);

    assertThat(quoted(choice)).isEqualTo(first);
    assertThat(quoted(choice.deepCopy().put("requestKey", "another-key-of-mine-1")))
        .isNotEqualTo(first);
    var other = choice.deepCopy().put("atMost", "999999999999");
    assertProblem(
        network.post("/v1/designs/quotes", other.toString()), 409, "key-reused", "requestKey");
    assertProblem(
        network.post("/v1/designs/quotes", choice.put("requestKey", "short").toString()),
        400,
        "invalid-field",
        "requestKey");
  }

  @Test
  void aPlanThatBecameDearerThanShownIsRefused() throws Exception {
    var choice = choice(design(wishes()).path("plans").get(0), "CHEAPEST");
    choice.put("atMost", number(choice, "atMost").divide(BigInteger.TWO).toString());

    assertProblem(
        network.post("/v1/designs/quotes", choice.toString()), 409, "plan-changed", "atMost");
  }

  @Test
  void anExpiredQuoteOfAPlanOpensNothing() throws Exception {
    var quote =
        quoted(choice(design(wishes()).path("plans").get(0), "CHEAPEST")).path("quotes").get(0);
    var body = signed(quote);
    network.clock.turn(Duration.ofMinutes(5));

    assertProblem(network.post("/v1/slas", body), 410, "quote-expired", "quoteHash");
  }

  @Test
  void ordinaryQuotesHaveNoInputs() throws Exception {
    assertThat(network.get("/v1/quotes/" + Bytes32.of(9) + "/inputs").statusCode()).isEqualTo(404);
  }

  private static JsonNode design(JsonNode wishes) throws Exception {
    var answer = network.post("/v1/designs", wishes.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return TestNetwork.json(answer);
  }

  private static JsonNode quoted(JsonNode choice) throws Exception {
    var answer = network.post("/v1/designs/quotes", choice.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return TestNetwork.json(answer);
  }

  private static ObjectNode wishes() {
    var wishes = JsonNodeFactory.instance.objectNode();
    wishes
        .put("volumeBytes", Long.toString(GIB))
        .put("durationSeconds", 3_600)
        .put("egressBytes", Long.toString(GIB))
        .put("budget", "100000000");
    wishes.putObject("redundancy").put("data", 2).put("total", 3);
    wishes.putObject("mix").put("fast", 80).put("decentralized", 0).put("archive", 20);
    return wishes;
  }

  private static ObjectNode choice(JsonNode shown, String plan) {
    var choice = JsonNodeFactory.instance.objectNode();
    choice
        .put("consumer", network.key(TestNetwork.CONSUMER).address().toString())
        .put("plan", plan)
        .put("atMost", withMargin(shown).toString())
        .set("design", wishes());
    return choice;
  }

  /// Until the next request, an epoch of 30 s may have begun: the hour then ends one epoch later.
  private static BigInteger withMargin(JsonNode shown) {
    var total = number(shown, "total");
    return total.add(total.divide(BigInteger.valueOf(50)));
  }

  private static JsonNode list(String element) {
    return JsonNodeFactory.instance.arrayNode().add(element);
  }

  private static BigInteger number(JsonNode node, String field) {
    return new BigInteger(node.path(field).asText());
  }

  private static String signed(JsonNode quote) {
    var message = quote.path("authorization").path("message");
    var token = network.contracts.token(Address.parse(quote.path("token").asText()));
    var digest =
        PaymentAuthorization.typedData(
                token.domain(),
                Address.parse(message.path("from").asText()),
                Address.parse(message.path("to").asText()),
                number(message, "value"),
                message.path("validAfter").asLong(),
                message.path("validBefore").asLong(),
                Bytes32.fromHex(message.path("nonce").asText()))
            .digest();
    return JsonNodeFactory.instance
        .objectNode()
        .put("quoteHash", quote.path("quoteHash").asText())
        .put("validAfter", message.path("validAfter").asText())
        .put("validBefore", message.path("validBefore").asText())
        .put("signature", network.key(TestNetwork.CONSUMER).sign(digest).toBytes().toString())
        .toString();
  }

  private static void assertProblem(
      HttpResponse<String> answer, int status, String type, String field) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    var problem = TestNetwork.json(answer);
    assertThat(problem.path("type").asText()).isEqualTo("urn:flashback:problem:" + type);
    assertThat(problem.path("field").asText()).isEqualTo(field);
    assertThat(List.of(problem.path("detail").asText(), problem.path("remedy").asText()))
        .noneMatch(String::isBlank);
  }
}
