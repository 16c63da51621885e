package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.market.json.JsonReader;
import network.flashback.market.listing.RegionWord;
import network.flashback.market.quote.QuotedTerms;
import network.flashback.market.request.QuoteAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback quote answers ID`: what providers answered, and a quote of it.
@Command(
    name = "answers",
    description =
        "Show the answers to a request of yours, the cheapest first; with --quote, freeze a quote of them for `sla open`.",
    mixinStandardHelpOptions = true)
public final class QuoteAnswersCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ConsumerOptions options = new ConsumerOptions();

  @Parameters(paramLabel = "ID", description = "As `flashback quote request` prints it.")
  private String id = "";

  @Option(names = "--quote", description = "Freeze a quote of the answers alone.")
  private boolean quote;

  @Option(names = "--json", description = "Print JSON: the answers, and with --quote the quote.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open();
        var client = opened.signedIn()) {
      var out = spec.commandLine().getOut();
      var one = Map.of("id", id);
      var answers = client.read("quoteAnswers", one).path("answers");
      if (json) {
        var node = JSON.createObjectNode();
        node.set("answers", answers);
        if (quote) {
          node.set("quote", client.read("quoteFromAnswers", one));
        }
        out.println(node);
        out.flush();
        return 0;
      }
      for (var row : answers) {
        var answer = JsonReader.read(QuoteAnswer.class, row);
        var offer = answer.answer().offer();
        out.printf(
            "provider %d in %s, %d bytes, until %s  %s%n",
            answer.providerId(),
            RegionWord.region(offer.region()).name(),
            offer.capacityBytes(),
            Instant.ofEpochSecond(offer.expiry()),
            answer.hash());
      }
      if (quote) {
        var terms = client.does("quoteFromAnswers", one, null, QuotedTerms.class);
        for (var leg : terms.legs()) {
          out.printf(
              "  leg at provider %d in %s, %s %s a GiB and month%n",
              leg.providerId(),
              leg.region(),
              new BigDecimal(leg.pricePerGibMonth(), terms.decimals()).toPlainString(),
              terms.symbol());
        }
        out.printf(
            "locks %s %s; to open it until %s:%n  ./flashback sla open --quote %s%n",
            new BigDecimal(terms.total(), terms.decimals()).toPlainString(),
            terms.symbol(),
            Instant.ofEpochSecond(terms.expiresAt()),
            terms.quoteHash());
      }
      out.flush();
      return 0;
    }
  }
}
