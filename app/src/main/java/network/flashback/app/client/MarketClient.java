package network.flashback.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.OfferEntry;
import network.flashback.market.opening.OpenedSla;
import network.flashback.market.opening.SlaOpening;
import network.flashback.market.quote.QuoteRequest;
import network.flashback.market.quote.QuotedTerms;

/// Client of a platform's market API.
public final class MarketClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final URI market;

  public MarketClient(URI market) {
    this.market = market;
  }

  /// All live offers, cheapest first.
  public List<OfferEntry> offers() throws IOException, InterruptedException {
    var offers = new ArrayList<OfferEntry>();
    var path = "/v1/offers?limit=200";
    while (!path.isEmpty()) {
      var page = get(path);
      page.path("offers").forEach(offer -> offers.add(JsonReader.read(OfferEntry.class, offer)));
      var next = page.path("next");
      path = next.isTextual() ? "/v1/offers?limit=200&cursor=" + next.asText() : "";
    }
    return List.copyOf(offers);
  }

  public QuotedTerms quote(QuoteRequest wishes) throws IOException, InterruptedException {
    return JsonReader.read(QuotedTerms.class, post("/v1/quotes", JsonWriter.text(wishes)));
  }

  public OpenedSla open(SlaOpening acceptance) throws IOException, InterruptedException {
    return JsonReader.read(OpenedSla.class, post("/v1/slas", JsonWriter.text(acceptance)));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(market.resolve(path)).GET());
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(market.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    var json = JSON.readTree(answer.body());
    if (answer.statusCode() >= 300) {
      throw new IOException(
          "The market answered %d: %s %s"
              .formatted(
                  answer.statusCode(),
                  json.path("detail").asText(json.path("title").asText(answer.body())),
                  json.path("remedy").asText("")));
    }
    return json;
  }
}
