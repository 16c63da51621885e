package network.flashback.app.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback help [COMMAND...]`: the manual of a command, with examples.
@Command(
    name = "help",
    description = "Show what a command does, its options and examples; without one, all commands.",
    mixinStandardHelpOptions = true)
public final class HelpCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "Such as 'sla open'; 'sla' lists what can be done with SLAs.")
  private List<String> words = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (var word : words) {
      var next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(
            spec.commandLine(),
            "There is no command '%s' in '%s': it has %s."
                .formatted(
                    word,
                    command.getCommandSpec().qualifiedName(),
                    command.getSubcommands().isEmpty()
                        ? "none below it"
                        : String.join(", ", shown(command))));
      }
      command = next;
    }
    command.usage(spec.commandLine().getOut());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static List<String> shown(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
