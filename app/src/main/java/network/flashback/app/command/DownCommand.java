package network.flashback.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `flashback down`: stops what `up` or `demo --keep` left running.
@Command(
    name = "down",
    description = "Stop the network on this machine; its state stays.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  @Mixin private final NetworkOptions options = new NetworkOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var stopped = options.network().down();
    var out = spec.commandLine().getOut();
    out.println(
        stopped.isEmpty()
            ? "Nothing runs in " + options.plan().data() + "."
            : "Stopped " + String.join(", ", stopped) + ".");
    return 0;
  }
}
