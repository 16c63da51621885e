package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.app.network.Network;
import network.flashback.app.network.NetworkPlan;
import network.flashback.app.story.Demo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback demo`: the whole story, from an empty folder to the final statement.
@Command(
    name = "demo",
    description = {
      "Store one file under a live agreement and pay for it by proof, on a network of its own.",
      "The last line of output is one JSON object; with --keep the line before it holds every address."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "File to store (default: 64 MiB made for the purpose).")
  private @Nullable Path file;

  @Option(names = "--keep", description = "Leave the network running and print its addresses.")
  private boolean keep;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the demo's network; emptied first (default: .flashback/demo).")
  private Path data = NetworkOptions.home().resolve(".flashback/demo");

  @Option(
      names = "--base-port",
      paramLabel = "PORT",
      description = "S3 endpoint's port; the others follow (default: 9000).")
  private int basePort = NetworkPlan.DEFAULT_BASE_PORT;

  @Option(
      names = "--epoch",
      paramLabel = "SECONDS",
      description = "Length of an epoch (default: 30; at least 10).")
  private int epochSeconds = NetworkPlan.DEFAULT_EPOCH_SECONDS;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var plan = new NetworkPlan(data, basePort, epochSeconds);
    var network = new Network(plan, NetworkOptions.home());
    network.down();
    empty(plan.data());
    var stop = new Thread(network::down, "stop-demo");
    Runtime.getRuntime().addShutdownHook(stop);
    var out = spec.commandLine().getOut();
    var result = Demo.run(network, out, isTerminal(), Optional.ofNullable(file), keep);
    if (keep) {
      Runtime.getRuntime().removeShutdownHook(stop);
    } else {
      network.down();
    }
    out.println(result.json());
    out.flush();
    return result.good() ? 0 : 1;
  }

  private static boolean isTerminal() {
    // Null only where the provider of consoles was taken out of the JDK.
    return Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
  }

  /// Only a folder that a network made is emptied.
  private static void empty(Path data) throws IOException {
    if (!Files.exists(data)) {
      return;
    }
    boolean ours = Files.exists(data.resolve(NetworkPlan.PLAN_FILE));
    try (var entries = Files.list(data)) {
      if (!ours && entries.findAny().isPresent()) {
        throw new IOException(
            "--data %s holds files that are not a network's. Name an empty or a new folder."
                .formatted(data));
      }
    }
    try (var tree = Files.walk(data)) {
      for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(data) && !path.getFileName().toString().endsWith(".bin")) {
          Files.delete(path);
        }
      }
    }
  }
}
