package network.flashback.s3;

import java.util.ArrayList;
import java.util.List;

/// A request that cannot be answered as asked, with the S3 error that says so.
///
/// It is part of the protocol, not a fault of the program, so it carries no stack trace unless it
/// is a server error.
public final class S3Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An element of the error document beyond the standard ones, such as `ArgumentName`.
  public record Detail(String element, String text) {}

  private final S3Error error;
  private final transient List<Detail> details = new ArrayList<>(0);
  private final transient List<Detail> headers = new ArrayList<>(0);

  public S3Exception(S3Error error) {
    this(error, error.message());
  }

  /// An error told in words of its own.
  ///
  /// @param message shown to the client: says what is wrong; never a secret
  public S3Exception(S3Error error, String message) {
    super(message, null, false, error.status() >= 500);
    this.error = error;
  }

  /// An error that another one led to.
  public S3Exception(S3Error error, String message, Throwable cause) {
    super(message, cause, false, error.status() >= 500);
    this.error = error;
  }

  /// Adds an element to the error document and returns this.
  public S3Exception with(String element, String text) {
    details.add(new Detail(element, text));
    return this;
  }

  /// Adds a header to the answer and returns this.
  public S3Exception header(String name, String value) {
    headers.add(new Detail(name, value));
    return this;
  }

  /// Headers of the answer: names and values.
  public List<Detail> headers() {
    return List.copyOf(headers);
  }

  public S3Error error() {
    return error;
  }

  /// The text of the error document's `Message`.
  public String text() {
    String message = getMessage();
    return message == null ? error.message() : message;
  }

  public List<Detail> details() {
    return List.copyOf(details);
  }
}
