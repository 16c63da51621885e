package network.flashback.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider profile FILE`: shows in a platform's listing what was registered.
@Command(
    name = "profile",
    description = {
      "Show a provider's profile in a platform's listing: the file that it was registered with.",
      "A JSON object with name and, when wished, description and website. Needs no wallet: only"
          + " the registered text has the hash that the register holds."
    },
    mixinStandardHelpOptions = true)
public final class ProviderProfileCommand implements Callable<Integer> {
  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Parameters(paramLabel = "FILE", description = "The file given to 'provider register'.")
  private Path file = Path.of("profile.json");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (var client = platform.open()) {
      var profile = client.publishProfile(Files.readString(file));
      var out = spec.commandLine().getOut();
      out.printf("listed as %s; 'flashback offers list --search' finds it now%n", profile.name());
      out.flush();
      return 0;
    }
  }
}
