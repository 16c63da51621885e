package network.flashback.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
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
import network.flashback.sdk.ApiOperation;
import network.flashback.sdk.FlashbackClient;
import network.flashback.sdk.FlashbackException;
import org.jspecify.annotations.Nullable;

/// A platform's API in the words of the modules: the SDK carries it, its answers become `market`'s
/// records.
public final class MarketClient implements AutoCloseable {
  private static final Duration OFFERS_AGAIN = Duration.ofMillis(200);

  private final FlashbackClient platform;

  public MarketClient(URI market) {
    this.platform =
        FlashbackClient.at(market)
            .connectTimeout(Duration.ofSeconds(3))
            .answerTimeout(Duration.ofSeconds(30))
            .build();
  }

  private MarketClient(FlashbackClient platform) {
    this.platform = platform;
  }

  /// The same platform, for a wallet that signed in; of no use after this one is closed.
  ///
  /// @param chainId of the chain that is meant
  public MarketClient signedIn(Wallet wallet, long chainId) throws IOException {
    try {
      return new MarketClient(platform.signedIn(wallet, chainId));
    } catch (FlashbackException failed) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  /// What the market answers to an operation that takes or changes something.
  ///
  /// @param body none for an operation that takes none
  public <T extends Record> T does(
      String operation, Map<String, String> parameters, @Nullable Record body, Class<T> answer)
      throws IOException, InterruptedException {
    return JsonReader.read(
        answer, perform(operation, parameters, body == null ? null : JsonWriter.tree(body)));
  }

  /// All live offers, cheapest first.
  public List<OfferEntry> offers() throws IOException, InterruptedException {
    var offers = new ArrayList<OfferEntry>();
    rows("listOffers", "offers", Map.of("sort", "PRICE", "limit", "200"))
        .forEach(row -> offers.add(JsonReader.read(ListedRow.class, row).entry()));
    return List.copyOf(offers);
  }

  /// Waits for as many live offers: nodes publish theirs by themselves soon after they start.
  ///
  /// @return how many there are then, fewer when patience was over first
  public int awaitOffers(int wanted, Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      int listed = rows("listOffers", "offers", Map.of("limit", "200")).size();
      if (listed >= wanted || System.nanoTime() >= deadline) {
        return listed;
      }
      Thread.sleep(OFFERS_AGAIN);
    }
  }

  /// The rows of all pages of a list.
  ///
  /// @param rows name of the page's list
  public List<JsonNode> rows(String operation, String rows, Map<String, String> parameters)
      throws IOException, InterruptedException {
    var found = new ArrayList<JsonNode>();
    var asked = new HashMap<>(parameters);
    while (true) {
      var page = read(operation, asked);
      page.path(rows).forEach(found::add);
      if (!page.path("next").isTextual()) {
        return List.copyOf(found);
      }
      asked.put("cursor", page.path("next").asText());
    }
  }

  /// What the market answers to an operation of its API.
  public JsonNode read(String operation, Map<String, String> parameters)
      throws IOException, InterruptedException {
    return perform(operation, parameters, null);
  }

  /// Shows a member's profile in the listing.
  ///
  /// @param document the very text whose hash the register holds
  public Profile publishProfile(String document) throws IOException, InterruptedException {
    return send("publishProfile", new ProfileSubmission(document), Profile.class);
  }

  /// Plans for wishes; nothing is stored or signed.
  public DesignAnswer design(DesignRequest wishes) throws IOException, InterruptedException {
    return send("design", wishes, DesignAnswer.class);
  }

  /// Freezes a plan of a design as one quote for each class.
  public PlanQuotes quotePlan(PlanChoice choice) throws IOException, InterruptedException {
    return send("quotePlan", choice, PlanQuotes.class);
  }

  /// A quote as it was frozen.
  public QuotedTerms frozenQuote(Bytes32 quoteHash) throws IOException, InterruptedException {
    return JsonReader.read(
        QuotedTerms.class, read("frozenQuote", Map.of("hash", quoteHash.toString())));
  }

  public QuotedTerms quote(QuoteRequest wishes) throws IOException, InterruptedException {
    return send("quote", wishes, QuotedTerms.class);
  }

  public OpenedSla open(SlaOpening acceptance) throws IOException, InterruptedException {
    return send("openSla", acceptance, OpenedSla.class);
  }

  @Override
  public void close() {
    platform.close();
  }

  private <T extends Record> T send(String operation, Record body, Class<T> answer)
      throws IOException, InterruptedException {
    return JsonReader.read(answer, perform(operation, Map.of(), JsonWriter.tree(body)));
  }

  private JsonNode perform(
      String operation, Map<String, String> parameters, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    try {
      return platform.perform(ApiOperation.named(operation), parameters, body);
    } catch (FlashbackException failed) {
      // The SDK leaves the mark; here the exception says it.
      if (Thread.interrupted()) {
        throw new InterruptedException(failed.getMessage());
      }
      throw new IOException(failed.getMessage(), failed);
    }
  }
}
