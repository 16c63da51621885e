package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback provider application`: what became of an application for certificates.
@Command(
    name = "application",
    description = "Show an application for certificates with its history, or take it back.",
    subcommands = {ProviderApplicationShowCommand.class, ProviderApplicationWithdrawCommand.class},
    mixinStandardHelpOptions = true)
public final class ProviderApplicationCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with an application: one of those below.");
  }
}
