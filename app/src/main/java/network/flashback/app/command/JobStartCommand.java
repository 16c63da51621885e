package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import network.flashback.app.client.GatewayOperator;
import network.flashback.app.config.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback job start KIND`: begins a job.
@Command(
    name = "start",
    description = {
      "Begin a job, and print its id.",
      "  drain      empties a provider: --provider, --to",
      "  migrate    moves a bucket to another SLA: --bucket, --to",
      "  rebalance  evens how full two SLAs are: --sla, --to",
      "  import     brings a bucket in: --endpoint, --source-bucket, --bucket"
    },
    mixinStandardHelpOptions = true)
public final class JobStartCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The kinds of jobs there are.
  enum Kind {
    DRAIN,
    MIGRATE,
    REBALANCE,
    IMPORT
  }

  @Mixin private final RoleOptions options = new RoleOptions();

  @Parameters(paramLabel = "KIND", description = "drain, migrate, rebalance or import.")
  private Kind kind = Kind.MIGRATE;

  @Option(names = "--provider", paramLabel = "ID", description = "The provider to be emptied.")
  private @Nullable Long provider;

  @Option(names = "--bucket", paramLabel = "NAME", description = "The bucket here.")
  private @Nullable String bucket;

  @Option(names = "--sla", paramLabel = "ID", description = "One of the SLAs to be evened.")
  private @Nullable String sla;

  @Option(names = "--to", paramLabel = "ID", description = "The SLA to move to, or the other one.")
  private @Nullable String to;

  @Option(names = "--endpoint", paramLabel = "URL", description = "S3 endpoint of the source.")
  private @Nullable String endpoint;

  @Option(names = "--source-bucket", paramLabel = "NAME", description = "The bucket there.")
  private @Nullable String sourceBucket;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only keys of the source that begin so.")
  private String prefix = "";

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "Region of the source (default: ${DEFAULT-VALUE}).")
  private String region = "us-east-1";

  @Option(
      names = "--virtual-hosts",
      description = "The source's bucket stands in the host name, not in the path.")
  private boolean virtualHosts;

  @Option(
      names = "--access-key-id",
      paramLabel = "ID",
      description = "Access key of the source (default: none, for what everybody may read).")
  private String accessKeyId = "";

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "File whose first line is the secret of that key.")
  private @Nullable Path secretFile;

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      description = "Bytes a second (default: no bound but the gateway's own).")
  private long rate;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var order = order();
    try (var gateway = GatewayOperator.of(options.read(Role.GATEWAY))) {
      var job = gateway.order(JobCommand.PATH, order);
      spec.commandLine().getOut().println(job.path("id").asText());
    }
    return 0;
  }

  private ObjectNode order() throws IOException {
    var order = JSON.createObjectNode().put("kind", kind.name().toLowerCase(Locale.ROOT));
    order.put("rate", rate);
    return switch (kind) {
      case DRAIN ->
          order
              .put("provider", Long.parseLong(required("--provider", provider)))
              .put("to", required("--to", to));
      case MIGRATE ->
          order.put("bucket", required("--bucket", bucket)).put("to", required("--to", to));
      case REBALANCE -> order.put("one", required("--sla", sla)).put("other", required("--to", to));
      case IMPORT ->
          order
              .put("bucket", required("--bucket", bucket))
              .put("endpoint", required("--endpoint", endpoint))
              .put("sourceBucket", required("--source-bucket", sourceBucket))
              .put("region", region)
              .put("prefix", prefix)
              .put("pathStyle", !virtualHosts)
              .put("accessKeyId", accessKeyId)
              .put("secretAccessKey", secret());
    };
  }

  private String required(String option, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "A job of the kind %s needs %s.".formatted(kind.name().toLowerCase(Locale.ROOT), option));
    }
    return value.toString();
  }

  private String secret() throws IOException {
    if (secretFile == null) {
      return "";
    }
    try (var lines = Files.lines(secretFile)) {
      return lines.findFirst().orElse("").strip();
    }
  }
}
