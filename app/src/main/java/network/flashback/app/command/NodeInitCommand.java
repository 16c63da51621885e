package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.Role;
import network.flashback.app.setup.ChainCheck;
import network.flashback.app.setup.Finding;
import network.flashback.app.setup.Interview;
import network.flashback.app.setup.NodeChecks;
import network.flashback.app.setup.NodeFolder;
import network.flashback.app.setup.NodeInterview;
import network.flashback.app.setup.NodePlan;
import network.flashback.app.setup.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback node init`: from a folder with room to a node that can be started.
@Command(
    name = "init",
    description = {
      "Set a node up: asks what it needs, checks chain, clock, disk, port and wallets, and writes",
      "its folder: configuration, keystores, profile. Nothing is written while a check refuses."
    },
    mixinStandardHelpOptions = true)
public final class NodeInitCommand implements Callable<Integer> {
  @Mixin final NodeInitOptions answers = new NodeInitOptions();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Folder of the node, which is made (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("node");

  @Option(
      names = "--clock-skew",
      paramLabel = "SECONDS",
      description =
          "How far the clock may be ahead of the newest block (default: ${DEFAULT-VALUE}).")
  private long skewSeconds = 30;

  @Option(names = "--allow-memory-disk", description = "Take a folder in memory for the pieces.")
  private boolean memoryAllowed;

  @Option(
      names = "--defaults",
      description = "Ask nothing: what no option says is taken from the defaults.")
  private boolean defaults;

  @Option(
      names = "--force",
      description = "Write the configuration of a node again that is set up. Its keys stay.")
  private boolean force;

  @Option(names = "--json", description = "Print JSON; asks nothing.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var home = new NodeFolder(folder, new SecureRandom());
    home.requireUsable();
    if (home.isSetUp() && !force) {
      showSetUp(home);
      return 0;
    }
    var interview = interview(home);
    var rpc = interview.rpc();
    var deployment = interview.deployment();
    var skew = Duration.ofSeconds(skewSeconds);
    try (var chain = ChainCheck.look(rpc, deployment, skew, InstantSource.system())) {
      var findings = new ArrayList<>(chain.findings());
      if (chain.contracts().isEmpty()) {
        return refused(findings);
      }
      var contracts = chain.contracts().get();
      var plan = interview.rest(rpc, deployment, contracts);
      var checks =
          new NodeChecks(
              plan.setup(), home.path(), memoryAllowed, new SecureRandom(), InstantSource.system());
      findings.addAll(checks.of(plan, contracts));
      if (Finding.anyRefused(findings)) {
        return refused(findings);
      }
      home.write(plan);
      show(home, plan, findings, contracts.registry().idOfNodeKey(plan.nodeKey().address()));
      return 0;
    }
  }

  private NodeInterview interview(NodeFolder home) {
    var err = spec.commandLine().getErr();
    var terminal = defaults || json ? Optional.<Terminal>empty() : Terminal.ofThisProcess();
    var before =
        home.isSetUp()
            ? Optional.of(Configuration.read(home.configuration(), Role.NODE))
            : Optional.<Configuration>empty();
    return new NodeInterview(
        new Interview(terminal, err),
        option -> NodeInitOptions.given(spec, option),
        home,
        before,
        new SecureRandom(),
        err);
  }

  private void showSetUp(NodeFolder home) throws IOException {
    var out = spec.commandLine().getOut();
    if (json) {
      new FindingsReport(List.of()).printJson(List.of(home.checkCommand()), out);
      return;
    }
    out.println("A node is set up in " + home.path() + " already; nothing was changed.");
    out.println();
    home.settings().forEach(line -> out.println("  " + line));
    out.println();
    out.println("Check it with: " + home.checkCommand());
    out.println("Add --force to answer again; keys and pieces stay.");
    out.flush();
  }

  private int refused(List<Finding> findings) {
    var report = new FindingsReport(findings);
    if (json) {
      report.printJson(List.of(), spec.commandLine().getOut());
    } else {
      report.print(spec.commandLine().getOut());
      spec.commandLine().getErr().println("Nothing was written. Correct what was refused.");
    }
    return 1;
  }

  private void show(NodeFolder home, NodePlan plan, List<Finding> findings, long registered) {
    var next = home.nextCommands(plan, registered);
    var report = new FindingsReport(findings);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      report.printJson(next, out);
      return;
    }
    report.print(out);
    out.println();
    out.println("Written: " + home.configuration());
    out.println("Keep copies of the keystores in " + home.path() + ": nobody else has the keys.");
    out.println();
    out.println("Next:");
    next.forEach(command -> out.println("  " + command));
    out.flush();
  }
}
