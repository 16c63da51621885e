package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.request.WantedQuotes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Requests for quotes with a real chain and a real database: asked, answered, opened.
final class QuoteRequestsTest {
  private static TestNetwork network;
  private static TestCallers callers;
  private static String consumer;
  private static String stranger;
  private static long salt;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
    callers = new TestCallers(network.market.port());
    network.market.catchUp();
    consumer = callers.signIn(network.key(TestNetwork.CONSUMER));
    stranger = callers.signIn(network.key(7));
  }

  @AfterAll
  static void stop() throws Exception {
    callers.close();
    network.close();
  }

  @AfterEach
  void realTime() {
    network.realTime();
  }

  @Test
  void answersAreQuotedAndOpenedThoughNobodyElseEverSawTheOffers() throws Exception {
    var wanted = placed(600, List.of());
    for (var provider = 0; provider < 3; provider++) {
      assertThat(answer(wanted, network.offer(provider)).statusCode()).isEqualTo(201);
    }
    assertThat(network.getJson("/v1/offers").path("offers")).isEmpty();
    assertThat(shown(wanted).path("answers").asInt()).isEqualTo(3);

    var quote = callers.done("POST", path(wanted) + "/quote", "", consumer);
    assertThat(quote.path("legs").findValuesAsText("providerId")).containsExactly("1", "2", "3");
    var opened = callers.done("POST", "/v1/slas", opening(quote), "");
    assertThat(opened.path("agreementIds")).hasSize(3);
    assertThat(opened.path("slaId").asText()).isEqualTo(quote.path("quoteHash").asText());
  }

  @Test
  void onlyTheConsumerReadsAnswersTheCheapestFirstAndTheNewestOfEachProvider() throws Exception {
    var wanted = placed(600, List.of());
    answer(wanted, network.offer(1, "eu-fr", 4_000_000));
    answer(wanted, network.offer(0, "eu-de", 9_000_000));
    answer(wanted, network.offer(0, "eu-de", 3_000_000));

    var answers = callers.done("GET", path(wanted) + "/answers", "", consumer).path("answers");
    assertThat(answers.findValuesAsText("providerId")).startsWith("1");
    assertThat(answers).hasSize(2);
    assertThat(TestCallers.problem(callers.send("GET", path(wanted) + "/answers", "", stranger)))
        .isEqualTo("403 forbidden");
    assertThat(TestCallers.problem(callers.send("POST", path(wanted) + "/quote", "", stranger)))
        .isEqualTo("403 forbidden");
    assertThat(network.get(path(wanted) + "/answers").statusCode()).isEqualTo(401);
  }

  @Test
  void aRequestIsAnsweredUntilItsSecondAndNotInIt() throws Exception {
    network.clock.stop();
    var wanted = placed(60, List.of());
    long end = wanted.expiresAt();
    at(end - 1);
    assertThat(answer(wanted, network.offer(0)).statusCode()).isEqualTo(201);
    at(end);
    assertThat(TestCallers.problem(answer(wanted, network.offer(0))))
        .isEqualTo("410 request-expired");
    assertThat(network.getJson("/v1/quote-requests").path("requests").findValuesAsText("id"))
        .doesNotContain(wanted.id().toString());
  }

  @Test
  void whatDoesNotAnswerTheWishesIsRefusedWithTheReason() throws Exception {
    var wanted = placed(600, List.of("eu-fr"));
    assertThat(detail(answer(wanted, network.offer(0)))).contains("offer.region is eu-de");
    assertThat(detail(answer(wanted, network.offer(1, StorageClass.ARCHIVE))))
        .contains("offer.offerClass");
    assertThat(answer(wanted, network.offer(1)).statusCode()).isEqualTo(201);
    var stolen = network.offer(1);
    var forged =
        new OfferSubmission(stolen.offer(), network.offer(2).signature(), stolen.quality());
    assertThat(TestCallers.problem(answer(wanted, forged))).isEqualTo("403 signature-invalid");
  }

  @Test
  void aRequestThatItsConsumerDidNotSignIsRefusedAndTheSameTwiceIsOne() throws Exception {
    var wanted = TestRequests.wanted(network, ++salt, 600);
    var forged = TestRequests.signedBy(network, network.key(7), wanted);
    assertThat(TestCallers.problem(network.post("/v1/quote-requests", forged)))
        .isEqualTo("403 signature-invalid");
    var signed = TestRequests.signed(network, wanted);
    var first = network.post("/v1/quote-requests", signed);
    assertThat(network.post("/v1/quote-requests", signed).body()).isEqualTo(first.body());
  }

  @Test
  void tooFewAnswersAreNoQuoteAndSaySo() throws Exception {
    var wanted = placed(600, List.of());
    answer(wanted, network.offer(0));
    assertThat(TestCallers.problem(callers.send("POST", path(wanted) + "/quote", "", consumer)))
        .isEqualTo("422 nothing-fits");
  }

  private static WantedQuotes placed(long lifeSeconds, List<String> regions) throws Exception {
    var wanted = TestRequests.wanted(network, ++salt, lifeSeconds, regions);
    var answer = network.post("/v1/quote-requests", TestRequests.signed(network, wanted));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return wanted;
  }

  private static HttpResponse<String> answer(WantedQuotes wanted, OfferSubmission offer)
      throws Exception {
    return network.post(path(wanted) + "/answers", JsonWriter.text(offer));
  }

  private static JsonNode shown(WantedQuotes wanted) throws Exception {
    return network.getJson(path(wanted));
  }

  private static String detail(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(400);
    return TestNetwork.json(answer).path("detail").asText();
  }

  private static String path(WantedQuotes wanted) {
    return "/v1/quote-requests/" + wanted.id();
  }

  private static void at(long unixSecond) {
    network.realTime();
    long now = network.clock.instant().getEpochSecond();
    network.clock.turn(Duration.ofSeconds(unixSecond - now));
    network.clock.stop();
  }

  private static String opening(JsonNode quote) {
    var message = quote.path("authorization").path("message");
    var token = network.contracts.token(Address.parse(quote.path("token").asText()));
    var digest =
        PaymentAuthorization.typedData(
                token.domain(),
                Address.parse(message.path("from").asText()),
                Address.parse(message.path("to").asText()),
                new BigInteger(message.path("value").asText()),
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
}
