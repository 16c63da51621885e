package network.flashback.s3;

import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/// One HTTP request as it stood on the wire, before anything of it is believed.
///
/// Whoever serves HTTP hands it in. The path and the query keep their percent-encoding, because
/// signatures are computed over them; the query is parsed once, here.
public final class S3HttpRequest {
  private final String method;
  private final String rawPath;
  private final S3Query query;
  private final S3Headers headers;
  private final InputStream body;
  private final Optional<Source> source;

  /// A request from its parts.
  ///
  /// @param rawPath path without query, percent-encoded, beginning with a slash (`*` is taken as
  ///   `/`)
  /// @param rawQuery what follows the question mark, percent-encoded, empty when there is none
  /// @throws S3Exception `InvalidURI` when path or query are not percent-encoded UTF-8
  public S3HttpRequest(
      String method, String rawPath, String rawQuery, S3Headers headers, InputStream body) {
    this.method = method.toUpperCase(Locale.ROOT);
    this.rawPath = rawPath.isEmpty() || rawPath.equals("*") ? "/" : rawPath;
    this.query = S3Query.parse(rawQuery);
    this.headers = headers;
    this.body = body;
    this.source = Optional.empty();
    if (this.rawPath.charAt(0) != '/') {
      throw new S3Exception(S3Error.INVALID_URI, "The path must begin with a slash.");
    }
  }

  private S3HttpRequest(S3HttpRequest other, S3Headers headers, Optional<Source> source) {
    this.method = other.method;
    this.rawPath = other.rawPath;
    this.query = other.query;
    this.headers = headers;
    this.body = other.body;
    this.source = source;
  }

  /// This request with other headers.
  S3HttpRequest withHeaders(S3Headers other) {
    return new S3HttpRequest(this, other, source);
  }

  /// Where a request came from, and how.
  ///
  /// @param address a literal
  /// @param secure whether the client's connection was encrypted
  public record Source(String address, boolean secure) {}

  /// This request, known to come from there.
  public S3HttpRequest from(Source known) {
    return new S3HttpRequest(this, headers, Optional.of(known));
  }

  /// Where it came from, if that is known.
  public Optional<Source> source() {
    return source;
  }

  /// Upper-case method token.
  public String method() {
    return method;
  }

  public String rawPath() {
    return rawPath;
  }

  public S3Query query() {
    return query;
  }

  public S3Headers headers() {
    return headers;
  }

  /// The body as it comes from the connection, transfer encoding removed, aws-chunked framing still
  /// on it.
  public InputStream body() {
    return body;
  }

  @Override
  public String toString() {
    return method + " " + rawPath;
  }
}
