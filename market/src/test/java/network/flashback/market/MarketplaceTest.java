package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.evm.Bytes32;
import network.flashback.market.Measurements.Measured;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.listing.ProfileSubmission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What everybody sees of the market: order, reasons, measured quality, and that all of it can be
/// had again from the chain.
class MarketplaceTest {
  private TestNetwork network;
  private final List<OfferSubmission> published = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    network = new TestNetwork();
    for (var provider = 0; provider < TestNetwork.REGIONS.size(); provider++) {
      publish(network.offer(provider));
    }
    network.market.catchUp();
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
  }

  @Test
  void filtersAndSearchLeaveWhatIsWanted() throws Exception {
    assertThat(regions("region=eu-*")).containsExactly("eu-de", "eu-fr", "eu-se");
    assertThat(regions("minFree=1099511627776")).hasSize(4);
    assertThat(regions("minFree=1099511627777")).isEmpty();
    assertThat(regions("certified=false")).hasSize(4);
    assertThat(regions("certified=true")).isEmpty();
    assertThat(regions("scope=LOCATION")).isEmpty();
    assertThat(regions("listedBy=STAKE")).hasSize(4);
    assertThat(regions("listedBy=SUBSCRIPTION")).isEmpty();
    assertThat(regions("minUptime=1")).as("nothing is measured yet").isEmpty();
    assertThat(regions("search=vaults")).as("no profile was brought yet").isEmpty();

    assertThat(profile(TestNetwork.profile(2)).statusCode()).isEqualTo(201);
    assertThat(regions("search=COLD%20vau")).containsExactly("us-va");
    assertThat(regions("search=cold%20fast%20us")).containsExactly("us-va");
    assertThat(regions("search=cold%20archive")).isEmpty();
    var row = offers("search=cold").get(0);
    assertThat(row.path("name").asText()).isEqualTo("Store 2");
    assertThat(network.getJson("/v1/offers/" + row.path("hash").asText())).isEqualTo(row);
  }

  @Test
  void aProfileIsTakenFromNobodyButWhoeverRegisteredIt() throws Exception {
    var forged = profile(TestNetwork.profile(0).replace("Cold", "Warm"));

    assertThat(forged.statusCode()).isEqualTo(400);
    assertThat(TestNetwork.json(forged).path("field").asText()).isEqualTo("document");
  }

  @Test
  void everyRowSaysWhereItsPointsComeFrom() throws Exception {
    for (var row : offers("")) {
      var score = row.path("score");
      var sum = 0;
      for (var part : score.path("parts")) {
        sum += part.path("points").asInt();
        assertThat(part.path("why").asText()).isNotBlank();
      }
      assertThat(score.path("points").asInt()).isEqualTo(sum);
      assertThat(score.path("of").asInt()).isEqualTo(1_000);
    }
    var price = offers("").get(0).path("score").path("parts").get(0);
    assertThat(price.path("criterion").asText()).isEqualTo("PRICE");
    assertThat(price.path("why").asText()).isEqualTo("11.11 % below the median of its class");
  }

  @Test
  void whatDidNotChangeIsNotSentAgain() throws Exception {
    var first = network.get("/v1/offers?class=FAST");
    var tag = first.headers().firstValue("ETag").orElseThrow();

    var again = network.get(network.market, "/v1/offers?class=FAST", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).contains(tag);

    publish(network.offer(0, "eu-de", 3_000_000));
    var changed = network.get(network.market, "/v1/offers?class=FAST", "If-None-Match", tag);
    assertThat(changed.statusCode()).isEqualTo(200);
  }

  @Test
  void aWalkShowsEveryOfferThatStaysOnceWhileOthersComeAndGo() throws Exception {
    for (var number = 0; number < 24; number++) {
      publish(network.offer(number % 4, "eu-r" + number, 4_000_000L + 37_000L * number));
    }
    for (var sort : List.of("RANK", "PRICE", "UPTIME", "LATENCY", "CAPACITY")) {
      var staying = hashes(offers("limit=1000"));
      var seen = new ArrayList<String>();
      var page = network.getJson("/v1/offers?limit=5&sort=" + sort);
      for (var step = 0; ; step++) {
        seen.addAll(hashes(page.path("offers")));
        if (!page.has("next")) {
          break;
        }
        // A new price moves the median, and with it everybody's points.
        var replaced = network.offer(step % 4, "eu-r" + step, 1_000_000L + 100_000L * step);
        var gone = offers("limit=1000&search=r" + step + "%20fast");
        gone.forEach(row -> forget(staying, row, replaced));
        publish(replaced);
        publish(
            network.offer(
                step % 4,
                "us-%s%d".formatted(sort.toLowerCase(java.util.Locale.ROOT), step),
                9_000_000));
        page =
            network.getJson(
                "/v1/offers?limit=5&sort=" + sort + "&cursor=" + page.path("next").asText());
        assertThat(page.has("resumed")).isFalse();
      }
      assertThat(seen).as(sort).doesNotHaveDuplicates().containsAll(staying);
    }
  }

  @Test
  void aCursorOfAnotherOrderIsRefused() throws Exception {
    var next = network.getJson("/v1/offers?limit=1&sort=PRICE").path("next").asText();

    var answer = network.get("/v1/offers?limit=1&sort=RANK&cursor=" + next);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestNetwork.json(answer).path("field").asText()).isEqualTo("cursor");
  }

  @Test
  void whoTakesTheStakeAwayLeavesTheListingAndTheReasonIsShown() throws Exception {
    long id = network.providerIds.get(3);
    var dollar = network.contracts.deployment().address("TestDollar");
    var all = BigInteger.valueOf(10_000_000_000L);
    network
        .nodeSender(3)
        .send(network.contracts.stakes().requestUnstake(id, dollar, all.subtract(BigInteger.ONE)));
    network.market.catchUp();

    assertThat(network.contracts.registry().isListed(id)).isFalse();
    assertThat(regions("")).doesNotContain("eu-se").hasSize(3);
    var row = offers("status=ALL&region=eu-se").get(0);
    assertThat(row.path("listed").asBoolean()).isFalse();
    assertThat(row.path("standing").asText())
        .isEqualTo("not listed: its stake is below the threshold and no subscription is paid");
    assertThat(row.path("bondedStake").asText()).isEqualTo("1");
  }

  @Test
  void whatReportersMeasuredStandsBesideThePromiseWithItsEvidence() throws Exception {
    var reporters = new TestReporters(network);
    long best = network.providerIds.get(3);
    long worst = network.providerIds.get(0);
    var first =
        reporters.report(
            new Measured(best, 100, 10_000, 20, 40, 60, null, null, 0),
            new Measured(worst, 100, 9_000, 900, 3_000, 4_000, 512, 256, 500));
    var second =
        reporters.report(
            new Measured(best, 300, 10_000, 40, 48, 60, null, null, 0),
            new Measured(network.providerIds.get(1), 0, 10_000, 0, 0, 0, null, null, 0));

    assertThat(regions("")).startsWith("eu-se").endsWith("eu-de");
    assertThat(regions("sort=UPTIME")).startsWith("eu-se", "eu-de");
    assertThat(regions("minUptime=9001")).containsExactly("eu-se");
    assertThat(regions("maxLatency=3000&sort=LATENCY")).containsExactly("eu-se", "eu-de");
    var measured = offers("region=eu-se").get(0).path("measured");
    assertThat(measured.path("epochs").asInt()).isEqualTo(2);
    assertThat(measured.path("latencyP50").asInt()).as("by probes").isEqualTo(35);
    assertThat(measured.path("latencyP95").asInt()).isEqualTo(46);
    assertThat(measured.has("throughputKib")).isFalse();
    assertThat(measured.path("report").asText()).isEqualTo(second.recordsHash().toString());
    assertThat(offers("region=eu-de").get(0).path("measured").path("throughputKib").asInt())
        .isEqualTo(512);
    assertThat(measured.has("writeKib")).isFalse();
    assertThat(offers("region=eu-de").get(0).path("measured").path("writeKib").asInt())
        .isEqualTo(256);
    assertThat(offers("region=eu-fr").get(0).has("measured"))
        .as("no probes measure nothing")
        .isFalse();

    var history = network.getJson("/v1/providers/" + best + "/quality");
    assertThat(history.path("epochs").findValuesAsText("epoch"))
        .containsExactly(Long.toString(second.epoch()), Long.toString(first.epoch()));
    assertThat(history.path("epochs").get(1).path("report").asText())
        .isEqualTo(first.recordsHash().toString());
    assertThat(history.path("reporters")).hasSize(4);
    assertThat(
            network.chain.receipt(
                Bytes32.fromHex(history.path("epochs").get(0).path("transaction").asText())))
        .as("the transaction that posted the root")
        .isPresent();
  }

  @Test
  void fromChainReportsAndSignedOffersAloneTheListingIsTheSameByteForByte() throws Exception {
    for (var number = 0; number < 12; number++) {
      publish(network.offer(number % 4, "eu-r" + number, 4_000_000L + 37_000L * number));
    }
    profile(TestNetwork.profile(1));
    var reporters = new TestReporters(network);
    reporters.report(
        new Measured(network.providerIds.get(1), 100, 9_990, 20, 40, 60, null, null, 0));
    var queries =
        List.of(
            "/v1/offers",
            "/v1/offers?limit=1000&status=ALL",
            "/v1/offers?sort=PRICE&region=eu-*",
            "/v1/offers?search=vaults&sort=CAPACITY",
            "/v1/providers",
            "/v1/providers/" + network.providerIds.get(1) + "/quality");

    try (var rebuilt = network.start(Optional.empty(), network.emptyDatabase("rebuilt"))) {
      rebuilt.catchUp();
      // Offers are in nobody's hands but the nodes': they send them again, in any order.
      for (var offer : published.reversed()) {
        network.post(rebuilt, "/v1/offers", JsonWriter.text(offer));
      }
      network.post(
          rebuilt, "/v1/profiles", JsonWriter.text(new ProfileSubmission(TestNetwork.profile(1))));

      for (var query : queries) {
        assertThat(network.get(rebuilt, query).body())
            .as(query)
            .isEqualTo(network.get(network.market, query).body());
      }
      assertThat(network.get(rebuilt, "/v1/offers?limit=1000").body()).contains("\"total\":16");
    }
  }

  private void publish(OfferSubmission offer) throws Exception {
    var answer = network.post("/v1/offers", JsonWriter.text(offer));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    published.add(offer);
  }

  private HttpResponse<String> profile(String document) throws Exception {
    return network.post("/v1/profiles", JsonWriter.text(new ProfileSubmission(document)));
  }

  private JsonNode offers(String query) throws Exception {
    return network.getJson("/v1/offers?" + query).path("offers");
  }

  private List<String> regions(String query) throws Exception {
    return offers(query).findValuesAsText("region").stream()
        .filter(region -> !region.startsWith("0x"))
        .toList();
  }

  private static Set<String> hashes(JsonNode offers) {
    var hashes = new HashSet<String>();
    offers.forEach(row -> hashes.add(row.path("hash").asText()));
    return hashes;
  }

  private static void forget(Set<String> staying, JsonNode row, OfferSubmission by) {
    if (row.path("providerId").asLong() == by.offer().providerId()
        && row.path("offer").path("region").asText().equals(by.offer().region().toString())) {
      staying.remove(row.path("hash").asText());
    }
  }
}
