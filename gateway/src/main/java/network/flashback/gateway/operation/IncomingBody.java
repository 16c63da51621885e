package network.flashback.gateway.operation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.body.S3Body;

/// The bytes of a new object or part, and how many there are: legs are told before the first one.
///
/// A body whose client does not say its length (`Transfer-Encoding: chunked`) waits in a file until
/// its end is known. Such bodies are bounded, each and all together.
final class IncomingBody implements AutoCloseable {
  /// Longer ones must say so, or come in parts.
  static final int UNKNOWN_BYTES_MAX = 64 << 20;

  private static final int UNKNOWN_AT_ONCE = 16;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final Semaphore PLACES = new Semaphore(UNKNOWN_AT_ONCE);

  private final S3Body body;
  private final InputStream bytes;
  private final long length;

  private final Runnable leaving;

  /// @param leaving done once, when it is closed
  private IncomingBody(S3Body body, InputStream bytes, long length, Runnable leaving) {
    this.body = body;
    this.bytes = bytes;
    this.length = length;
    this.leaving = leaving;
  }

  /// Opens the body of a request.
  ///
  /// @throws S3Exception `MissingContentLength`, `EntityTooLarge`, or `SlowDown` when as many of
  ///   unknown length are under way as may be
  static IncomingBody open(S3Request request, Authentication caller, S3Body.Wanted wanted)
      throws IOException {
    if (!request.isOfUnknownLength()) {
      var length = requireLength(request);
      var body = S3Body.open(request, caller.payload(), wanted);
      return new IncomingBody(body, body, length, () -> {});
    }
    if (!PLACES.tryAcquire()) {
      throw new S3Exception(
          S3Error.SLOW_DOWN,
          "Too many bodies of unknown length are under way. Send Content-Length, or try again.");
    }
    try (var body = S3Body.open(request, caller.payload(), wanted)) {
      return spooled(body);
    } catch (IOException | RuntimeException e) {
      PLACES.release();
      throw e;
    }
  }

  /// How many bytes a request of known length announces.
  ///
  /// @throws S3Exception `MissingContentLength` or `EntityTooLarge`
  static long requireLength(S3Request request) {
    var length = request.requiredLength();
    if (length > ObjectOperations.BODY_BYTES_MAX) {
      throw new S3Exception(S3Error.ENTITY_TOO_LARGE)
          .with("ProposedSize", Long.toString(length))
          .with("MaxSizeAllowed", Long.toString(ObjectOperations.BODY_BYTES_MAX));
    }
    return length;
  }

  private static IncomingBody spooled(S3Body body) throws IOException {
    // The file loses its name at once: whatever becomes of this process, nothing is left behind.
    var file =
        FileChannel.open(
            Files.createTempFile("flashback-body-", ""),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      var length = copy(body, Channels.newOutputStream(file));
      var bytes = new BufferedInputStream(Channels.newInputStream(file.position(0)), BUFFER_BYTES);
      return new IncomingBody(body, bytes, length, PLACES::release);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static long copy(S3Body body, OutputStream out) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    var length = 0L;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      length += read;
      if (length > UNKNOWN_BYTES_MAX) {
        throw new S3Exception(
                S3Error.ENTITY_TOO_LARGE,
                "A body that does not say its length may have %d bytes at most. Send Content-Length, or use a multipart upload."
                    .formatted(UNKNOWN_BYTES_MAX))
            .with("MaxSizeAllowed", Integer.toString(UNKNOWN_BYTES_MAX));
      }
      out.write(buffer, 0, read);
    }
    return length;
  }

  /// Exactly [#length] bytes.
  InputStream bytes() {
    return bytes;
  }

  long length() {
    return length;
  }

  /// Reads what is left and verifies the whole.
  S3Body.Outcome finish() throws IOException {
    return body.finish();
  }

  @Override
  public void close() throws IOException {
    try {
      bytes.close();
      body.close();
    } finally {
      leaving.run();
    }
  }
}
