package network.flashback.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback certifier`: the work of whoever the register lets certify.
@Command(
    name = "certifier",
    description =
        "For certifiers: take applications, read documents, measure, certify or refuse, suspend and revoke.",
    subcommands = {
      CertifierKeyCommand.class,
      CertifierListCommand.class,
      CertifierShowCommand.class,
      CertifierProbeCommand.class,
      CertifierDecideCommand.class,
      CertifierCertificateCommand.class
    },
    mixinStandardHelpOptions = true)
public final class CertifierCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do as a certifier: one of those below.");
  }
}
