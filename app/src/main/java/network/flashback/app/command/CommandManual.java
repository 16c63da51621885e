package network.flashback.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.flashback.sdk.ApiOperation;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// docs/cli.md: the manual of every command, and which command each operation of the API has.
public final class CommandManual {
  /// What people type instead of `flashback api`, by operation.
  private static final Map<String, String> FOR_PEOPLE =
      Map.ofEntries(
          Map.entry("agreement", "agreement show"),
          Map.entry("design", "quote"),
          Map.entry("dispute", "dispute show"),
          Map.entry("frozenQuote", "sla open"),
          Map.entry("listCertificates", "provider show"),
          Map.entry("engagement", "service show"),
          Map.entry("listDisputes", "dispute list"),
          Map.entry("listEngagements", "service list"),
          Map.entry("listOffers", "offers list"),
          Map.entry("listSlas", "sla show"),
          Map.entry("offer", "offers show"),
          Map.entry("openSla", "sla open"),
          Map.entry("provider", "provider show"),
          Map.entry("providerQuality", "offers show"),
          Map.entry("publishOffer", "node"),
          Map.entry("publishProfile", "provider profile"),
          Map.entry("quote", "sla open"),
          Map.entry("quotePlan", "quote"),
          Map.entry("sla", "sla show"),
          Map.entry("apply", "provider apply"),
          Map.entry("application", "provider application show"),
          Map.entry("answerQuoteRequest", "quote answer"),
          Map.entry("listApplications", "certifier list"),
          Map.entry("listQuoteRequests", "quote list"),
          Map.entry("probeApplicant", "certifier probe"),
          Map.entry("publishEvidence", "certifier decide"),
          Map.entry("quoteAnswers", "quote answers"),
          Map.entry("quoteFromAnswers", "quote answers"),
          Map.entry("quoteRequest", "quote answer"),
          Map.entry("refuseApplicant", "certifier decide"),
          Map.entry("requestQuotes", "quote request"),
          Map.entry("sealedDocument", "certifier show"),
          Map.entry("sendDocument", "provider apply"),
          Map.entry("setSealingKey", "certifier key"),
          Map.entry("withdrawApplication", "provider application withdraw"),
          Map.entry("streamEvents", "events"),
          Map.entry("statement", "sla show"));

  private CommandManual() {}

  /// Every command that is shown, those below others included.
  static List<CommandLine> commands() {
    var found = new ArrayList<CommandLine>();
    collect(FlashbackCommand.commandLine(), found);
    return List.copyOf(found);
  }

  private static void collect(CommandLine command, List<CommandLine> found) {
    if (!command.getCommandSpec().usageMessage().hidden()) {
      found.add(command);
      command.getSubcommands().values().forEach(child -> collect(child, found));
    }
  }

  /// The whole document in Markdown.
  public static String text() {
    var text = new StringBuilder();
    text.append("# The command line\n\n");
    text.append("`./flashback` builds what changed and runs the program; ");
    text.append("installed, it is `flashback`. ");
    text.append("`flashback help COMMAND` shows what is below. ");
    text.append("Results go to standard output, logs and progress to standard error. ");
    text.append("Exit codes: 0 done, 1 failed, 2 used wrongly.\n\n");
    text.append("Generated from the commands themselves; a test holds both together, ");
    text.append("and types every example.\n\n");
    text.append("## Completion\n\n");
    text.append("bash: `source <(./flashback completion bash)` in `~/.bashrc`; ");
    text.append("zsh: `source <(./flashback completion zsh)` in `~/.zshrc`.\n");
    operations(text);
    text.append("\n## Commands\n");
    for (var command : commands()) {
      text.append("\n### ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
      var usage = command.getUsageMessage(Ansi.OFF).replaceAll("[ \\t]+\\n", "\n").strip();
      text.append(usage).append("\n```\n");
    }
    return text.toString();
  }

  private static void operations(StringBuilder text) {
    text.append("\n## Operations of the API\n\n");
    text.append("Every operation is `flashback api OPERATION`; many have a command for people. ");
    text.append(
        "`provider`, `agreement`, `dispute` and `service show` ask the chain instead of a platform.\n\n");
    text.append("| operation | | for people | |\n|---|---|---|---|\n");
    for (var operation : ApiOperation.all()) {
      var command = FOR_PEOPLE.get(operation.id());
      text.append("| `").append(operation.id()).append("` | `");
      text.append(operation.method()).append(' ').append(operation.path()).append("` | ");
      text.append(command == null ? "" : "`flashback " + command + "`").append(" | ");
      text.append(operation.summary()).append(" |\n");
    }
    var without =
        ApiOperation.all().stream()
            .filter(one -> one.streams() && !FOR_PEOPLE.containsKey(one.id()))
            .toList();
    text.append("\nOperations without a command: ");
    text.append(
        without.isEmpty()
            ? "none."
            : String.join(", ", without.stream().map(ApiOperation::id).toList())
                + ". Their answers have no end; `curl -N` shows them.");
    text.append('\n');
  }
}
