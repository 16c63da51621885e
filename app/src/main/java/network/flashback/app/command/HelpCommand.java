package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--man",
      paramLabel = "DIR",
      description = "Write pages for man(1) of all commands into this folder.")
  private @Nullable Path man;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (man != null) {
      int pages = ManPages.write(man);
      spec.commandLine()
          .getOut()
          .printf("%d pages are in %s; 'man -l FILE' shows one%n", pages, man);
      spec.commandLine().getOut().flush();
      return 0;
    }
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
