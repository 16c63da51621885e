package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;
import network.flashback.app.config.Trust;
import network.flashback.app.setup.ChainCheck;
import network.flashback.app.setup.Finding;
import network.flashback.app.setup.NodeChecks;
import network.flashback.app.setup.NodeSetup;
import network.flashback.evm.Address;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.KeystoreException;
import network.flashback.evm.keystore.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback node check`: looks at everything a node needs around it, and changes nothing.
@Command(
    name = "check",
    description =
        "Check chain, clock, disk, port and wallet of a node. Exit code 1 when something stands in its way.",
    mixinStandardHelpOptions = true)
public final class NodeCheckCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the node.")
  private Path config = Path.of("node.properties");

  @Option(
      names = "--clock-skew",
      paramLabel = "SECONDS",
      description =
          "How far the clock may be ahead of the newest block (default: ${DEFAULT-VALUE}).")
  private long skewSeconds = 30;

  @Option(names = "--allow-memory-disk", description = "Take a folder in memory for the pieces.")
  private boolean memoryAllowed;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var read = Configuration.read(config, Role.NODE);
    Trust.install(read);
    var findings = findings(read);
    var report = new FindingsReport(findings);
    if (json) {
      report.printJson(List.of(), spec.commandLine().getOut());
    } else {
      report.print(spec.commandLine().getOut());
    }
    return Finding.anyRefused(findings) ? 1 : 0;
  }

  private List<Finding> findings(Configuration read) throws InterruptedException {
    var setup = NodeSetup.of(read);
    var clock = InstantSource.system();
    var skew = Duration.ofSeconds(skewSeconds);
    try (var chain = ChainCheck.look(setup.rpc(), setup.deployment(), skew, clock)) {
      var findings = new ArrayList<>(chain.findings());
      if (chain.contracts().isPresent()) {
        var checks =
            new NodeChecks(
                setup,
                config.toAbsolutePath().normalize().resolveSibling(""),
                memoryAllowed,
                new SecureRandom(),
                clock);
        findings.addAll(checks.of(nodeKey(read), chain.contracts().get()));
      }
      return findings;
    }
  }

  private static Address nodeKey(Configuration read) {
    try {
      var passphrase = Passphrase.fromKeyFile(read.path(ConfigurationKey.KEYSTORE_PASSWORD_FILE));
      return Keystore.read(read.path(ConfigurationKey.KEYSTORE), passphrase).address();
    } catch (IOException | KeystoreException closed) {
      throw new IllegalArgumentException(
          "The node's keystore cannot be opened: %s. Check 'keystore' and 'keystore.password.file'."
              .formatted(closed.getMessage()),
          closed);
    }
  }
}
