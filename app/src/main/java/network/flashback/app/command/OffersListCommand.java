package network.flashback.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.app.client.MarketClient;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.StorageClass;
import network.flashback.market.listing.Wish;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback offers list`: live offers in the order of the listing.
@Command(
    name = "list",
    description = "List live offers, best rank first.",
    footer = {
      "",
      "Examples:",
      "  flashback offers list --region 'eu-*' --class fast --max-price 4.50",
      "  flashback offers list --search 'cold frankfurt' --sort price --json"
    },
    mixinStandardHelpOptions = true)
public final class OffersListCommand implements Callable<Integer> {
  private static final String ROW = "%-6s %-20s %-13s %-10s %12s %12s %9s %9s %6s  %s%n";

  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Option(names = "--class", description = "One of ${COMPLETION-CANDIDATES}.")
  private @Nullable StorageClass storageClass;

  @Option(names = "--region", description = "A region, or the beginning of some: 'eu-*'.")
  private @Nullable String region;

  @Option(
      names = "--max-price",
      paramLabel = "AMOUNT",
      description = "Highest price of one GiB for 730 hours, in whole tokens: 4.50.")
  private @Nullable BigDecimal maxPrice;

  @Option(names = "--certified", description = "Only of providers with a valid certificate.")
  private boolean certified;

  @Option(names = "--search", paramLabel = "WORDS", description = "Words of name or profile.")
  private @Nullable String search;

  @Option(names = "--sort", description = "One of ${COMPLETION-CANDIDATES} (default: RANK).")
  private Wish.Sort sort = Wish.Sort.RANK;

  @Option(names = "--market", paramLabel = "NUMBER", description = "Market (default: 1).")
  private int market = 1;

  @Option(names = "--limit", description = "Most offers to list (default: 50).")
  private int limit = 50;

  @Option(names = "--json", description = "Print the API's answer.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (var client = platform.open()) {
      var token = token(client);
      var page = client.read("listOffers", query(token));
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(page);
      } else {
        print(page, token, out);
      }
      out.flush();
      return 0;
    }
  }

  private JsonNode token(MarketClient client) throws Exception {
    for (var known : client.read("network", Map.of()).path("markets")) {
      if (known.path("id").asInt() == market) {
        return known;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "There is no market " + market + " on this chain; leave --market away.");
  }

  private Map<String, String> query(JsonNode token) {
    var query = new LinkedHashMap<String, String>();
    query.put("market", Integer.toString(market));
    query.put("sort", sort.name());
    query.put("limit", Integer.toString(limit));
    if (storageClass != null) {
      query.put("class", storageClass.name());
    }
    if (region != null) {
      query.put("region", region.toLowerCase(Locale.ROOT));
    }
    if (maxPrice != null) {
      query.put("maxPrice", units(maxPrice, token.path("decimals").asInt()));
    }
    if (certified) {
      query.put("certified", "true");
    }
    if (search != null) {
      query.put("search", search);
    }
    return query;
  }

  /// Rounded down: what costs a fraction more than the highest price is dearer.
  private static String units(BigDecimal amount, int decimals) {
    return amount.movePointRight(decimals).toBigInteger().toString();
  }

  private void print(JsonNode page, JsonNode token, PrintWriter out) {
    var offers = page.path("offers");
    if (offers.isEmpty()) {
      out.println("No live offer matches. " + remedy());
      return;
    }
    var symbol = token.path("symbol").asText();
    out.printf(
        ROW,
        "points",
        "provider",
        "class",
        "region",
        symbol + "/GiB/mo",
        "free",
        "promised",
        "measured",
        "p95 ms",
        "offer");
    for (var row : offers) {
      out.print(line(row, token.path("decimals").asInt()));
    }
    var total = page.path("total").asInt();
    if (total > offers.size()) {
      out.printf("%d of %d; narrow it down, or raise --limit%n", offers.size(), total);
    }
    out.println(
        "'flashback offers show OFFER' says why an offer stands where it stands; 'flashback sla open' takes some.");
  }

  private static String line(JsonNode row, int decimals) {
    var measured = row.path("measured");
    var name = row.path("name").asText("");
    var who = "#" + row.path("providerId").asText() + (name.isEmpty() ? "" : " " + name);
    return ROW.formatted(
        row.path("score").path("points").asText(),
        who.length() > 20 ? who.substring(0, 19) + "…" : who,
        OffersCommand.words(row.path("class").asText()),
        row.path("region").asText(),
        OffersCommand.money(row.path("pricePerGibMonth").asText(), decimals),
        new ByteCount(row.path("freeBytes").asLong()),
        OffersCommand.percent(row.path("quality").path("uptimeBps").asInt()),
        measured.isMissingNode() ? "-" : OffersCommand.percent(measured.path("uptimeBps").asInt()),
        measured.isMissingNode() ? "-" : measured.path("latencyP95").asText(),
        row.path("hash").asText().substring(0, 12));
  }

  /// What to do when nothing matches.
  private String remedy() {
    var given = new LinkedHashMap<String, Boolean>();
    given.put("--class", storageClass != null);
    given.put("--region", region != null);
    given.put("--max-price", maxPrice != null);
    given.put("--certified", certified);
    given.put("--search", search != null);
    var asked =
        given.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    return asked.isEmpty()
        ? "Nobody offers anything in this market now: offers appear as soon as a listed provider's node publishes one, which it does by itself."
        : "Leave away one of " + String.join(", ", asked) + " to see more.";
  }
}
