package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback verify`: what others say, computed again.
@Command(
    name = "verify",
    description = {
      "Compute again what somebody else says, from the chain and from raw records only.",
      "Needs no network of its own, no account and nobody's permission."
    },
    subcommands = {
      VerifyStatementCommand.class,
      VerifyReputationCommand.class,
      VerifyRegisterCommand.class
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to verify: one of those below.");
  }
}
