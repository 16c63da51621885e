package network.flashback.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.app.client.MarketClient;
import network.flashback.domain.storage.ByteCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback offers show ID`: one offer, why it stands where it stands, and the evidence.
@Command(
    name = "show",
    description = "Show one offer: points with reasons, promised beside measured, evidence.",
    mixinStandardHelpOptions = true)
public final class OffersShowCommand implements Callable<Integer> {
  private static final int ROWS = 1_000;
  private static final int EPOCHS = 8;

  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Parameters(paramLabel = "ID", description = "Hash of the offer, or its beginning.")
  private String id = "";

  @Option(names = "--json", description = "Print the API's answer.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (!id.matches("0x[0-9a-fA-F]{4,64}")) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no hash of an offer, nor its beginning: 0x and 4 to 64 hexadecimal digits; 'flashback offers list' shows them."
              .formatted(id));
    }
    try (var client = platform.open()) {
      var row = find(client);
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(row);
      } else {
        var history =
            client.read(
                "providerQuality",
                Map.of("id", row.path("providerId").asText(), "limit", Integer.toString(EPOCHS)));
        print(row, history, token(client, row.path("offer").path("market").asText()), out);
      }
      out.flush();
      return 0;
    }
  }

  private JsonNode find(MarketClient client) throws Exception {
    var wanted = id.toLowerCase(java.util.Locale.ROOT);
    List<JsonNode> found = new ArrayList<>();
    for (var market : client.read("network", Map.of()).path("markets")) {
      var query =
          Map.of(
              "market",
              market.path("id").asText(),
              "sort",
              "PRICE",
              "status",
              "ALL",
              "limit",
              Integer.toString(ROWS));
      client.rows("listOffers", "offers", query).stream()
          .filter(row -> row.path("hash").asText().startsWith(wanted))
          .forEach(found::add);
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.isEmpty()
              ? "No live offer begins with "
                  + id
                  + ": it expired, was replaced or was cancelled. 'flashback offers list' shows those that live."
              : found.size() + " offers begin with " + id + ". Give more digits.");
    }
    return found.getFirst();
  }

  private static JsonNode token(MarketClient client, String market) throws Exception {
    JsonNode last = null;
    for (var known : client.read("network", Map.of()).path("markets")) {
      if (last == null || known.path("id").asText().equals(market)) {
        last = known;
      }
    }
    if (last == null) {
      throw new IllegalStateException("the platform knows no market any more");
    }
    return last;
  }

  private static void print(JsonNode row, JsonNode history, JsonNode token, PrintWriter out) {
    var decimals = token.path("decimals").asInt();
    var symbol = token.path("symbol").asText();
    out.printf("offer     %s%n", row.path("hash").asText());
    out.printf(
        "provider  #%s %s, %s%n",
        row.path("providerId").asText(),
        row.path("name").asText("(no profile)"),
        row.path("standing").asText());
    out.printf(
        "serves    %s in %s, until %s%n",
        OffersCommand.words(row.path("class").asText()),
        row.path("region").asText(),
        Instant.ofEpochSecond(row.path("expiry").asLong()));
    out.printf(
        "price     %s %s a GiB and month, %s %s a GiB read%n",
        OffersCommand.money(row.path("pricePerGibMonth").asText(), decimals),
        symbol,
        OffersCommand.money(row.path("egressPerGib").asText(), decimals),
        symbol);
    out.printf(
        "room      %s of %s free%n",
        new ByteCount(row.path("freeBytes").asLong()),
        new ByteCount(row.path("capacityBytes").asLong()));
    var score = row.path("score");
    out.printf(
        "rank      %s of %s points (table %s)%n",
        score.path("points").asText(), score.path("of").asText(), score.path("table").asText());
    for (var part : score.path("parts")) {
      out.printf(
          "  %-12s %3s of %3s  %s%n",
          OffersCommand.words(part.path("criterion").asText()),
          part.path("points").asText(),
          part.path("of").asText(),
          part.path("why").asText());
    }
    printHistory(row, history, out);
    out.println("'flashback sla open' takes offers; a quote shows the price of your wishes first.");
  }

  private static void printHistory(JsonNode row, JsonNode history, PrintWriter out) {
    var promised = row.path("quality");
    out.printf(
        "promised  %s uptime, %s ms for 95 %%, at most %s wrong answers%n",
        OffersCommand.percent(promised.path("uptimeBps").asInt()),
        promised.path("latencyMillisMax").asText(),
        OffersCommand.percent(promised.path("errorBpsMax").asInt()));
    if (history.path("epochs").isEmpty()) {
      out.println("measured  nothing yet: reporters measure while an agreement runs");
      return;
    }
    out.println("measured  epoch  uptime     p50/p95/p99 ms  wrong   report");
    for (var epoch : history.path("epochs")) {
      out.printf(
          "          %-6s %-10s %-15s %-7s %s in transaction %s%n",
          epoch.path("epoch").asText(),
          OffersCommand.percent(epoch.path("uptimeBps").asInt()),
          epoch.path("latencyP50").asText()
              + "/"
              + epoch.path("latencyP95").asText()
              + "/"
              + epoch.path("latencyP99").asText(),
          OffersCommand.percent(epoch.path("errorBps").asInt()),
          epoch.path("report").asText(),
          epoch.path("transaction").asText());
    }
    for (var reporter : history.path("reporters")) {
      out.printf("reports   %s/v1/records/HASH%n", reporter.asText());
    }
  }
}
