package network.flashback.app.command;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import network.flashback.market.certification.ApplicationEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider application withdraw ID`: takes an application back.
@Command(
    name = "withdraw",
    description = "Take an application back; the platform deletes its documents.",
    mixinStandardHelpOptions = true)
public final class ProviderApplicationWithdrawCommand implements Callable<Integer> {
  @Mixin private final SignedInOptions options = new SignedInOptions();

  @Parameters(paramLabel = "ID", description = "As `flashback provider apply` prints it.")
  private String id = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var opened = options.open()) {
      var application = ApplicationReport.read(opened.client(), id);
      var withdrawn =
          opened
              .client()
              .does(
                  "withdrawApplication",
                  Map.of("id", application.id().toString()),
                  null,
                  ApplicationEntry.class);
      ApplicationReport.print(withdrawn, spec.commandLine().getOut());
      return 0;
    }
  }
}
