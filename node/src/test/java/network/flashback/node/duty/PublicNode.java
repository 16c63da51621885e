package network.flashback.node.duty;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/// A chain's node as many public ones are: it estimates by the newest block alone, whatever waits
/// behind it. And between what a program saw and what it sends, others can send.
final class PublicNode implements AutoCloseable {
  private final HttpServer server;
  private final URI node;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Runnable> others = new AtomicReference<>(() -> {});

  PublicNode(URI node) throws IOException {
    this.node = node;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Does this before the next transaction that comes through, and once.
  void beforeTheNext(Runnable sends) {
    others.set(sends);
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }

  private void handle(HttpExchange asked) throws IOException {
    try (var exchange = asked) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (body.contains("eth_sendRawTransaction")) {
        others.getAndSet(() -> {}).run();
      }
      byte[] answer =
          forward(
              body.contains("eth_estimateGas") ? body.replace("\"pending\"", "\"latest\"") : body);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private byte[] forward(String body) throws IOException {
    var request =
        HttpRequest.newBuilder(node)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
