package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback sla`: SLAs of one's own on the network of this machine.
@Command(
    name = "sla",
    description =
        "Open, show and end SLAs on the development network of this machine; change rates, give mandates, renew and fetch what is one's own on any chain.",
    subcommands = {
      SlaOpenCommand.class,
      SlaShowCommand.class,
      SlaEndCommand.class,
      SlaChangeCommand.class,
      SlaMandateCommand.class,
      SlaRenewCommand.class,
      SlaWithdrawCommand.class
    },
    mixinStandardHelpOptions = true)
public final class SlaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with an SLA: one of those below.");
  }
}
