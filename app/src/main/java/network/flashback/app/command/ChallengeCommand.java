package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback challenge`: a leaf that a provider shall show beside its audits.
@Command(
    name = "challenge",
    description = {
      "Ask the provider of an agreement for one leaf of what it keeps, for a bond of an epoch's pay.",
      "Nodes answer by themselves, and earn the bond; who does not answer is breached."
    },
    subcommands = {
      ChallengeOpenCommand.class,
      ChallengeShowCommand.class,
      ChallengeCloseCommand.class
    },
    mixinStandardHelpOptions = true)
public final class ChallengeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do about the challenge: one of those below.");
  }
}
