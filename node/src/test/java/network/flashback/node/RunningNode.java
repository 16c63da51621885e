package network.flashback.node;

import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.eip712.Domain;
import network.flashback.http.Tls;
import network.flashback.node.serve.Messages;
import network.flashback.node.serve.NodeApi;
import network.flashback.node.store.DiskFolder;
import org.junit.jupiter.api.io.TempDir;

/// A whole node on a chain that is played, and what is asked of it.
abstract class RunningNode {
  private static final PrivateKey KEY = PrivateKey.of(Bytes32.of(42));

  @TempDir Path disk;

  Optional<Tls> tls = Optional.empty();

  final FakeChain chain = new FakeChain();
  Disputes disputes = Disputes.UNWATCHED;
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_000_000));

  Node start() throws IOException {
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

  NodeConfig config(long capacityBytes, BigInteger claimMinimum) {
    return new NodeConfig(
        "127.0.0.1",
        0,
        URI.create("http://127.0.0.1"),
        PROVIDER,
        List.of(new DiskFolder(disk, capacityBytes)),
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
        Optional.empty(),
        QualityPromise.USUAL,
        AnswerLimits.NONE,
        Optional.empty(),
        tls);
  }

  static HttpResponse<String> get(Node node, String path) throws Exception {
    return get(node, path, "");
  }

  /// @param authorization header; empty for none
  static HttpResponse<String> get(Node node, String path, String authorization) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + node.port() + path);
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }

  /// Waits until the node has looked at the agreement that it keeps something for.
  void awaitAgreements(Node node, String word) throws Exception {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!get(node, "/v1/status", "Bearer " + word).body().contains("\"agreementsTotal\" : 1")) {
      assertThat(System.nanoTime()).as("the duties look").isLessThan(deadline);
    }
  }
}
