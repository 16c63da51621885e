package network.flashback.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.JsonWriter;
import network.flashback.market.listing.ListedRow;
import network.flashback.market.listing.OfferEntry;
import network.flashback.market.listing.Profile;
import network.flashback.market.listing.ProfileSubmission;
import network.flashback.market.opening.OpenedSla;
import network.flashback.market.opening.SlaOpening;
import network.flashback.market.quote.DesignAnswer;
import network.flashback.market.quote.DesignRequest;
import network.flashback.market.quote.PlanChoice;
import network.flashback.market.quote.PlanQuotes;
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
    var first = "/v1/offers?sort=PRICE&limit=200";
    var path = first;
    while (!path.isEmpty()) {
      var page = get(path);
      page.path("offers").forEach(row -> offers.add(JsonReader.read(ListedRow.class, row).entry()));
      var next = page.path("next");
      path = next.isTextual() ? first + "&cursor=" + next.asText() : "";
    }
    return List.copyOf(offers);
  }

  /// What the market answers at a path that starts with a slash.
  public JsonNode read(String path) throws IOException, InterruptedException {
    return get(path);
  }

  /// Parameters behind a question mark.
  public static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
        .map(one -> one.replace("+", "%20"))
        .collect(Collectors.joining("&"));
  }

  /// Shows a member's profile in the listing.
  ///
  /// @param document the very text whose hash the register holds
  public Profile publishProfile(String document) throws IOException, InterruptedException {
    var submission = JsonWriter.text(new ProfileSubmission(document));
    return JsonReader.read(Profile.class, post("/v1/profiles", submission));
  }

  /// Plans for wishes; nothing is stored or signed.
  public DesignAnswer design(DesignRequest wishes) throws IOException, InterruptedException {
    return JsonReader.read(DesignAnswer.class, post("/v1/designs", JsonWriter.text(wishes)));
  }

  /// Freezes a plan of a design as one quote for each class.
  public PlanQuotes quotePlan(PlanChoice choice) throws IOException, InterruptedException {
    return JsonReader.read(PlanQuotes.class, post("/v1/designs/quotes", JsonWriter.text(choice)));
  }

  /// A quote as it was frozen.
  public QuotedTerms frozenQuote(Bytes32 quoteHash) throws IOException, InterruptedException {
    return JsonReader.read(QuotedTerms.class, get("/v1/quotes/" + quoteHash));
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
