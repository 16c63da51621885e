package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback grant group`: one grant for many keys.
@Command(
    name = "group",
    description = {
      "One grant for many keys: the consumer writes one root over a list of members onto the chain, each member joins once, and one write takes all of them out again.",
      "MEMBERS is a text file, one member a line: 0xADDRESS RIGHTS CAP. RIGHTS are words with commas (read,write,revision,voucher,replace), CAP is the most that the key may sign vouchers for, per agreement, in whole tokens. Keep the file: proofs are made from it."
    },
    subcommands = {
      GrantGroupCreateCommand.class,
      GrantGroupProofCommand.class,
      GrantGroupJoinCommand.class,
      GrantGroupRegroupCommand.class,
      GrantGroupRevokeCommand.class,
      GrantGroupShowCommand.class
    },
    mixinStandardHelpOptions = true)
public final class GrantGroupCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do about the group: one of those below.");
  }
}
