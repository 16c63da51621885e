package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Hired services as the API shows them, on a real chain and database.
class EngagementsTest {
  private static final int OWNER = 12;
  private static final int PAYOUT = 13;
  private static final int ONE = 14;
  private static final int OTHER = 15;

  private static TestNetwork network;
  private static TestCallers callers;
  private static TestService service;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
    callers = new TestCallers(network.market.port());
    service = new TestService(network, OWNER, PAYOUT);
  }

  @AfterAll
  static void stop() throws Exception {
    callers.close();
    network.close();
  }

  @Test
  void anEngagementIsShownFromItsOpeningToItsEnd() throws Exception {
    long id = service.hire(ONE);
    var opened = shown(id);
    assertThat(opened.path("state").asText()).isEqualTo("RUNNING");
    assertThat(opened.path("service").asText()).isEqualTo("MIGRATION");
    assertThat(opened.path("total").asText())
        .isEqualTo(TestService.FIRST.add(TestService.SECOND).toString());
    assertThat(opened.path("milestones").path(0).path("state").asText()).isEqualTo("FUNDED");
    assertThat(opened.path("hash").asText())
        .isEqualTo(service.engagements.engagement(id).hash().toString());

    service.finish(id, ONE, 4);
    network.rpc.call("evm_increaseTime", 7_000);
    network.rpc.call("evm_mine");
    network.sender(OTHER).send(service.engagements.lapse(id));
    var over = shown(id);
    assertThat(over.path("state").asText()).isEqualTo("LAPSED");
    assertThat(over.path("paid").asText()).isEqualTo(TestService.FIRST.toString());
    assertThat(over.path("refunded").asText()).isEqualTo(TestService.SECOND.toString());
    assertThat(over.path("milestones").path(0).path("state").asText()).isEqualTo("ACCEPTED");
    assertThat(over.path("milestones").path(1).path("state").asText()).isEqualTo("LAPSED");
    assertThat(over.path("rating").path("stars").asInt()).isEqualTo(4);

    var consumer = network.key(ONE).address().toString();
    assertThat(list("?consumer=" + consumer).path("engagements").path(0)).isEqualTo(over);
    assertThat(list("?provider=1").path("engagements")).isEmpty();
  }

  @Test
  void ratingsOfTheOwnersOwnWalletsAreShownAndCountNothing() throws Exception {
    var rated = new TestService(network, 16, 18);
    rated.finish(rated.hire(18), 18, 5);
    assertThat(ratings(rated).path("counted").asInt()).isZero();
    assertThat(ratings(rated).has("meanHundredths")).isFalse();
    rated.finish(rated.hire(ONE), ONE, 2);
    rated.finish(rated.hire(OTHER), OTHER, 3);
    var said = ratings(rated);
    assertThat(said.path("counted").asInt()).isEqualTo(2);
    assertThat(said.path("meanHundredths").asInt()).isEqualTo(250);
    assertThat(said.path("ratings")).hasSize(3);
    assertThat(said.path("ratings").path(2).path("counts").asBoolean()).isFalse();

    var first = list("?provider=%d&limit=2".formatted(rated.id));
    assertThat(first.path("engagements")).hasSize(2);
    var rest = list("?provider=%d&cursor=%s".formatted(rated.id, first.path("next").asText()));
    assertThat(rest.path("engagements")).hasSize(1);
    assertThat(rest.has("next")).isFalse();
  }

  @Test
  void whatDoesNotExistIsNotFound() throws Exception {
    assertThat(callers.send("GET", "/v1/engagements/999", "", "").statusCode()).isEqualTo(404);
    assertThat(list("?provider=999").path("engagements")).isEmpty();
  }

  private static JsonNode shown(long id) throws Exception {
    network.market.catchUp();
    return callers.done("GET", "/v1/engagements/" + id, "", "");
  }

  private static JsonNode list(String query) throws Exception {
    network.market.catchUp();
    return callers.done("GET", "/v1/engagements" + query, "", "");
  }

  private static JsonNode ratings(TestService rated) throws Exception {
    network.market.catchUp();
    return callers.done("GET", "/v1/providers/%d/ratings".formatted(rated.id), "", "");
  }
}
