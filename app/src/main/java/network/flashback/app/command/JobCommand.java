package network.flashback.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.flashback.app.client.GatewayOperator;
import network.flashback.app.config.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback job`: what a gateway does that takes long. Run it where the gateway runs.
@Command(
    name = "job",
    description = {
      "Drain a provider, rebalance two SLAs, import a bucket, migrate one to another SLA.",
      "Run it where the gateway runs: the gateway's root key shows who asks."
    },
    subcommands = {JobStartCommand.class, JobListCommand.class, JobShowCommand.class},
    mixinStandardHelpOptions = true)
public final class JobCommand implements Runnable {
  static final String PATH = "/-/jobs";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with jobs: one of those below.");
  }

  @Command(
      name = "pause",
      description = "Let a job rest until it is resumed.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin RoleOptions options,
      @Parameters(paramLabel = "ID", description = "Id of the job.") String id)
      throws Exception {
    return order(options, id, "pause");
  }

  @Command(
      name = "resume",
      description = "Let a paused job go on, and a failed one try again what failed.",
      mixinStandardHelpOptions = true)
  int resume(
      @Mixin RoleOptions options,
      @Parameters(paramLabel = "ID", description = "Id of the job.") String id)
      throws Exception {
    return order(options, id, "resume");
  }

  @Command(
      name = "cancel",
      description = "End a job. What it has done stays done.",
      mixinStandardHelpOptions = true)
  int cancel(
      @Mixin RoleOptions options,
      @Parameters(paramLabel = "ID", description = "Id of the job.") String id)
      throws Exception {
    return order(options, id, "cancel");
  }

  private int order(RoleOptions options, String id, String what) throws Exception {
    try (var gateway = GatewayOperator.of(options.read(Role.GATEWAY))) {
      var job = gateway.order(path(id) + "/" + what, JSON.createObjectNode());
      spec.commandLine().getOut().println(line(job));
    }
    return 0;
  }

  /// @throws IllegalArgumentException when it is no id
  static String path(String id) {
    if (!id.matches("[0-9a-fA-F-]{1,36}")) {
      throw new IllegalArgumentException(
          "'%s' is no job's id: 'flashback job list' shows them".formatted(id));
    }
    return PATH + "/" + id;
  }

  /// A job in one line.
  static String line(JsonNode job) {
    var failures = job.path("failures").asLong();
    return "%s  %-9s  %-9s %4s  %d of %d items, %d of %d bytes%s%s"
        .formatted(
            job.path("id").asText(),
            job.path("kind").asText(),
            job.path("state").asText(),
            percent(job),
            job.path("itemsDone").asLong(),
            job.path("itemsTotal").asLong(),
            job.path("bytesDone").asLong(),
            job.path("bytesTotal").asLong(),
            failures == 0 ? "" : ", %d failed".formatted(failures),
            job.path("note").asText().isEmpty() ? "" : ". " + job.path("note").asText());
  }

  private static String percent(JsonNode job) {
    var total = job.path("bytesTotal").asLong();
    return total == 0 ? "-" : job.path("bytesDone").asLong() * 100 / total + " %";
  }
}
