package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// Pages for man(1), one for each command, made of what `--help` shows.
final class ManPages {
  private ManPages() {}

  /// Writes all pages into a folder, which is made where it is missing.
  ///
  /// @return how many
  static int write(Path folder) throws IOException {
    Files.createDirectories(folder);
    var commands = CommandManual.commands();
    for (var command : commands) {
      Files.writeString(folder.resolve(name(command) + ".1"), page(command));
    }
    return commands.size();
  }

  /// A page in roff, with the macros of man(7).
  static String page(CommandLine command) {
    var description = command.getCommandSpec().usageMessage().description();
    var text = new StringBuilder();
    text.append(".TH \"").append(name(command).toUpperCase(Locale.ROOT)).append("\" \"1\"\n");
    text.append(".SH NAME\n").append(escaped(name(command))).append(" \\- ");
    text.append(escaped(description.length == 0 ? "" : firstSentence(description[0])));
    text.append("\n.SH DESCRIPTION\n");
    Arrays.stream(description).forEach(line -> text.append(escaped(line)).append('\n'));
    text.append(".SH USAGE\n.nf\n");
    var usage = command.getUsageMessage(Ansi.OFF).replaceAll("[ \\t]+\\n", "\n").strip();
    usage.lines().forEach(line -> text.append(escaped(line)).append('\n'));
    text.append(".fi\n.SH EXIT STATUS\n0 done, 1 failed, 2 used wrongly.\n");
    return text.toString();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /// Backslashes, hyphens that are typed, and dots and quotes at a line's beginning mean
  /// themselves.
  private static String escaped(String line) {
    var safe = line.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
