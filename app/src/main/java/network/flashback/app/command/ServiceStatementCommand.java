package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.app.service.ChecksumManifest;
import network.flashback.app.service.MigrationDocument;
import network.flashback.app.service.MigrationDocument.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback service statement FILE`: what a migration shall move.
@Command(
    name = "statement",
    description = {
      "Write the statement of work of a migration: a bucket, from where to where, and the SHA-256 of each object.",
      "Reads every byte once. For the consumer, at the source and before it hires: what is written afterwards is not in it."
    },
    mixinStandardHelpOptions = true)
public final class ServiceStatementCommand implements Callable<Integer> {
  @Mixin private final BucketOptions source = new BucketOptions();

  @Parameters(paramLabel = "FILE", description = "Where the statement is written.")
  private Path file = Path.of("statement.json");

  @Option(
      names = "--from",
      required = true,
      paramLabel = "PLACE",
      description = "Where the bytes lie: an SLA's id, or another place's name.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PLACE",
      description = "Where they shall lie.")
  private String to = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var bucket = source.open()) {
      var objects = ChecksumManifest.of(bucket);
      new MigrationDocument(Kind.STATEMENT, source.bucket(), from, to, objects).write(file);
      spec.commandLine()
          .getOut()
          .printf(
              "%d objects of %s, in %s; its hash is %s%nhand it to providers, who offer: flashback service offer%n",
              objects.objects().size(), source.bucket(), file, ServiceCommand.hashOf(file));
    }
    return 0;
  }
}
