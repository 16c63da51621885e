package network.flashback.node;

import static network.flashback.node.FakeChain.AGREEMENT;
import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeHash;
import network.flashback.node.status.OperatorToken;
import network.flashback.node.store.Cosigned;
import org.junit.jupiter.api.Test;

/// What a running node tells of itself, to whom.
class StatusTest extends RunningNode {
  @Test
  void everybodySeesWhoItIsAndHowItsAuditsWent_AndNothingOfItsBusiness() throws Exception {
    try (var node = start()) {
      var page = get(node, "/", "");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body())
          .contains("Provider " + PROVIDER)
          .contains("serving")
          .contains("width=device-width")
          .contains("prefers-color-scheme")
          .doesNotContain("<script", disk.toString(), "Agreements:");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'");
      var status = json(get(node, "/v1/status", ""));
      assertThat(status.path("providerId").asLong()).isEqualTo(PROVIDER);
      assertThat(status.path("audits").path("missed").asLong()).isZero();
      for (var own : new String[] {"disk", "earnings", "agreements", "duties"}) {
        assertThat(status.has(own)).as(own).isFalse();
      }
    }
  }

  @Test
  void withTheTokenItsOperatorSeesEverything() throws Exception {
    var key = PrivateKey.of(Bytes32.of(5));
    var signature = key.sign(Bytes32.ZERO);
    chain.commits.put(
        1L, new Cosigned(1, 0, Bytes32.ZERO, 0, TreeHash.STANDARD, signature, signature));
    try (var node = start()) {
      var word = OperatorToken.word(List.of(disk));
      awaitAgreements(node, word);
      var status = json(get(node, "/v1/status", "Bearer " + word));
      assertThat(status.path("disk").path("folders").get(0).path("folder").asText())
          .isEqualTo(disk.toString());
      assertThat(status.path("disk").path("reservedBytes").asText()).isEqualTo("1048576");
      assertThat(status.path("earnings").path("waiting").asText()).isEqualTo("0");
      var agreement = status.path("agreements").get(0);
      assertThat(agreement.path("id").asText()).isEqualTo(AGREEMENT.toString());
      assertThat(agreement.path("state").asText()).isEqualTo("ACTIVE");
      assertThat(status.path("duties").findValuesAsText("what")).contains("every piece is read");
      assertThat(status.path("chain").path("height").asLong()).isEqualTo(1000);

      var typed = "me:" + word;
      var basic =
          "Basic " + Base64.getEncoder().encodeToString(typed.getBytes(StandardCharsets.UTF_8));
      assertThat(get(node, "/operator", basic).body())
          .contains("Agreements: 1", AGREEMENT.toString(), disk.toString())
          .doesNotContain(word);
      assertThat(get(node, "/metrics", "").body())
          .contains("node_standing{role=\"node\"} 0.0")
          .contains("node_agreements{role=\"node\"} 1.0")
          .contains("node_reserved_bytes{role=\"node\"} 1048576.0")
          .contains("node_chain_age_seconds{role=\"node\"} 0.0");
    }
  }

  @Test
  void aWrongTokenIsRefusedAndTheRightOneOutlivesARestart() throws Exception {
    String word;
    try (var node = start()) {
      word = OperatorToken.word(List.of(disk));
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(disk.resolve("operator.token"))))
          .isEqualTo("rw-------");
      var asked = get(node, "/operator", "");
      assertThat(asked.statusCode()).isEqualTo(401);
      assertThat(asked.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
      for (var wrong : new String[] {"Bearer " + word.replace(word.charAt(0), 'z'), "Basic ???"}) {
        assertThat(get(node, "/operator", wrong).statusCode()).isEqualTo(401);
        assertThat(get(node, "/v1/status", wrong).statusCode()).isEqualTo(401);
      }
    }
    try (var node = start()) {
      assertThat(get(node, "/operator", "Bearer " + word).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void howItStandsIsShownAndOutlivesARestart() throws Exception {
    var until = now.get().plusSeconds(3600);
    new StandingFile(disk, now::get).write(new Standing.Maintenance(until, "a <new> disk"));
    try (var node = start()) {
      assertThat(json(get(node, "/v1/status", "")).path("standing").asText())
          .isEqualTo("maintenance until " + until + ": a <new> disk");
      assertThat(get(node, "/", "").body()).contains("a &lt;new&gt; disk");
      assertThat(get(node, "/metrics", "").body()).contains("node_standing{role=\"node\"} 1.0");
    }
    Files.writeString(disk.resolve("standing"), "standing = asleep\n");
    try (var node = start()) {
      assertThat(json(get(node, "/v1/status", "")).path("standing").asText())
          .as("nonsense changes nothing")
          .isEqualTo("serving");
    }
    new StandingFile(disk, now::get).write(new Standing.Draining(Instant.EPOCH, 0));
    try (var node = start()) {
      assertThat(json(get(node, "/v1/status", "")).path("standing").asText())
          .startsWith("draining since 1970");
    }
  }

  private static JsonNode json(java.net.http.HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }
}
