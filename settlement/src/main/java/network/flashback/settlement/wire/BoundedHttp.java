package network.flashback.settlement.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An HTTP client for parties that need not be friendly: an answer that is too large, or not
/// complete in time, is none. Redirects are not followed.
public final class BoundedHttp implements AutoCloseable {
  private final HttpClient http;

  /// Makes a client with connections of its own.
  ///
  /// @param connectTimeout within which a connection must stand
  public BoundedHttp(Duration connectTimeout) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
  }

  /// An address below a party's registered endpoint.
  ///
  /// @throws IOException when the endpoint is no http or https address
  public static URI below(String endpoint, String path) throws IOException {
    String base = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    try {
      URI uri = URI.create(base + path);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      throw new IOException("'" + endpoint + "' is no address", malformed);
    }
    throw new IOException("'" + endpoint + "' is no http or https address");
  }

  /// Sends a request and waits for the whole answer.
  ///
  /// @param bytesMax of the answer's body
  /// @throws IOException when there is no complete answer of that size in that time
  public HttpResponse<byte[]> send(HttpRequest request, Duration timeout, int bytesMax)
      throws IOException, InterruptedException {
    var handler =
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), bytesMax);
    // The request's own timeout ends with the head of the answer; a body may trickle for ever.
    var answer = http.sendAsync(request, handler);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw new IOException("no complete answer within " + timeout.toMillis() + " ms", late);
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      throw interrupted;
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      String reason = cause.getMessage() == null ? "" : ": " + cause.getMessage();
      throw new IOException(cause.getClass().getSimpleName() + reason, cause);
    }
  }

  public HttpResponse<byte[]> get(URI uri, Duration timeout, int bytesMax)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri).build(), timeout, bytesMax);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
