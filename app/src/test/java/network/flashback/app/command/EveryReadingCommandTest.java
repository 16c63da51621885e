package network.flashback.app.command;

import static network.flashback.app.command.OneAgreement.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.flashback.chain.contract.AgreementId;
import network.flashback.domain.certification.ApplicationState;
import network.flashback.domain.certification.CertificateScope;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.certification.ApplicationEntry;
import network.flashback.market.certification.Manifest;
import network.flashback.market.json.JsonWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Every command that only reads can be read by a program.
class EveryReadingCommandTest {
  private static final Set<String> READING =
      Set.of("list", "show", "status", "objects", "answers", "proposal");

  private static final String APP = "src/test/java/network/flashback/app/";
  private static final String ACCEPTANCE =
      "../acceptance/src/test/java/network/flashback/acceptance/";

  /// Commands whose JSON another test reads, because it has what they show.
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("dispute list", APP + "dispute/KeptEvidenceTest"),
          Map.entry("dispute show", APP + "dispute/DisputesTest"),
          Map.entry("fund proposal", APP + "command/FundCommandTest"),
          Map.entry("grant group show", APP + "command/GrantGroupCommandTest"),
          Map.entry("job list", APP + "command/JobCommandTest"),
          Map.entry("job show", APP + "command/JobCommandTest"),
          Map.entry("node status", ACCEPTANCE + "RealDrainTest"),
          Map.entry("service list", APP + "command/ServiceCommandTest"),
          Map.entry("service show", APP + "command/ServiceCommandTest"));

  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @RegisterExtension private final CommandChain chain = CommandChain.withEpochsOf(3_600);

  @TempDir private Path folder;

  @Test
  void everyCommandThatOnlyReadsTakesJson() {
    assertThat(reading())
        .isNotEmpty()
        .allSatisfy(
            command ->
                assertThat(command.getCommandSpec().findOption("--json"))
                    .as("--json of %s", name(command))
                    .isNotNull());
  }

  @Test
  void whatItPrintsThenIsJsonAndNothingElse() throws IOException {
    var agreement = OneAgreement.on(chain, 3_600);
    var data = chain.network(folder).toString();
    var secret = Files.writeString(folder.resolve("secret"), "secret");
    try (var server = new AnswersForReaders()) {
      var application = application(server);
      var typed = typed(agreement, application);
      for (var command : reading()) {
        var name = name(command);
        if (ELSEWHERE.containsKey(name)) {
          continue;
        }
        assertThat(typed).as("say here how %s is typed", name).containsKey(name);
        var words = new ArrayList<>(List.of(name.split(" ")));
        words.addAll(typed.get(name));
        words.add("--json");
        place(command, "--data", data, words);
        place(command, "--platform", server.address(), words);
        place(command, "--endpoint", server.address(), words);
        place(command, "--access-key-id", "FB1", words);
        place(command, "--secret-file", secret.toString(), words);
        requireJson(words);
      }
    }
  }

  @Test
  void whatIsReadElsewhereIsReadThere() throws IOException {
    for (var each : ELSEWHERE.entrySet()) {
      var test = Path.of(each.getValue() + ".java");
      var verb = each.getKey().substring(each.getKey().lastIndexOf(' ') + 1);
      assertThat(Files.readString(test)).contains("\"" + verb + "\"", "\"--json\"");
    }
  }

  private static Map<String, List<String>> typed(AgreementId agreement, Bytes32 application) {
    var statement = "0x" + "ab".repeat(32);
    return Map.ofEntries(
        Map.entry("status", List.of()),
        Map.entry("offers list", List.of()),
        Map.entry("offers show", List.of("0xabab")),
        Map.entry("quote list", List.of()),
        Map.entry("quote answers", List.of(statement, "--quote")),
        Map.entry("sla show", List.of()),
        Map.entry("agreement show", List.of(agreement.toString())),
        Map.entry("challenge show", List.of(agreement.toString())),
        Map.entry("provider show", List.of("1")),
        Map.entry("provider application show", List.of(application.toString())),
        Map.entry("certifier list", List.of()),
        Map.entry("certifier show", List.of(application.toString(), "--as", "node_1")),
        Map.entry("fund show", List.of()),
        Map.entry("guardian show", List.of()),
        Map.entry("bucket list", List.of()),
        Map.entry("bucket show", List.of("maps")),
        Map.entry("bucket objects", List.of("maps")));
  }

  /// Puts an offer, requests, answers and an application signed by the provider's owner there.
  private Bytes32 application(AnswersForReaders server) {
    var owner = chain.keys().key(NODE);
    var manifest =
        new Manifest(
            1,
            Address.ZERO,
            Bytes32.of(5),
            "criteria 1",
            List.of(CertificateScope.IDENTITY),
            List.of(),
            9);
    var signature = owner.sign(manifest.message(chain.contracts().chain().id()).digest());
    var entry =
        new ApplicationEntry(
            manifest.id(),
            ApplicationState.APPLIED,
            owner.address(),
            manifest,
            signature.toBytes(),
            List.of(),
            null,
            List.of());
    var row = JsonWriter.text(entry);
    server.put("/v1/applications", "{\"applications\":[" + row + "]}");
    server.put("/v1/applications/" + entry.id(), row);
    server.put("/v1/offers", "{\"offers\":[{\"hash\":\"0x" + "ab".repeat(32) + "\"}],\"total\":1}");
    server.put("/v1/quote-requests/0x" + "ab".repeat(32) + "/answers", "{\"answers\":[]}");
    server.put("/v1/quote-requests", "{\"requests\":[{\"id\":\"0x01\"}]}");
    return entry.id();
  }

  private static void place(CommandLine command, String option, String value, List<String> words) {
    if (command.getCommandSpec().findOption(option) != null) {
      words.addAll(List.of(option, value));
    }
  }

  private static void requireJson(List<String> words) throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        FlashbackCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(String[]::new));
    // 3: the network of this test is a chain alone.
    assertThat(code).as("%s: %s", words, err).isIn(words.contains("status") ? 3 : 0);
    assertThat(out.toString()).as("%s prints something", words).isNotBlank();
    for (var line :
        whole(out.toString()) ? List.of(out.toString()) : out.toString().lines().toList()) {
      JsonNode read = STRICT.readTree(line);
      assertThat(read.isContainerNode()).as("%s: %s", words, line).isTrue();
    }
  }

  /// One document over several lines, or one a line.
  private static boolean whole(String text) {
    try {
      return STRICT.readTree(text) != null;
    } catch (IOException lines) {
      return false;
    }
  }

  private static List<CommandLine> reading() {
    return CommandManual.commands().stream()
        .filter(one -> one.getSubcommands().isEmpty())
        .filter(one -> READING.contains(one.getCommandName()))
        .toList();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName().substring("flashback ".length());
  }
}
