package network.flashback.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback`: the list of every command.
@Command(
    name = "flashback",
    description = "A storage market that pays for proof, not promises.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      OffersCommand.class,
      QuoteCommand.class,
      SlaCommand.class,
      BucketCommand.class,
      LogsCommand.class,
      PlatformCommand.class,
      GatewayCommand.class,
      NodeCommand.class,
      ReporterCommand.class,
      BeaconCommand.class,
      KeysCommand.class,
      GrantCommand.class,
      RecoverCommand.class,
      JobCommand.class,
      TrainCommand.class,
      BenchCommand.class,
      DeployCommand.class,
      ProviderCommand.class,
      CertifierCommand.class,
      DisputeCommand.class,
      ServiceCommand.class,
      ChallengeCommand.class,
      AgreementCommand.class,
      SeedCommand.class,
      VerifyCommand.class,
      FundCommand.class,
      GuardianCommand.class,
      ApiCommand.class,
      EventsCommand.class,
      CompletionCommand.class,
      HelpCommand.class,
      VersionCommand.class
    })
public final class FlashbackCommand implements Runnable {
  @Spec private CommandSpec spec;

  /// The parser of the whole command line; a failed command prints one message, never a stack
  /// trace.
  public static CommandLine commandLine() {
    return Misuse.told(CommandExamples.shown(new CommandLine(new FlashbackCommand())))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              var out = command.getErr();
              out.println("flashback: " + Failure.told(failure));
              if (Boolean.getBoolean("flashback.trace")) {
                failure.printStackTrace(out);
              }
              return command.getCommandSpec().exitCodeOnExecutionException();
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which command: one of those below.");
  }
}
