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

/// `flashback service manifest FILE`: what a migration moved.
@Command(
    name = "manifest",
    description = {
      "Write the delivery of a migration: the SHA-256 of each object as it lies at the target now.",
      "Reads every byte once. For the provider, after the move (flashback job start) and before it delivers."
    },
    mixinStandardHelpOptions = true)
public final class ServiceManifestCommand implements Callable<Integer> {
  @Mixin private final BucketOptions target = new BucketOptions();

  @Parameters(paramLabel = "FILE", description = "Where the delivery is written.")
  private Path file = Path.of("delivery.json");

  @Option(
      names = "--statement",
      required = true,
      paramLabel = "FILE",
      description = "The statement of work.")
  private Path statement = Path.of("statement.json");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var wanted = MigrationDocument.read(statement, Kind.STATEMENT);
    try (var bucket = target.open()) {
      var objects = ChecksumManifest.of(bucket);
      new MigrationDocument(Kind.DELIVERY, wanted.bucket(), wanted.from(), wanted.to(), objects)
          .write(file);
      spec.commandLine()
          .getOut()
          .printf(
              "%d objects at the target, in %s; its hash is %s%ndeliver it: flashback service deliver ID %s%n",
              objects.objects().size(), file, ServiceCommand.hashOf(file), file.getFileName());
    }
    return 0;
  }
}
