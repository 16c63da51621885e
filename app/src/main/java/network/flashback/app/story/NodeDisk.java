package network.flashback.app.story;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// How much a node keeps, as its own metrics say.
final class NodeDisk {
  private static final String METRIC = "node_used_bytes{";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI node;

  NodeDisk(URI node) {
    this.node = node;
  }

  /// Bytes of pieces on its disk.
  long usedBytes() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(node.resolve("/metrics")).timeout(TIMEOUT).build();
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(METRIC))
          .map(line -> new BigDecimal(line.substring(line.lastIndexOf(' ') + 1)))
          .findFirst()
          .orElseThrow(() -> new IOException("The node at %s tells no %s".formatted(node, METRIC)))
          .longValueExact();
    }
  }
}
