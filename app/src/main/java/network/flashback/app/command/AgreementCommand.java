package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback agreement`: what its sides, or anybody, may do with an agreement on any chain.
@Command(
    name = "agreement",
    description =
        "Show agreements, give notice, settle and end them, on any chain. Needs the chain only: no platform, no reporter, no gateway.",
    subcommands = {
      AgreementShowCommand.class,
      AgreementNoticeCommand.class,
      AgreementSettleCommand.class,
      AgreementEndCommand.class
    },
    mixinStandardHelpOptions = true)
public final class AgreementCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with an agreement: one of those below.");
  }
}
