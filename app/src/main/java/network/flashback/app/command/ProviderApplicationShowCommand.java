package network.flashback.app.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import network.flashback.market.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider application show ID`: where an application stands, and why.
@Command(
    name = "show",
    description = "Show an application with its history: who did what, when, and why.",
    mixinStandardHelpOptions = true)
public final class ProviderApplicationShowCommand implements Callable<Integer> {
  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Parameters(paramLabel = "ID", description = "As `flashback provider apply` prints it.")
  private String id = "";

  @Option(names = "--json", description = "Print the API's answer.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var client = platform.open()) {
      var application = ApplicationReport.read(client, id);
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(JsonWriter.text(application));
      } else {
        ApplicationReport.print(application, out);
      }
      out.flush();
      return 0;
    }
  }
}
