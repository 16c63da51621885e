package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;
import network.flashback.node.Standing;
import network.flashback.node.StandingFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback node maintain`: nothing new for a while.
@Command(
    name = "maintain",
    description = {
      "Let a node rest: it makes no offers and answers writes with 503 and the reason, while reads,",
      "audits and money go on. It ends by itself. A node that runs sees it at once; a restart keeps it."
    },
    mixinStandardHelpOptions = true)
public final class NodeMaintainCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the node.")
  private Path config = Path.of("node.properties");

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "End of it, such as 2027-01-31T18:00:00Z.")
  private @Nullable Instant until;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Told to whoever wants to write (default: ${DEFAULT-VALUE}).")
  private String reason = "work on the machine";

  @Option(names = "--off", description = "End it now.")
  private boolean off;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (off == (until != null)) {
      throw new IllegalArgumentException("Say either --until TIME or --off.");
    }
    var clock = InstantSource.system();
    var disks = Configuration.read(config, Role.NODE).paths(ConfigurationKey.NODE_DISK);
    if (disks.stream().noneMatch(Files::isDirectory)) {
      throw new IOException(
          "There is no disk "
              + disks.getFirst()
              + ". Start the node once, or correct 'node.disk'.");
    }
    var file = new StandingFile(disks, clock);
    if (file.now() instanceof Standing.Draining(var since, _)) {
      throw new IllegalArgumentException(
          "The node is draining since %s and takes on nothing new anyway. Notices on the chain cannot be taken back."
              .formatted(since));
    }
    if (until != null && !until.isAfter(clock.instant())) {
      throw new IllegalArgumentException("--until " + until + " is over. Name a time to come.");
    }
    var standing = until == null ? new Standing.Serving() : new Standing.Maintenance(until, reason);
    file.write(standing);
    spec.commandLine().getOut().println("The node is " + file.now().inWords() + ".");
    return 0;
  }
}
