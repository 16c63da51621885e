package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.flashback.chain.BlockTag;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From offers over a quote to an SLA on the chain, with real anvil, contracts and PostgreSQL.
class OpeningTest {
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
  void offersOfFourProviders() throws Exception {
    network.realTime();
    network.publishOffers();
  }

  @Test
  void oneSignatureOpensAnAgreementWithEachProviderAndLocksThePayment() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    var dollar = network.contracts.token(Address.parse(quote.path("token").asText()));
    var orchestrator = network.contracts.orchestrator().address();
    var lockedBefore = dollar.balanceOf(orchestrator);

    var opened = network.post("/v1/slas", signed(quote, network.key(TestNetwork.CONSUMER)));

    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
    var answer = TestNetwork.json(opened);
    assertThat(answer.path("slaId")).isEqualTo(quote.path("quoteHash"));
    assertThat(answer.path("agreementIds")).hasSize(3);
    assertThat(dollar.balanceOf(orchestrator).subtract(lockedBefore))
        .isEqualTo(new BigInteger(quote.path("total").asText()));
    var sla = network.getJson("/v1/slas/" + answer.path("slaId").asText());
    assertThat(sla.path("state").asText()).isEqualTo("FORMING");
    assertThat(sla.path("deposited").asText()).isEqualTo(quote.path("total").asText());
    assertThat(sla.path("agreements")).hasSize(3);
    var agreement =
        network.getJson("/v1/agreements/" + answer.path("agreementIds").get(0).asText());
    assertThat(agreement.path("state").asText()).isEqualTo("OPEN");
    assertThat(agreement.path("remaining").asText())
        .isEqualTo(quote.path("legs").get(0).path("deposit").asText());
    assertThat(network.getJson("/v1/slas?consumer=" + consumer()).path("slas").toString())
        .contains(answer.path("slaId").asText());
  }

  @Test
  void agreementStreamsFromTheFirstRevisionThatBothSidesSigned() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    var opened =
        TestNetwork.json(
            network.post("/v1/slas", signed(quote, network.key(TestNetwork.CONSUMER))));
    var id = opened.path("agreementIds").get(0).asText();

    network.commitRevision(AgreementId.parse(id), 4);
    network.market.catchUp();

    var agreement = network.getJson("/v1/agreements/" + id);
    assertThat(agreement.path("state").asText()).isEqualTo("ACTIVE");
    assertThat(agreement.path("leaves").asText()).isEqualTo("4");
    assertThat(agreement.path("startEpoch").asLong())
        .isLessThan(agreement.path("endEpoch").asLong());
    assertThat(network.getJson("/v1/epochs").path("epochs").get(0).path("endsAt").asLong())
        .isGreaterThan(agreement.path("openedAt").asLong());
  }

  @Test
  void quoteIsFrozenAndShownAgain() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));

    assertThat(network.getJson("/v1/quotes/" + quote.path("quoteHash").asText())).isEqualTo(quote);
  }

  @Test
  void quoteTakesTheCheapestProvidersOfTheRegionsWished() throws Exception {
    var wishes = wishes(TestNetwork.CONSUMER);
    wishes.putArray("regions").add("eu-fr").add("eu-se").add("eu-de");

    var quote = quote(wishes);

    assertThat(quote.path("legs").findValuesAsText("region"))
        .containsExactlyInAnyOrder("eu-de", "eu-fr", "eu-se");
    assertThat(quote.path("refused").toString()).contains("lies in us-va");
  }

  @Test
  void walletSeesThePaymentInTheStandardForm() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    var data = quote.path("authorization");

    assertThat(data.path("primaryType").asText()).isEqualTo("ReceiveWithAuthorization");
    assertThat(data.path("domain").path("chainId").asLong()).isEqualTo(network.chain.id());
    assertThat(data.path("types").path("ReceiveWithAuthorization").toString())
        .isEqualTo(
            "[{\"name\":\"from\",\"type\":\"address\"},{\"name\":\"to\",\"type\":\"address\"},{\"name\":\"value\",\"type\":\"uint256\"},{\"name\":\"validAfter\",\"type\":\"uint256\"},{\"name\":\"validBefore\",\"type\":\"uint256\"},{\"name\":\"nonce\",\"type\":\"bytes32\"}]");
    assertThat(data.path("message").path("value")).isEqualTo(quote.path("total"));
    assertThat(data.path("message").path("nonce")).isEqualTo(quote.path("quoteHash"));
    assertThat(data.path("message").path("from").asText()).isEqualTo(consumer().toString());
  }

  @Test
  void sameSignatureSentAgainAndAtOnceOpensTheSlaOnce() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    var body = signed(quote, network.key(TestNetwork.CONSUMER));
    var sentBefore = sent();
    var calls = new ArrayList<Callable<HttpResponse<String>>>();
    for (var i = 0; i < 6; i++) {
      calls.add(() -> network.post("/v1/slas", body));
    }

    var answers = new ArrayList<String>();
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call : together.invokeAll(calls)) {
        answers.add(call.get().statusCode() + call.get().body());
      }
    }
    var later = network.post("/v1/slas", body);
    answers.add(later.statusCode() + later.body());

    assertThat(answers)
        .allMatch(answer -> answer.startsWith("201"))
        .containsOnly(answers.getFirst());
    assertThat(sent() - sentBefore).isEqualTo(1);
  }

  @Test
  void slaThatSomebodyElseRelayedIsFoundOnTheChain() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    var body = signed(quote, network.key(TestNetwork.CONSUMER));
    var first = TestNetwork.json(network.post("/v1/slas", body));
    try (var database = network.database()) {
      database.change(handle -> handle.execute("DELETE FROM opening"));
    }

    assertThat(TestNetwork.json(network.post("/v1/slas", body))).isEqualTo(first);
  }

  @Test
  void changedTermsAreRefused() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    var body = opening(quote, network.key(TestNetwork.CONSUMER));
    body.set("sla", quote.path("sla").deepCopy());
    ((ObjectNode) body.path("sla")).put("reserve", "1");

    assertProblem(network.post("/v1/slas", body.toString()), 409, "quote-tampered", "sla");
  }

  @Test
  void termsThatWereChangedInTheDatabaseAreRefused() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    try (var database = network.database()) {
      database.change(
          handle ->
              handle.execute(
                  "UPDATE quote SET body = replace(body, ?, ?) WHERE hash = ?",
                  "\"reserve\":\"" + quote.path("sla").path("reserve").asText(),
                  "\"reserve\":\"9" + quote.path("sla").path("reserve").asText(),
                  quote.path("quoteHash").asText()));
    }

    var answer = network.post("/v1/slas", signed(quote, network.key(TestNetwork.CONSUMER)));

    assertProblem(answer, 409, "quote-tampered", "sla");
  }

  @Test
  void unknownQuoteIsNotFound() throws Exception {
    var body = opening(quote(wishes(TestNetwork.CONSUMER)), network.key(TestNetwork.CONSUMER));
    body.put("quoteHash", Bytes32.of(7).toString());

    assertProblem(network.post("/v1/slas", body.toString()), 404, "not-found", "quoteHash");
  }

  @Test
  void expiredQuoteIsRefused() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    var body = signed(quote, network.key(TestNetwork.CONSUMER));
    network.clock.turn(Duration.ofMinutes(5));

    assertProblem(network.post("/v1/slas", body), 410, "quote-expired", "quoteHash");
  }

  @Test
  void emptyWalletIsToldWhatIsMissing() throws Exception {
    var quote = quote(wishes(TestNetwork.POOR_CONSUMER));

    var answer = network.post("/v1/slas", signed(quote, network.key(TestNetwork.POOR_CONSUMER)));

    assertThat(answer.statusCode()).isEqualTo(402);
    assertThat(answer.body()).contains("holds 0.000000").contains("more to the wallet");
  }

  @Test
  void strangersSignatureIsRefused() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));

    var answer = network.post("/v1/slas", signed(quote, network.key(TestNetwork.POOR_CONSUMER)));

    assertProblem(answer, 403, "signature-invalid", "signature");
  }

  @Test
  void refusalOfTheContractIsExplained() throws Exception {
    var quote = quote(wishes(TestNetwork.CONSUMER));
    var id = quote.path("legs").get(0).path("providerId").asLong();
    var provider = network.providerIds.indexOf(id);
    network.nodeSender(provider).send(network.contracts.orchestrator().cancelOffers(id));

    var answer = network.post("/v1/slas", signed(quote, network.key(TestNetwork.CONSUMER)));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("OfferCancelled(").contains("withdrew its offers");
  }

  @Test
  void unknownFieldIsNamed() throws Exception {
    var wishes = wishes(TestNetwork.CONSUMER).put("colour", "blue");

    assertProblem(network.post("/v1/quotes", wishes.toString()), 400, "invalid-field", "colour");
  }

  @Test
  void fieldThatMakesNoSenseIsNamedAsTheUserWroteIt() throws Exception {
    var wishes = wishes(TestNetwork.CONSUMER).put("volumeBytes", "3");

    assertProblem(
        network.post("/v1/quotes", wishes.toString()), 400, "invalid-field", "volumeBytes");
  }

  @Test
  void impossibleWishesAreRefusedInWords() throws Exception {
    var wishes = wishes(TestNetwork.CONSUMER);
    wishes.putArray("regions").add("us-va");

    var answer = network.post("/v1/quotes", wishes.toString());

    assertThat(answer.statusCode()).isEqualTo(422);
    var problem = TestNetwork.json(answer);
    assertThat(problem.path("detail").asText()).contains("only 1 fit");
    assertThat(problem.path("refusals").findValuesAsText("reason"))
        .filteredOn(reason -> reason.contains("not among the regions wished"))
        .hasSize(3);
  }

  private static JsonNode quote(ObjectNode wishes) throws Exception {
    var answer = network.post("/v1/quotes", wishes.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return TestNetwork.json(answer);
  }

  private static ObjectNode wishes(int consumer) {
    var wishes = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    wishes
        .put("consumer", network.key(consumer).address().toString())
        .put("volumeBytes", Long.toString(GIB))
        .put("durationSeconds", 3_600)
        .put("class", "FAST")
        .put("egressBytes", Long.toString(GIB))
        .put("budget", "100000000");
    wishes.putObject("redundancy").put("data", 2).put("total", 3);
    return wishes;
  }

  private static String signed(JsonNode quote, PrivateKey wallet) {
    return opening(quote, wallet).toString();
  }

  private static ObjectNode opening(JsonNode quote, PrivateKey wallet) {
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
    return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
        .objectNode()
        .put("quoteHash", quote.path("quoteHash").asText())
        .put("validAfter", message.path("validAfter").asText())
        .put("validBefore", message.path("validBefore").asText())
        .put("signature", wallet.sign(digest).toBytes().toString());
  }

  private static void assertProblem(
      HttpResponse<String> answer, int status, String type, String field) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    var problem = TestNetwork.json(answer);
    assertThat(problem.path("type").asText()).isEqualTo("urn:flashback:problem:" + type);
    assertThat(problem.path("field").asText()).isEqualTo(field);
    assertThat(List.of(problem.path("detail").asText(), problem.path("remedy").asText()))
        .noneMatch(String::isBlank);
  }

  private static long sent() {
    return network.chain.transactionCount(network.relay.address(), BlockTag.LATEST);
  }

  private static Address consumer() {
    return network.key(TestNetwork.CONSUMER).address();
  }
}
