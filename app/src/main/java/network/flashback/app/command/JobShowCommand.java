package network.flashback.app.command;

import java.util.concurrent.Callable;
import network.flashback.app.client.GatewayOperator;
import network.flashback.app.config.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback job show ID`: a job, with what of it failed and why.
@Command(
    name = "show",
    description = "Show a job, and what of it failed. Exit code 1 when something did.",
    mixinStandardHelpOptions = true)
public final class JobShowCommand implements Callable<Integer> {
  @Mixin private final RoleOptions options = new RoleOptions();

  @Parameters(paramLabel = "ID", description = "Id of the job.")
  private String id = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    try (var gateway = GatewayOperator.of(options.read(Role.GATEWAY))) {
      var job = gateway.read(JobCommand.path(id));
      if (json) {
        out.println(job);
      } else {
        out.println(JobCommand.line(job));
        out.println("  since " + job.path("startedAt").asText());
        job.path("task").properties().stream()
            .filter(field -> !field.getKey().equals("kind"))
            .forEach(
                field -> out.printf("  %-14s %s%n", field.getKey(), field.getValue().asText()));
        for (var failure : job.path("failed")) {
          out.printf(
              "  failed %d times: %s: %s%n",
              failure.path("attempts").asInt(),
              failure.path("name").asText(),
              failure.path("why").asText());
        }
      }
      out.flush();
      return job.path("failures").asLong() == 0 ? 0 : 1;
    }
  }
}
