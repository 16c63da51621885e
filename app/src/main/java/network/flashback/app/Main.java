package network.flashback.app;

import network.flashback.app.command.FlashbackCommand;

/// The one entry point of the program: `flashback COMMAND`.
public final class Main {
  private Main() {}

  /// Runs one command and exits with its code: 0 done, 1 failed, 2 used wrongly.
  public static void main(String[] args) {
    System.exit(FlashbackCommand.commandLine().execute(args));
  }
}
