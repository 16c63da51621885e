package network.flashback.app.command;

import java.util.concurrent.Callable;
import network.flashback.app.network.Member;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `flashback status`: each member, whether it runs, and where it answers.
@Command(
    name = "status",
    description =
        "Show which members of the network run, and where. Exit code 3 when one does not.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final int NOT_ALL_RUN = 3;

  @Mixin private final NetworkOptions options = new NetworkOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var network = options.network();
    var out = spec.commandLine().getOut();
    int missing = 0;
    out.printf("%-12s %-9s %8s  %s%n", "MEMBER", "STATE", "PID", "ADDRESS");
    for (var member : Member.all()) {
      var process = network.processes().find(member);
      if (process.isEmpty()) {
        missing++;
      }
      out.printf(
          "%-12s %-9s %8s  %s%n",
          member.name(),
          process.isPresent() ? "running" : "stopped",
          process.map(handle -> Long.toString(handle.pid())).orElse("-"),
          member.kind() == Member.Kind.POSTGRES
              ? network.plan().databaseUrl("")
              : network.plan().url(member));
    }
    return missing == 0 ? 0 : NOT_ALL_RUN;
  }
}
