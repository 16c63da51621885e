package network.flashback.http;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// What a handler answers: status, headers, and a body in the form that costs least.
///
/// The server itself writes Content-Length, Transfer-Encoding, Connection and Date; a handler that
/// sets one of the first three is overruled, except Content-Length on [#declaring].
public final class HttpResponse {
  private final int status;
  private final HttpHeaders headers = new HttpHeaders();
  private final Body body;
  private final List<AutoCloseable> closing = new ArrayList<>(1);
  private LongConsumer sent = bytes -> {};
  private String route = "other";

  private HttpResponse(int status, Body body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException(
          "status " + status + " is no final HTTP status (200..599)");
    }
    this.status = status;
    this.body = body;
  }

  /// The forms of a body.
  sealed interface Body {
    /// No body.
    record Empty() implements Body {}

    /// A body that is in memory already; never compared, so the array's identity does no harm.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Body {}

    /// A body of known length, written while it is sent.
    record Stream(long length, BodyWriter writer) implements Body {}

    /// A body of unknown length: chunked, or until the connection closes for HTTP/1.0.
    record Chunked(BodyWriter writer) implements Body {}

    /// A piece of a file, sent by the kernel without passing through the program.
    record File(FileChannel channel, long position, long length) implements Body {}

    /// Only the length of a body: the answer to HEAD.
    record Declared(long length) implements Body {}
  }

  /// An answer without a body.
  public static HttpResponse empty(int status) {
    return new HttpResponse(status, new Body.Empty());
  }

  /// An answer from memory; the array is not copied.
  public static HttpResponse bytes(int status, byte[] bytes) {
    return new HttpResponse(status, new Body.Bytes(bytes));
  }

  /// A UTF-8 text with the given Content-Type.
  public static HttpResponse text(int status, String contentType, String text) {
    return bytes(status, text.getBytes(StandardCharsets.UTF_8)).header("Content-Type", contentType);
  }

  /// A body of exactly that many bytes; a writer that gives fewer cuts the connection.
  public static HttpResponse stream(int status, long length, BodyWriter writer) {
    return new HttpResponse(status, new Body.Stream(requireLength(length), writer));
  }

  /// A body whose length nobody knows yet.
  public static HttpResponse chunked(int status, BodyWriter writer) {
    return new HttpResponse(status, new Body.Chunked(writer));
  }

  /// A region of a file, zero-copy. The channel stays open unless [#closing] names it.
  public static HttpResponse file(int status, FileChannel channel, long position, long length) {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position + " is negative");
    }
    return new HttpResponse(status, new Body.File(channel, position, requireLength(length)));
  }

  /// The answer to HEAD where the body's length is known but no body at hand; 500 on other methods.
  public static HttpResponse declaring(int status, long length) {
    return new HttpResponse(status, new Body.Declared(requireLength(length)));
  }

  /// Adds a header.
  public HttpResponse header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  /// Labels the answer for metrics; must come from a bounded set of names.
  public HttpResponse route(String route) {
    this.route = route;
    return this;
  }

  /// Closes the resource when the answer was sent, or could not be.
  public HttpResponse closing(AutoCloseable resource) {
    closing.add(resource);
    return this;
  }

  /// Names who is told once, when the answer is over, how many bytes of its body were handed to the
  /// network: all of them, or fewer where the client left or the answer failed. Never fewer than
  /// left this machine.
  public HttpResponse whenSent(LongConsumer told) {
    sent = told;
    return this;
  }

  /// The status code.
  public int status() {
    return status;
  }

  /// The headers so far; may be added to until the handler has returned.
  public HttpHeaders headers() {
    return headers;
  }

  /// The label for metrics.
  public String route() {
    return route;
  }

  Body body() {
    return body;
  }

  LongConsumer sent() {
    return sent;
  }

  List<AutoCloseable> resources() {
    return closing;
  }

  private static long requireLength(long length) {
    if (length < 0) {
      throw new IllegalArgumentException(
          "length " + length + " is negative: use chunked when it is not known");
    }
    return length;
  }
}
