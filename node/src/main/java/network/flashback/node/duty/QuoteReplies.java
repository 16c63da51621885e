package network.flashback.node.duty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import network.flashback.node.NodeConfig;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.StandingFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers consumers' requests for quotes with signed offers, within the limits that the operator
/// set. An answer promises the bytes of one leg beside what is reserved; it costs no gas.
final class QuoteReplies {
  private static final Logger LOG = LoggerFactory.getLogger(QuoteReplies.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LIST_BYTES_MAX = 1 << 20;
  private static final int ANSWER_BYTES_MAX = 4096;
  private static final int KNOWN_MAX = 10_000;

  /// Clocks of market and chain may differ by this much.
  private static final long SKEW_SECONDS = 10;

  private final NodeConfig config;
  private final ProviderOnChain chain;
  private final OfferDesk offers;
  private final HttpClient http;
  private final StandingFile standing;

  /// Requests that are done with, until when they could be answered.
  private final Map<String, Long> done = new HashMap<>();

  QuoteReplies(
      NodeConfig config,
      ProviderOnChain chain,
      OfferDesk offers,
      HttpClient http,
      StandingFile standing) {
    this.config = config;
    this.chain = chain;
    this.offers = offers;
    this.http = http;
    this.standing = standing;
  }

  /// Answers what is asked for since the last look.
  void run(long head) throws IOException, InterruptedException {
    if (!config.answers().answersAny()
        || config.marketUrl().isEmpty()
        || !standing.now().offers()) {
      return;
    }
    done.values().removeIf(until -> until <= head);
    var market = config.marketUrl().get();
    for (var request : requests(market)) {
      var id = request.path("id").asText();
      long until = request.path("request").path("expiresAt").asLong();
      if (done.size() < KNOWN_MAX && !done.containsKey(id) && id.matches("0x[0-9a-f]{64}")) {
        if (fits(request)) {
          answer(market, id, head, request.path("legBytes").asLong());
        }
        done.put(id, until);
      }
    }
  }

  /// Whether the node has what is wished, within its operator's limits.
  private boolean fits(JsonNode request) {
    var wishes = request.path("request").path("wishes");
    var leg = request.path("legBytes").asText();
    if (!leg.matches("[0-9]{1,18}")) {
      return false;
    }
    var regions = wishes.path("regions");
    boolean here = regions.isEmpty();
    for (var region : regions) {
      here |= region.asText().equals(config.region().name());
    }
    return here
        && wishes.path("market").asInt(1) == config.market()
        && wishes.path("class").asText().equals(config.storageClass().name())
        && wishes.path("durationSeconds").asLong() <= OfferDesk.AGREEMENT_SECONDS_MAX
        && Long.parseLong(leg) >= OfferDesk.AGREEMENT_BYTES_MIN
        && Long.parseLong(leg) <= config.answers().bytesMax();
  }

  private void answer(URI market, String id, long head, long legBytes)
      throws IOException, InterruptedException {
    long reserved = chain.reservedBytes();
    if (offers.freeBytes(reserved) < legBytes) {
      LOG.info("Request {} is not answered: {} bytes are not free", id, legBytes);
      return;
    }
    BigInteger price = config.answers().priceGibMonth();
    var offer =
        offers.signed(head + chain.offerLifeSeconds() - SKEW_SECONDS, reserved + legBytes, price);
    var request =
        HttpRequest.newBuilder(market.resolve("/v1/quote-requests/" + id + "/answers"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(offers.body(offer)))
            .build();
    var response = http.send(request, BodyHandlers.ofInputStream());
    try (var stream = response.body()) {
      var said = new String(stream.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
      int status = response.statusCode();
      if (status / 100 == 5) {
        throw new IOException(
            "The market at %s did not take the answer to request %s: %d %s"
                .formatted(market, id, status, said));
      }
      if (status / 100 == 2) {
        LOG.info("Request {} is answered", id);
      } else {
        LOG.info("Request {} takes no answer: {}", id, said);
      }
    }
  }

  private JsonNode requests(URI market) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(market.resolve("/v1/quote-requests?limit=100"))
            .timeout(TIMEOUT)
            .build();
    var response = http.send(request, BodyHandlers.ofInputStream());
    try (var stream = response.body()) {
      var text = stream.readNBytes(LIST_BYTES_MAX);
      if (response.statusCode() != 200) {
        throw new IOException(
            "The market at %s told no requests for quotes, but %d."
                .formatted(market, response.statusCode()));
      }
      return JSON.readTree(text).path("requests");
    }
  }
}
