package network.flashback.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What the head of a request says before any handler sees it.
final class RequestHead {
  private RequestHead() {}

  /// An answer the server gives by itself.
  record Refusal(int status, String reason, String extraHeaders, boolean keepAlive) {
    byte[] answer(String date) {
      var head =
          "HTTP/1.1 %d %s\r\nDate: %s\r\n%sContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n%s\r\n"
              .formatted(
                  status,
                  ResponseHead.reason(status),
                  date,
                  extraHeaders,
                  reason.length() + 1,
                  keepAlive ? "" : "Connection: close\r\n");
      return (head + reason + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /// Why no handler should see this request; null when one should.
  static @Nullable Refusal refusal(HttpRequest head, HttpServerConfig config) {
    if (head.decoderResult().isFailure()) {
      return unreadable(head.decoderResult().cause(), config);
    }
    var version = head.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return closing(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    }
    if (head.headers().size() > config.maxHeaders()) {
      return closing(431, "more than " + config.maxHeaders() + " header lines: send fewer");
    }
    var hosts = head.headers().getAll("host").size();
    if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
      return closing(400, "exactly one Host header is required, " + hosts + " were sent");
    }
    return null;
  }

  /// Too many requests are under way.
  static Refusal overloaded(HttpRequest head) {
    // With a body on its way it is cheaper for both sides to close than to receive it.
    var keepAlive = HttpUtil.isKeepAlive(head) && bodyLength(head) == 0 && !expectsContinue(head);
    return new Refusal(
        503, "too many requests are under way: try again later", "Retry-After: 1\r\n", keepAlive);
  }

  /// The declared length of the body, or -1 when it is chunked.
  static long bodyLength(HttpRequest head) {
    return HttpUtil.isTransferEncodingChunked(head) ? -1 : HttpUtil.getContentLength(head, 0L);
  }

  static boolean expectsContinue(HttpRequest head) {
    return HttpUtil.is100ContinueExpected(head);
  }

  static network.flashback.http.HttpRequest parse(
      HttpRequest head, Connection connection, RequestBody body, HttpServer server) {
    var headers = new HttpHeaders();
    var entries = head.headers().iteratorAsString();
    while (entries.hasNext()) {
      var entry = entries.next();
      headers.addFromWire(entry.getKey(), entry.getValue());
    }
    return new network.flashback.http.HttpRequest(
        server.config().requestIds().get(),
        head.method().name(),
        head.uri(),
        head.protocolVersion().minorVersion(),
        headers,
        connection.remote(),
        server.config().tls().isPresent(),
        bodyLength(head) == 0 ? InputStream.nullInputStream() : body);
  }

  private static Refusal unreadable(Throwable cause, HttpServerConfig config) {
    return switch (cause) {
      case TooLongHttpLineException line ->
          closing(
              414, "the request line is longer than " + config.maxRequestLineBytes() + " bytes");
      case TooLongHttpHeaderException fields ->
          closing(431, "the headers are larger than " + config.maxHeaderBytes() + " bytes");
      default -> closing(400, "the request head is not valid HTTP/1.1");
    };
  }

  private static Refusal closing(int status, String reason) {
    return new Refusal(status, reason, "", false);
  }
}
