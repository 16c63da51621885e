package network.flashback.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;

/// One request as it was on the wire; the body is read while it arrives.
///
/// @param id names the request in logs and in answers to the user
/// @param method as sent, upper case by custom
/// @param target the request target exactly as sent
/// @param minorVersion 1 for HTTP/1.1, 0 for HTTP/1.0
/// @param remote the peer of the connection
/// @param encrypted whether it came over TLS
/// @param body blocks until bytes arrive; an upload that breaks off is an [IOException]; read by
///   one thread at a time. The first read answers `Expect: 100-continue`
public record HttpRequest(
    String id,
    String method,
    String target,
    int minorVersion,
    HttpHeaders headers,
    InetSocketAddress remote,
    boolean encrypted,
    InputStream body) {

  /// The path exactly as sent, still percent-encoded, without the query.
  public String rawPath() {
    var start = pathStart();
    var end = target.indexOf('?', start);
    var path = end < 0 ? target.substring(start) : target.substring(start, end);
    return path.isEmpty() ? "/" : path;
  }

  /// The query exactly as sent, without the question mark; empty when there is no question mark.
  public Optional<String> rawQuery() {
    var mark = target.indexOf('?');
    return mark < 0 ? Optional.empty() : Optional.of(target.substring(mark + 1));
  }

  /// The first value of a header.
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /// The declared length of the body; empty when it is chunked or absent.
  public OptionalLong contentLength() {
    var declared = headers.first("content-length");
    return declared.isEmpty() || headers.contains("transfer-encoding")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(declared.get().strip()));
  }

  /// Reads a small body whole.
  ///
  /// @throws BodyTooLargeException as soon as more than that many bytes have arrived
  public byte[] readBody(int maxBytes) throws IOException {
    if (contentLength().orElse(0) > maxBytes) {
      throw new BodyTooLargeException(maxBytes);
    }
    var read = body.readNBytes(maxBytes);
    if (read.length == maxBytes && body.read() >= 0) {
      throw new BodyTooLargeException(maxBytes);
    }
    return read;
  }

  private int pathStart() {
    var scheme = target.indexOf("://");
    // A proxy-style target (RFC 9112, 3.2.2) names the host first; a path may hold "://" later on.
    if (scheme <= 0 || target.startsWith("/")) {
      return 0;
    }
    var slash = target.indexOf('/', scheme + 3);
    var query = target.indexOf('?', scheme + 3);
    if (slash >= 0 && (query < 0 || slash < query)) {
      return slash;
    }
    return query < 0 ? target.length() : query;
  }
}
