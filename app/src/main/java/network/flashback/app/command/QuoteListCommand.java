package network.flashback.app.command;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.market.json.JsonReader;
import network.flashback.market.request.WantedQuotesEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback quote list`: requests that providers may answer.
@Command(
    name = "list",
    description = "List requests for quotes that may be answered now; anybody may.",
    mixinStandardHelpOptions = true)
public final class QuoteListCommand implements Callable<Integer> {
  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Option(names = "--json", description = "Print the API's answer, a JSON object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var client = platform.open()) {
      var out = spec.commandLine().getOut();
      for (var row : client.rows("listQuoteRequests", "requests", Map.of())) {
        if (json) {
          out.println(row);
          continue;
        }
        var entry = JsonReader.read(WantedQuotesEntry.class, row);
        var wishes = entry.request().wishes();
        out.printf(
            "%s  %s %s, %d of %d, %s bytes a leg for %d s, until %s, %d answers%n",
            entry.id(),
            wishes.storageClass(),
            wishes.regions() == null || wishes.regions().isEmpty() ? "anywhere" : wishes.regions(),
            wishes.redundancy().data(),
            wishes.redundancy().total(),
            entry.legBytes(),
            wishes.durationSeconds(),
            Instant.ofEpochSecond(entry.request().expiresAt()),
            entry.answers());
      }
      out.flush();
      return 0;
    }
  }
}
