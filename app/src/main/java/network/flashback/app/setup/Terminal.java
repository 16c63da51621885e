package network.flashback.app.setup;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Somebody who can be asked.
public interface Terminal {
  /// What was typed; null when nobody is there any more.
  @Nullable String line(String prompt);

  /// The same without showing it.
  char @Nullable [] secret(String prompt);

  /// The person at this process's terminal; empty where there is none, as in scripts.
  static Optional<Terminal> ofThisProcess() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).map(OfConsole::new);
  }

  /// A terminal of the operating system.
  record OfConsole(Console console) implements Terminal {
    @Override
    public @Nullable String line(String prompt) {
      return console.readLine("%s", prompt);
    }

    @Override
    public char @Nullable [] secret(String prompt) {
      return console.readPassword("%s", prompt);
    }
  }
}
