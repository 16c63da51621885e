package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.app.service.MigrationCheck;
import network.flashback.app.service.MigrationDocument;
import network.flashback.app.service.MigrationDocument.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback service check DELIVERY`: whether a migration moved what was asked for.
@Command(
    name = "check",
    description = {
      "Compare a delivered migration with the statement of work, and with the target's own bytes.",
      "For the consumer, before it accepts. Exit code 1, and a list of what is wrong, when it is not what was asked for: that list is evidence for a dispute."
    },
    mixinStandardHelpOptions = true)
public final class ServiceCheckCommand implements Callable<Integer> {
  @Mixin private final BucketOptions target = new BucketOptions();

  @Parameters(paramLabel = "DELIVERY", description = "What the provider delivered.")
  private Path delivery = Path.of("delivery.json");

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
    var delivered = MigrationDocument.read(delivery, Kind.DELIVERY);
    var out = spec.commandLine().getOut();
    try (var bucket = target.open()) {
      var findings = MigrationCheck.check(wanted, delivered, bucket);
      if (findings.isEmpty()) {
        out.printf(
            "all %d objects are at the target, byte for byte%naccept it: flashback service accept%n",
            wanted.objects().objects().size());
        return 0;
      }
      findings.forEach(finding -> out.println(MigrationCheck.told(finding)));
      spec.commandLine()
          .getErr()
          .printf(
              "%d findings: this is not what was asked for. Have the provider mend it, or keep this list and dispute before the time for acceptance ends: flashback service dispute%n",
              findings.size());
      return 1;
    }
  }
}
