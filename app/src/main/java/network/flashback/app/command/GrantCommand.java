package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback grant`: keys that act for a consumer.
@Command(
    name = "grant",
    description = "What keys may do for a consumer, under an SLA, until when.",
    subcommands = GrantGroupCommand.class,
    mixinStandardHelpOptions = true)
public final class GrantCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do about grants: one of those below.");
  }
}
