package network.flashback.chain.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A node that goes away for good after some requests: what a program sees that is stopped there.
/// Of its last request the chain hears, or does not; the answer never arrives.
final class UnreliableNode implements AutoCloseable {
  private final HttpServer server;
  private final URI node;
  private final boolean hearsTheLast;
  private final AtomicInteger left;
  private final HttpClient client = HttpClient.newHttpClient();

  UnreliableNode(URI node, int requests, boolean hearsTheLast) throws IOException {
    this.node = node;
    this.hearsTheLast = hearsTheLast;
    this.left = new AtomicInteger(requests);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }

  private void handle(HttpExchange asked) throws IOException {
    try (var exchange = asked) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int now = left.getAndDecrement();
      if (now > 1) {
        byte[] answer = forward(body);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      } else {
        if (now == 1 && hearsTheLast) {
          forward(body);
        }
        exchange.sendResponseHeaders(503, -1);
      }
    }
  }

  private byte[] forward(byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(node)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
