package network.flashback.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// Examples of each command, from one file beside this class: shown below its help.
final class CommandExamples {
  private static final String FILE = "examples.txt";

  private CommandExamples() {}

  /// Puts its examples below the help of each command that has none of its own.
  static CommandLine shown(CommandLine program) {
    show(program, "", read());
    return program;
  }

  private static void show(CommandLine command, String path, Map<String, List<String>> examples) {
    var usage = command.getCommandSpec().usageMessage();
    var known = examples.get(path);
    if (known != null && usage.footer().length == 0) {
      var footer = new ArrayList<>(List.of("", "Examples:"));
      // A footer is a format.
      known.forEach(line -> footer.add(line.replace("%", "%%")));
      usage.footer(footer.toArray(String[]::new));
    }
    command
        .getSubcommands()
        .forEach((name, child) -> show(child, (path + " " + name).strip(), examples));
  }

  /// Lines by command.
  static Map<String, List<String>> read() {
    try (var file = CommandExamples.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing beside the commands.");
      }
      var examples = new HashMap<String, List<String>>();
      var command = "";
      for (var line : new String(file.readAllBytes(), UTF_8).lines().toList()) {
        if (line.startsWith(" ")) {
          examples.computeIfAbsent(command, name -> new ArrayList<>()).add(line);
        } else if (!line.startsWith("#")) {
          command = line;
        }
      }
      return examples;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + FILE, e);
    }
  }
}
