package network.flashback.app.command;

import java.util.concurrent.Callable;
import network.flashback.app.client.GatewayOperator;
import network.flashback.app.config.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback job list`: all jobs of a gateway, and its repairs.
@Command(
    name = "list",
    description = "Show all jobs, the newest first, and every repair.",
    mixinStandardHelpOptions = true)
public final class JobListCommand implements Callable<Integer> {
  @Mixin private final RoleOptions options = new RoleOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var gateway = GatewayOperator.of(options.read(Role.GATEWAY))) {
      var all = gateway.read(JobCommand.PATH);
      if (json) {
        out.println(all);
        return 0;
      }
      all.path("jobs").forEach(job -> out.println(JobCommand.line(job)));
      for (var repair : all.path("repairs")) {
        out.printf(
            "repair of agreement %s onto %s  %s  %d of %d pieces, %d of %d bytes%n",
            repair.path("lostAgreement").asText(),
            repair.path("newAgreement").asText(),
            repair.path("state").asText(),
            repair.path("itemsDone").asLong(),
            repair.path("itemsTotal").asLong(),
            repair.path("bytesDone").asLong(),
            repair.path("bytesTotal").asLong());
      }
      if (all.path("jobs").isEmpty() && all.path("repairs").isEmpty()) {
        out.println("no jobs; 'flashback job start' begins one");
      }
      out.flush();
    }
    return 0;
  }
}
