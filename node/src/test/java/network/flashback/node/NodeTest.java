package network.flashback.node;

import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.domain.dispute.DisputeCounts;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.eip712.Domain;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpResponse;
import network.flashback.node.serve.Messages;
import network.flashback.node.serve.NodeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole node, started and stopped, on a chain that is played.
class NodeTest {
  private static final PrivateKey KEY = PrivateKey.of(Bytes32.of(42));

  @TempDir Path disk;

  private final FakeChain chain = new FakeChain();
  private Disputes disputes = Disputes.UNWATCHED;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(1_000_000));

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

  private Node start() throws IOException {
    var domain = Domain.of("Flashback", "1", 31337, KEY.address());
    return Node.start(
        config(1 << 30, BigInteger.ONE),
        chain,
        chain,
        _ -> Optional.empty(),
        new Node.Signing(
            KEY, new NodeApi.Domains(Messages.of(31337, KEY.address()), domain, domain)),
        disputes,
        HttpClient.newHttpClient(),
        new SecureRandom(),
        now::get);
  }

  private NodeConfig config(long capacityBytes, BigInteger claimMinimum) {
    return new NodeConfig(
        "127.0.0.1",
        0,
        URI.create("http://127.0.0.1"),
        PROVIDER,
        disk,
        capacityBytes,
        0,
        new Region("eu-de"),
        StorageClass.FAST,
        1,
        BigInteger.TEN,
        BigInteger.TEN,
        60,
        NodeConfig.WINDOW_BYTES,
        claimMinimum,
        Optional.empty(),
        URI.create("http://127.0.0.1"),
        NodeConfig.KEEP_CLOSED,
        Optional.empty());
  }

  private static java.net.http.HttpResponse<String> get(Node node, String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + node.port() + path);
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
      return http.send(request, BodyHandlers.ofString());
    }
  }
}
