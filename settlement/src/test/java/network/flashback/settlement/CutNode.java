package network.flashback.settlement;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/// A chain's node that can be told to go away at one of the next requests, which is what a program
/// sees that is killed there. Of that request the chain hears, or does not; the answer never
/// arrives.
final class CutNode implements AutoCloseable {
  private final HttpServer server;
  private final URI node;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Boolean> sends = new ArrayList<>();
  private int cutAt = Integer.MAX_VALUE;
  private boolean hearsTheLast;

  CutNode(URI node) throws IOException {
    this.node = node;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// From now on all requests are answered, and counted anew.
  synchronized void heal() {
    cutAt = Integer.MAX_VALUE;
    sends.clear();
  }

  /// Goes away at the request of that number, counted from 0 and from now on.
  synchronized void cutAt(int request, boolean hears) {
    heal();
    cutAt = request;
    hearsTheLast = hears;
  }

  /// Of each request since the node was healed, whether it was to send a transaction.
  synchronized List<Boolean> sends() {
    return List.copyOf(sends);
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }

  private void handle(HttpExchange asked) throws IOException {
    try (var exchange = asked) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int left = number(body);
      if (left > 0) {
        byte[] answer = forward(body);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      } else {
        if (left == 0 && hearsTheLast) {
          forward(body);
        }
        exchange.sendResponseHeaders(503, -1);
      }
    }
  }

  // How many requests are answered from this one on.
  private synchronized int number(byte[] body) {
    sends.add(new String(body, StandardCharsets.UTF_8).contains("eth_sendRawTransaction"));
    return cutAt - (sends.size() - 1);
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
