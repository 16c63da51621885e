package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback dispute`: one's claims against the other side of an agreement, and its against us.
@Command(
    name = "dispute",
    description = {
      "Claim what the other side of an agreement owes, answer such a claim, and bring it to its end.",
      "Nodes and gateways answer by themselves; silence loses."
    },
    subcommands = {
      DisputeOpenCommand.class,
      DisputeAnswerCommand.class,
      DisputeListCommand.class,
      DisputeShowCommand.class,
      DisputeEvidenceCommand.class,
      DisputeRuleCommand.class,
      DisputeAppealCommand.class,
      DisputeExecuteCommand.class
    },
    mixinStandardHelpOptions = true)
public final class DisputeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do about the dispute: one of those below.");
  }
}
