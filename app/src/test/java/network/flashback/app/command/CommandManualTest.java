package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import network.flashback.sdk.ApiOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The manual of every command: what it does, and how it is typed.
class CommandManualTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir private Path folder;

  @Test
  void everyCommandAndEveryOptionSaysWhatItIsFor() {
    for (var command : CommandManual.commands()) {
      var spec = command.getCommandSpec();
      assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
      for (var option : spec.options()) {
        assertThat(option.description()).as(spec.qualifiedName() + option).isNotEmpty();
      }
      for (var parameter : spec.positionalParameters()) {
        assertThat(parameter.description()).as(spec.qualifiedName() + parameter).isNotEmpty();
      }
    }
  }

  @Test
  void everyCommandThatDoesSomethingHasExamplesThatCanBeTyped() {
    for (var command : CommandManual.commands()) {
      if (command.getSubcommands().isEmpty()) {
        var name = command.getCommandSpec().qualifiedName();
        var examples = examples(command);
        assertThat(examples).as("%s needs a line in examples.txt", name).isNotEmpty();
        for (var example : examples) {
          var parsed = FlashbackCommand.commandLine().parseArgs(words(example));
          assertThat(parsed.errors()).as(example).isEmpty();
        }
      }
    }
  }

  @Test
  void noExampleIsOfACommandThatIsGone() {
    var names =
        CommandManual.commands().stream().map(one -> one.getCommandSpec().qualifiedName()).toList();
    assertThat(CommandExamples.read().keySet())
        .filteredOn(name -> !name.isEmpty())
        .allSatisfy(name -> assertThat(names).contains("flashback " + name));
  }

  @Test
  void theReadmeNamesEveryCommand() throws Exception {
    var readme = Files.readString(Path.of("../README.md"));
    assertThat(FlashbackCommand.commandLine().getSubcommands().entrySet())
        .filteredOn(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .extracting(java.util.Map.Entry::getKey)
        .allSatisfy(
            name -> assertThat(readme).containsPattern("(?m)^\\|.*[`, ]" + name + "[ `].*\\|"));
  }

  @Test
  void helpShowsOptionsAndExamplesOfACommandBelowAnother() {
    assertThat(run("help", "sla", "open"))
        .contains("Usage: flashback sla open", "--redundancy", "flashback sla open --gib 8");
    assertThat(run("help")).contains("verify", "completion");
    assertThat(run("help", "sla", "oven"))
        .contains("There is no command 'oven' in 'flashback sla'");
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    var script = folder.resolve("completion");
    Files.writeString(script, run("completion", "bash"));
    assertThat(completed(script, "flashback", "ver")).contains("verify", "version");
    assertThat(completed(script, "flashback", "sla", "o")).contains("open");
    assertThat(completed(script, "flashback", "quote", "--vol")).contains("--volume");
    assertThat(run("completion", "zsh")).contains("bashcompinit", "complete -F");
  }

  @Test
  void everyOperationOfTheApiCanBeTyped() {
    var listed = run("api");
    for (var operation : ApiOperation.all()) {
      assertThat(listed).contains(operation.id());
    }
    assertThat(run("api", "nothing")).contains("no operation 'nothing'");
  }

  /// Asks bash itself, as it asks after the tabulator.
  private List<String> completed(Path script, String... words) throws Exception {
    var ask =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_flashback; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    var process = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.lines().map(String::strip).toList();
  }

  /// Lines of the footer that type this command, put together where they go on.
  private static List<String> examples(CommandLine command) {
    var name = command.getCommandSpec().qualifiedName();
    var footer = String.join("\n", command.getCommandSpec().usageMessage().footer());
    return footer
        .replace("%n", "\n")
        .replace("%%", "%")
        .replaceAll("\\\\\n\\s*", " ")
        .lines()
        .map(line -> line.strip().replaceFirst("^\\./", ""))
        .filter(line -> line.equals(name) || line.startsWith(name + " "))
        .toList();
  }

  /// What the shell makes of a line, without the program's name and what it redirects.
  private static String[] words(String line) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    var redirect = words.indexOf(">");
    return words.subList(1, redirect < 0 ? words.size() : redirect).toArray(String[]::new);
  }

  private static String run(String... arguments) {
    var said = new StringWriter();
    FlashbackCommand.commandLine()
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(said))
        .execute(arguments);
    return said.toString();
  }
}
