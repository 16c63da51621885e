package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import network.flashback.app.network.Member;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback status`: each member, whether it runs, and where it answers.
@Command(
    name = "status",
    description =
        "Show which members of the network run, and where. Exit code 3 when one does not.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final int NOT_ALL_RUN = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final NetworkOptions options = new NetworkOptions();

  @Option(names = "--json", description = "Print a JSON object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var network = options.network();
    var out = spec.commandLine().getOut();
    int missing = 0;
    if (!json) {
      out.printf("%-12s %-9s %8s  %s%n", "MEMBER", "STATE", "PID", "ADDRESS");
    }
    for (var member : Member.all()) {
      var process = network.processes().find(member);
      if (process.isEmpty()) {
        missing++;
      }
      var state = process.isPresent() ? "running" : "stopped";
      var address =
          member.kind() == Member.Kind.POSTGRES
              ? network.plan().databaseUrl("")
              : network.plan().url(member).toString();
      if (json) {
        var node = JSON.createObjectNode();
        node.put("member", member.name()).put("state", state);
        process.ifPresent(handle -> node.put("pid", handle.pid()));
        out.println(node.put("address", address));
      } else {
        var pid = process.map(handle -> Long.toString(handle.pid())).orElse("-");
        out.printf("%-12s %-9s %8s  %s%n", member.name(), state, pid, address);
      }
    }
    return missing == 0 ? 0 : NOT_ALL_RUN;
  }
}
