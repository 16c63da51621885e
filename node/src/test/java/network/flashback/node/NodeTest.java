package network.flashback.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import network.flashback.domain.dispute.DisputeCounts;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpResponse;
import network.flashback.http.MadeCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole node, started and stopped, on a chain that is played.
class NodeTest extends RunningNode {
  @Test
  void aHealthyNodeSaysSoAndShowsItsNumbers() throws Exception {
    try (var node = start()) {
      var health = get(node, "/healthz");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).contains("\"disk\"", "\"chain\"", "\"clock\"");
      assertThat(get(node, "/metrics").body())
          .contains("node_pieces{", "node_unpaid_bytes{", "node_audits_passed_total{");
      assertThat(get(node, "/v1/node").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aNodeWithACertificateSpeaksHttpsAlone(@TempDir Path folder) throws Exception {
    var own = MadeCertificate.signedByItself(folder, "node", "EC").tls();
    tls = Optional.of(own);
    try (var node = start();
        var http = HttpClient.newBuilder().sslContext(own.itself()).build()) {
      var asked =
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + node.port() + "/v1/node"))
              .build();
      assertThat(http.send(asked, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> get(node, "/v1/node")).isInstanceOf(IOException.class);
      var numbers = HttpRequest.newBuilder(asked.uri().resolve("/metrics")).build();
      assertThat(http.send(numbers, BodyHandlers.ofString()).body())
          .contains("tls_certificate_expires");
    }
  }

  @Test
  void disputesAreShownAndTheirEvidenceIsServedBeforeAnythingElse() throws Exception {
    disputes =
        new Disputes() {
          @Override
          public HttpHandler before(HttpHandler handler) {
            return request ->
                request.rawPath().equals("/evidence")
                    ? HttpResponse.text(200, "text/plain", "what was served")
                    : handler.handle(request);
          }

          @Override
          public DisputeCounts counts() {
            return new DisputeCounts(3, 2, 1);
          }
        };
    try (var node = start()) {
      var health = get(node, "/healthz");
      assertThat(health.statusCode()).as("a dispute is no fault").isEqualTo(200);
      assertThat(health.body()).contains("3 open, of which 2 wait for our answer");
      assertThat(get(node, "/metrics").body())
          .contains("node_disputes_open{role=\"node\"} 3.0")
          .contains("node_disputes_unanswered{role=\"node\"} 2.0")
          .contains("node_disputes_answered_total{role=\"node\"} 1.0");
      assertThat(get(node, "/evidence").body()).isEqualTo("what was served");
      assertThat(get(node, "/v1/node").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aClockBehindTheChainIsUnhealthy() throws Exception {
    try (var node = start()) {
      now.set(Instant.ofEpochSecond(1_000_000 - 6));
      var health = get(node, "/healthz");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("6 s behind the chain; set it right");
    }
  }

  @Test
  void aSilentChainIsUnhealthyButTheNodeGoesOn() throws Exception {
    try (var node = start()) {
      chain.silent = true;
      assertThat(get(node, "/healthz").statusCode()).isEqualTo(503);
      assertThat(get(node, "/v1/node").statusCode()).isEqualTo(200);
      chain.silent = false;
      assertThat(get(node, "/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theDiskIsFreeForTheNextNodeAfterClose() throws Exception {
    start().close();
    try (var node = start()) {
      assertThat(node.port()).isPositive();
      assertThatThrownBy(this::start).hasMessageContaining("Another node uses the disk");
    }
  }

  @Test
  void aConfigurationThatCannotWorkNamesItsKey() {
    assertThatThrownBy(() -> config(-1, BigInteger.ONE)).hasMessageContaining("'capacity.bytes'");
    assertThatThrownBy(() -> config(1, BigInteger.ONE.negate()))
        .hasMessageContaining("'claim.minimum'");
  }
}
