package network.flashback.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.Executors;

/// Stands before a server of JSON requests, such as a chain's node: each request is answered as the
/// test says, by the server's own answer or by none.
public final class Relay implements AutoCloseable {
  private final HttpServer front;
  private final URI behind;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Answers answers;

  /// How requests are answered; several are asked at a time.
  @FunctionalInterface
  public interface Answers {
    /// What is answered to a request.
    ///
    /// @param relay to forward with
    /// @return empty for a server that is gone (503)
    Optional<byte[]> answer(byte[] request, Relay relay) throws IOException;
  }

  /// Listens from here on.
  public Relay(URI behind, Answers answers) throws IOException {
    this.behind = behind;
    this.answers = answers;
    this.front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    front.createContext("/", this::handle);
    front.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
  }

  /// What the server behind answers.
  public byte[] forward(byte[] body) throws IOException {
    var request =
        HttpRequest.newBuilder(behind)
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

  @Override
  public void close() {
    front.stop(0);
    client.shutdownNow();
  }

  private void handle(HttpExchange asked) throws IOException {
    try (var exchange = asked) {
      var answer = answers.answer(exchange.getRequestBody().readAllBytes(), this);
      if (answer.isPresent()) {
        exchange.sendResponseHeaders(200, answer.get().length);
        exchange.getResponseBody().write(answer.get());
      } else {
        exchange.sendResponseHeaders(503, -1);
      }
    }
  }
}
