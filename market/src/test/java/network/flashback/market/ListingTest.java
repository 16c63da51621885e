package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.OfferSubmission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What providers publish, and what everybody sees.
class ListingTest {
  private static final Path GOLDEN = Path.of("..", "docs", "api", "openapi.json");
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
  void offersAreListedTheCheapestFirst() throws Exception {
    var offers = network.getJson("/v1/offers?sort=PRICE").path("offers");

    assertThat(offers.findValuesAsText("pricePerGibMonth"))
        .containsExactly("4000000", "4500000", "5000000", "5500000");
    assertThat(offers.findValuesAsText("region")).startsWith("eu-de");
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrOverlap() throws Exception {
    var first = network.getJson("/v1/offers?sort=PRICE&limit=3");
    var second =
        network.getJson("/v1/offers?sort=PRICE&limit=3&cursor=" + first.path("next").asText());

    assertThat(first.path("offers")).hasSize(3);
    assertThat(second.path("offers").findValuesAsText("pricePerGibMonth"))
        .containsExactly("5500000");
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void offersAreFilteredByRegionClassAndPrice() throws Exception {
    assertThat(network.getJson("/v1/offers?region=eu-fr").path("offers")).hasSize(1);
    assertThat(network.getJson("/v1/offers?class=ARCHIVE").path("offers")).isEmpty();
    assertThat(network.getJson("/v1/offers?maxPrice=4500000").path("offers")).hasSize(2);
  }

  @Test
  void unknownFilterIsNamed() throws Exception {
    var answer = network.get("/v1/offers?colour=blue");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestNetwork.json(answer).path("field").asText()).isEqualTo("colour");
  }

  @Test
  void newestOfferOfAProviderAndClassReplacesTheOneBefore() throws Exception {
    var newer = network.offer(0);
    assertThat(publish(newer)).isEqualTo(201);

    var offers = network.getJson("/v1/offers").path("offers");

    assertThat(offers).hasSize(4);
    assertThat(offers.get(0).path("expiry").asLong()).isEqualTo(newer.offer().expiry());
  }

  @Test
  void replacedOfferDoesNotComeBackWhenSomebodySendsItAgain() throws Exception {
    var older = network.offer(0);
    publish(older);
    publish(network.offer(0));

    assertThat(publish(older)).isEqualTo(409);
  }

  @Test
  void olderOfferThatWasNeverSeenDoesNotReplaceANewerOne() throws Exception {
    var older = network.offer(0);
    publish(network.offer(0));

    assertThat(publish(older)).isEqualTo(409);
  }

  @Test
  void offerSignedByAnotherKeyIsRefused() throws Exception {
    var offer = network.offer(0);
    var foreign =
        network.nodeKey(1).sign(offer.offer().typedData(network.contracts.orchestrator().domain()));

    var forged = new OfferSubmission(offer.offer(), foreign.toBytes(), TestNetwork.QUALITY);

    assertThat(publish(forged)).isEqualTo(403);
  }

  @Test
  void offerWithAChangedTermIsRefused() throws Exception {
    ObjectNode changed = JsonWriter.tree(network.offer(0));
    ((ObjectNode) changed.path("offer")).put("ratePerGib", "1");

    assertThat(network.post("/v1/offers", changed.toString()).statusCode()).isEqualTo(403);
  }

  @Test
  void qualityThatWasNotSignedIsRefused() throws Exception {
    ObjectNode changed = JsonWriter.tree(network.offer(0));
    ((ObjectNode) changed.path("quality")).put("uptimeBps", 10_000);

    var answer = network.post("/v1/offers", changed.toString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestNetwork.json(answer).path("field").asText()).isEqualTo("offer.qualityHash");
  }

  @Test
  void cancelledOffersVanish() throws Exception {
    var id = network.providerIds.get(3);
    network.nodeSender(3).send(network.contracts.orchestrator().cancelOffers(id));
    network.market.catchUp();

    assertThat(network.getJson("/v1/offers").path("offers")).hasSize(3);
  }

  @Test
  void expiredOffersVanish() throws Exception {
    network.clock.turn(Duration.ofHours(1));

    assertThat(network.getJson("/v1/offers").path("offers")).isEmpty();
  }

  @Test
  void membersOfTheRegisterAreShownWithTheirStake() throws Exception {
    network.market.catchUp();

    var provider = network.getJson("/v1/providers/" + network.providerIds.getFirst());

    assertThat(provider.path("listed").asBoolean()).isTrue();
    assertThat(provider.path("freeStake").asText()).isEqualTo("10000000000");
    assertThat(provider.path("kinds").toString()).isEqualTo("[\"DIRECT\"]");
    assertThat(provider.path("endpoint").asText()).isEqualTo("http://127.0.0.1:9101");
  }

  @Test
  void networkTellsAddressesAndSchedule() throws Exception {
    network.market.catchUp();

    var answer = network.getJson("/v1/network");

    assertThat(answer.path("chainId").asLong()).isEqualTo(31_337);
    assertThat(answer.path("contracts").path("Orchestrator").asText())
        .isEqualTo(network.contracts.orchestrator().address().toString());
    assertThat(answer.path("schedule").path("epochSeconds").asLong()).isEqualTo(30);
    assertThat(answer.path("markets").get(0).path("feeBps").asInt()).isEqualTo(200);
  }

  @Test
  void roleTellsItsHealthAndItsMetrics() throws Exception {
    network.market.catchUp();

    assertThat(network.getJson("/healthz").path("healthy").asBoolean()).isTrue();
    assertThat(network.get("/metrics").body()).contains("http_server_requests");
  }

  @Test
  void statementIsTheOneThatSettlementMade() throws Exception {
    var path = "/v1/statements/" + TestNetwork.SLA_WITH_STATEMENT;

    assertThat(network.getJson(path).path("gross").asText()).isEqualTo("7");
    assertThat(network.get("/v1/statements/" + "0x" + "00".repeat(32)).statusCode()).isEqualTo(404);
  }

  @Test
  void checkedInDocumentIsTheOneThatIsServed() throws Exception {
    var document = network.get("/openapi.json").body();
    if (Boolean.getBoolean("flashback.golden.write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, document);
    }

    assertThat(document)
        .as(
            "docs/api/openapi.json is stale: run this test with -Dflashback.golden.write=true, and look at the difference")
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void whatIsNotThereIsAProblemWithARemedy() throws Exception {
    for (var path : new String[] {"/v1/nothing", "/v1/providers/999", "/v1/agreements/5"}) {
      var answer = network.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(TestNetwork.json(answer).path("remedy").asText()).isNotBlank();
    }
  }

  private static int publish(OfferSubmission offer) throws Exception {
    return network.post("/v1/offers", JsonWriter.text(offer)).statusCode();
  }
}
