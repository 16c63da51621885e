package network.flashback.app.command;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.market.certification.ApplicationEntry;
import network.flashback.market.json.JsonReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback certifier list`: applications, the newest first.
@Command(
    name = "list",
    description = "List applications for certificates; anybody may.",
    mixinStandardHelpOptions = true)
public final class CertifierListCommand implements Callable<Integer> {
  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Option(
      names = "--certifier",
      paramLabel = "ADDRESS",
      description = "Only those to this certifier.")
  private String certifier = "";

  @Option(names = "--open", description = "Only those that nobody has decided on.")
  private boolean open;

  @Option(names = "--json", description = "Print the API's answer, a JSON object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var client = platform.open()) {
      Map<String, String> query = new HashMap<>();
      if (!certifier.isEmpty()) {
        query.put("certifier", certifier);
      }
      var out = spec.commandLine().getOut();
      for (var row : client.rows("listApplications", "applications", query)) {
        var application = JsonReader.read(ApplicationEntry.class, row);
        if (open && !application.state().isOpen()) {
          continue;
        }
        if (json) {
          out.println(row);
        } else {
          out.printf(
              "%s  %-18s provider %d for %s%n",
              application.id(),
              OffersCommand.words(application.state().name()),
              application.manifest().providerId(),
              application.manifest().scopes());
        }
      }
      out.flush();
      return 0;
    }
  }
}
