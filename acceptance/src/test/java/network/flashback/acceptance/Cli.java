package network.flashback.acceptance;

import java.io.PrintWriter;
import java.io.StringWriter;
import network.flashback.app.command.FlashbackCommand;

/// What one command of `flashback` answered.
///
/// @param exit code: 0 done, 1 failed, 2 used wrongly
record Cli(int exit, String out, String err) {
  static Cli run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        FlashbackCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Cli(exit, out.toString(), err.toString());
  }
}
