package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.app.network.Member;
import network.flashback.app.story.Demo;
import network.flashback.app.story.StoryResult;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementForms;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The story of `flashback demo`, told on a network of its own, and everything it promises.
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
@ResourceLock(SharedNetwork.NOT_WHILE_KILLING)
@Order(2)
class StoryTest {
  /// Above 8 MiB, so that it goes up in parts.
  private static final int FILE_BYTES = 9 << 20;

  /// Anvil's consumer account gets this much in a new development network.
  private static final BigInteger CONSUMER_BEFORE = BigInteger.valueOf(1_000_000_000_000L);

  @TempDir private Path folder;

  @Test
  void oneFileIsStoredUnderALiveAgreementAndPaidForByProof() throws Exception {
    try (var network = TestNetwork.prepared("story")) {
      var told = new StringWriter();
      var result = tell(network, told);
      var json = new ObjectMapper().readTree(result.json());

      assertThat(json.path("bytes").asLong()).as("%s", told).isEqualTo(FILE_BYTES);
      assertThat(json.path("sha256_match").asBoolean()).as("%s", told).isTrue();
      moneyAddsUp(json);
      aKilledProviderPaidForItAndWasReplaced(json, result);
      assertThat(json.path("conserved").asBoolean()).as("%s", told).isTrue();
      assertThat(json.path("verified").asBoolean()).as("%s", told).isTrue();
      Conserved.require(network, result.statement(), CONSUMER_BEFORE);
      anybodyCanVerifyTheStatement(network, result.statement());
      assertThat(json.path("epochs").asInt()).as("%s", told).isGreaterThanOrEqualTo(3);
      assertThat(json.path("seconds").asDouble()).isPositive();
      assertThat(network.processes().running())
          .as("whoever was killed stays dead, everybody else lives")
          .hasSize(Member.all().size() - 2)
          .doesNotContain(Member.PLATFORM, Member.node(json.path("killed_provider").asInt()));
      nothingKeepsTheFileInPlain(network);
    }
  }

  private StoryResult tell(TestNetwork network, StringWriter told)
      throws IOException, InterruptedException {
    var file = PlainText.write(folder.resolve("file"), FILE_BYTES);
    try {
      return Demo.run(network.network(), new PrintWriter(told), false, Optional.of(file), false);
    } catch (RuntimeException e) {
      throw new AssertionError("The story broke off:\n" + told, e);
    }
  }

  private static void moneyAddsUp(JsonNode json) {
    var gross = amount(json, "gross");
    var withdrawn = BigInteger.ZERO;
    for (var wallet : json.path("withdrawn")) {
      withdrawn = withdrawn.add(new BigInteger(wallet.asText()));
    }
    assertThat(gross).isPositive();
    assertThat(withdrawn).isPositive();
    assertThat(amount(json, "deposited"))
        .isEqualTo(
            gross
                .add(amount(json, "credits"))
                .add(amount(json, "refunded"))
                .add(amount(json, "remaining")));
    assertThat(gross).isEqualTo(withdrawn.add(amount(json, "fees")).add(amount(json, "owed")));
    assertThat(amount(json, "fees")).isPositive();
    assertThat(amount(json, "refunded")).as("the killed leg's pay comes back").isPositive();
    assertThat(amount(json, "remaining")).isZero();
  }

  private static void aKilledProviderPaidForItAndWasReplaced(JsonNode json, StoryResult result) {
    var slashed = result.statement().slashed();
    assertThat(amount(json, "slashed"))
        .isPositive()
        .isEqualTo(slashed.toConsumer().add(slashed.toFund()).add(slashed.toProver()));
    assertThat(json.path("killed_provider").asLong()).isBetween(1L, (long) Member.NODES);
    assertThat(json.path("repaired_bytes").asLong())
        .as("a piece is half of what is stored")
        .isGreaterThanOrEqualTo(FILE_BYTES / 2);
    assertThat(result.statement().agreements())
        .filteredOn(line -> line.providerId() == result.killedProvider())
        .singleElement()
        .satisfies(line -> assertThat(line.penalised()).isPositive());
    assertThat(result.statement().agreements()).hasSize(4);
  }

  /// With the statement's file, the deployment file and a node of the chain; the platform is dead.
  private void anybodyCanVerifyTheStatement(TestNetwork network, Statement statement)
      throws IOException {
    var file = folder.resolve("statement.json");
    var json = StatementForms.json(statement).toString();
    Files.writeString(file, json);
    var honest = verify(network, file);
    assertThat(honest.exit()).as(honest.toString()).isZero();
    assertThat(honest.out()).contains("The statement is true.");

    var alone = verify(network, file, "--records", folder.toString(), "--json");
    assertThat(alone.exit()).as(alone.toString()).isZero();
    assertThat(new ObjectMapper().readTree(alone.out()).path("open")).isNotEmpty();

    Files.writeString(file, json.replaceFirst("\"fees\":\"", "\"fees\":\"1"));
    var forged = verify(network, file);
    assertThat(forged.exit()).isEqualTo(1);
    assertThat(forged.out()).contains("DIFFERS: fees: the statement says").contains("is NOT what");
  }

  private static Cli verify(TestNetwork network, Path file, String... more) {
    var words = new ArrayList<>(List.of("verify", "statement", file.toString(), "--rpc"));
    words.add(network.plan().url(Member.ANVIL).toString());
    words.addAll(List.of("--deployment", network.plan().deployment().toString()));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  /// Chain, database, nodes, reporters, platform, and the gateway's own folder: none holds a line.
  private static void nothingKeepsTheFileInPlain(TestNetwork network) throws IOException {
    int files = 0;
    try (var tree = Files.walk(network.plan().data())) {
      for (var file : tree.filter(Files::isRegularFile).toList()) {
        assertThat(PlainText.isIn(file)).as("%s holds text of the file", file).isFalse();
        files++;
      }
    }
    assertThat(files).isGreaterThan(Member.all().size());
  }

  private static BigInteger amount(JsonNode json, String field) {
    assertThat(json.path(field).isTextual()).as("%s is a string", field).isTrue();
    return new BigInteger(json.path(field).asText());
  }
}
