package network.flashback.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import network.flashback.http.HttpResponse.Body;

/// The status line and header lines of an answer, as bytes.
final class ResponseHead {
  private ResponseHead() {}

  static String reason(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }

  /// @param chunked whether the body follows in chunks
  static byte[] encode(HttpResponse response, String date, boolean chunked, boolean keepAlive) {
    var text = new StringBuilder(256);
    text.append("HTTP/1.1 ").append(response.status()).append(' ');
    text.append(reason(response.status())).append("\r\n");
    if (!response.headers().contains("date")) {
      text.append("Date: ").append(date).append("\r\n");
    }
    response.headers().forEach((name, value) -> append(text, name, value));
    framing(text, response, chunked);
    if (!keepAlive) {
      text.append("Connection: close\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void append(StringBuilder text, String name, String value) {
    if (!name.equalsIgnoreCase("content-length")
        && !name.equalsIgnoreCase("transfer-encoding")
        && !name.equalsIgnoreCase("connection")) {
      text.append(name).append(": ").append(value).append("\r\n");
    }
  }

  private static void framing(StringBuilder text, HttpResponse response, boolean chunked) {
    // 204 and 304 have no body by definition, and a length would describe another answer.
    if (response.status() == 204 || response.status() == 304) {
      return;
    }
    var length = knownLength(response.body());
    if (length >= 0) {
      text.append("Content-Length: ").append(length).append("\r\n");
    } else if (chunked) {
      text.append("Transfer-Encoding: chunked\r\n");
    }
  }

  /// The length of a body, or -1 when nobody knows it.
  static long knownLength(Body body) {
    return switch (body) {
      case Body.Empty() -> 0;
      case Body.Bytes(var bytes) -> bytes.length;
      case Body.Stream(var length, var writer) -> length;
      case Body.File(var channel, var position, var length) -> length;
      case Body.Declared(var length) -> length;
      case Body.Chunked(var writer) -> -1;
    };
  }
}
