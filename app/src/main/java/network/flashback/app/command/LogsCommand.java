package network.flashback.app.command;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import network.flashback.app.network.Member;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback logs [MEMBER]`: the end of each member's log.
@Command(
    name = "logs",
    description = "Print the last lines of the members' logs (one JSON object a line).",
    mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
  @Mixin private final NetworkOptions options = new NetworkOptions();

  @Parameters(arity = "0..1", paramLabel = "MEMBER", description = "Such as gateway or node-2.")
  private String name = "";

  @Option(names = "--lines", description = "Lines of each member (default: ${DEFAULT-VALUE}).")
  private int lines = 20;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var network = options.network();
    var out = spec.commandLine().getOut();
    for (var member : chosen()) {
      if (Files.exists(network.plan().log(member))) {
        out.println("== " + member.name() + "  " + network.plan().log(member));
        network.processes().logTail(member, lines).forEach(out::println);
      }
    }
    return 0;
  }

  private List<Member> chosen() {
    if (name.isEmpty()) {
      return Member.all();
    }
    var chosen = Member.all().stream().filter(member -> member.name().equals(name)).toList();
    if (chosen.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no member '%s'. The members are %s."
              .formatted(
                  name, String.join(", ", Member.all().stream().map(Member::name).toList())));
    }
    return chosen;
  }
}
