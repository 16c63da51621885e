package network.flashback.app.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import network.flashback.app.leaving.Departure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback node leave`: out of the register, with the stake.
@Command(
    name = "leave",
    description = {
      "Leave for good: the entry in the register closes, and stake comes back thirty days after it is",
      "asked for. Can be repeated at any time; each time it takes the steps that are possible then.",
      "It deletes nothing: pieces of agreements that run stay, and the node serves them to their end."
    },
    mixinStandardHelpOptions = true)
public final class NodeLeaveCommand implements Callable<Integer> {
  @Mixin private final OwnerOptions options = new OwnerOptions();

  @Option(names = "--yes", description = "Do it. There is no way back into the same entry.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var chain = options.open()) {
      var owner = options.owner(chain);
      if (!yes) {
        spec.commandLine()
            .getErr()
            .println(
                "Provider %d would leave the register and get its stake back; agreements run on, so drain the node first. Repeat the command with --yes."
                    .formatted(chain.providerId()));
        return 1;
      }
      var report = new Departure(chain.contracts(), chain.providerId(), owner).go();
      report.done().forEach(step -> out.println("done     " + step));
      report.waiting().forEach(step -> out.println("waiting  " + step));
      out.println(
          report.isOver()
              ? "Provider " + chain.providerId() + " has left. The node may be stopped."
              : "Repeat the command when the first of these is due.");
      out.flush();
    }
    return 0;
  }
}
