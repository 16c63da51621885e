package network.flashback.app;

import java.nio.file.Path;
import network.flashback.app.command.FlashbackCommand;
import network.flashback.app.config.ConfigurationException;
import network.flashback.app.config.Trust;

/// The one entry point of the program: `flashback COMMAND`.
public final class Main {
  private Main() {}

  /// Runs one command and exits with its code: 0 done, 1 failed, 2 used wrongly.
  public static void main(String[] args) {
    var trust = System.getenv(Trust.VARIABLE);
    if (trust != null && !trust.isEmpty()) {
      try {
        Trust.install(Path.of(trust));
      } catch (ConfigurationException e) {
        System.err.println("flashback: %s: %s".formatted(Trust.VARIABLE, e.getMessage()));
        System.exit(1);
      }
    }
    System.exit(FlashbackCommand.commandLine().execute(args));
  }
}
