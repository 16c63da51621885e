package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback provider`: one's own entry in the register, and what its owner alone may say, on any
/// chain.
@Command(
    name = "provider",
    description =
        "Register a provider, stake or pay for its listing, apply for certificates, declare what it lost, fetch pay and stake, leave, and show its entry.",
    subcommands = {
      ProviderRegisterCommand.class,
      ProviderSubscribeCommand.class,
      ProviderStakeCommand.class,
      ProviderExitCommand.class,
      ProviderFaultCommand.class,
      ProviderProfileCommand.class,
      ProviderApplyCommand.class,
      ProviderApplicationCommand.class,
      ProviderShowCommand.class,
      ProviderUnstakeCommand.class,
      ProviderWithdrawCommand.class
    },
    mixinStandardHelpOptions = true)
public final class ProviderCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do in the register: one of those below.");
  }
}
