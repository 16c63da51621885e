package network.flashback.s3.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.auth.ChunkSignatures;

/// A body out of its aws-chunked framing: `size[;chunk-signature=hex]\r\n bytes \r\n ... 0 ...
/// trailers`.
///
/// Bytes of a chunk are handed on before its signature, which follows from all of them, has been
/// checked, so memory does not grow with chunks. A wrong signature fails the read that would pass
/// the end of the chunk: commit nothing before the end of the stream.
final class AwsChunkedInputStream extends InputStream {
  private static final int LINE_BYTES_MAX = 1024;
  private static final int TRAILER_LINES_MAX = 16;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final String SIGNATURE_EXTENSION = "chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

  private enum State {
    CHUNK_HEADER,
    CHUNK_BYTES,
    END
  }

  private final InputStream in;
  private final Optional<ChunkSignatures> signatures;
  private final Set<String> declaredTrailers;
  private final boolean trailing;
  private final MessageDigest chunkDigest = sha256();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  private State state = State.CHUNK_HEADER;
  private String chunkSignature = "";
  private long chunkLeft;
  private long bodyLeft;
  private final TreeMap<String, String> trailers = new TreeMap<>();

  /// Reads chunks from a body that ends where they do.
  ///
  /// @param length bytes the chunks must hold together, `x-amz-decoded-content-length`
  /// @param signatures absent when chunks are not signed
  /// @param trailing whether trailers follow the last chunk
  /// @param declaredTrailers the names in `x-amz-trailer`, lower case
  AwsChunkedInputStream(
      InputStream in,
      long length,
      Optional<ChunkSignatures> signatures,
      boolean trailing,
      Set<String> declaredTrailers) {
    this.in = in;
    this.bodyLeft = length;
    this.signatures = signatures;
    this.trailing = trailing;
    this.declaredTrailers = declaredTrailers;
  }

  /// The trailers, names lower case; complete after the end of the stream.
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (state == State.CHUNK_HEADER) {
      beginChunk();
    }
    if (state == State.END) {
      return -1;
    }
    int count = fill(into, from, (int) Math.min(length, chunkLeft));
    if (count < 0) {
      throw incomplete("The body ends inside a chunk.");
    }
    if (signatures.isPresent()) {
      chunkDigest.update(into, from, count);
    }
    chunkLeft -= count;
    bodyLeft -= count;
    if (chunkLeft == 0) {
      endChunk();
    }
    return count;
  }

  private void beginChunk() throws IOException {
    String line = line();
    int semicolon = line.indexOf(';');
    chunkLeft = size(semicolon < 0 ? line : line.substring(0, semicolon));
    chunkSignature = semicolon < 0 ? "" : signature(line.substring(semicolon + 1).strip());
    if (chunkLeft > bodyLeft) {
      throw incomplete("The chunks hold more bytes than x-amz-decoded-content-length says.");
    }
    if (chunkLeft > 0) {
      state = State.CHUNK_BYTES;
      return;
    }
    if (bodyLeft > 0) {
      throw incomplete("The chunks hold fewer bytes than x-amz-decoded-content-length says.");
    }
    verifyChunk();
    finish();
    state = State.END;
  }

  private void endChunk() throws IOException {
    verifyChunk();
    if (!line().isEmpty()) {
      throw incomplete("A chunk is longer than its header says.");
    }
    state = State.CHUNK_HEADER;
  }

  private void verifyChunk() {
    if (signatures.isPresent()
        && !ChunkSignatures.same(signatures.get().next(chunkDigest.digest()), chunkSignature)) {
      throw new S3Exception(
          S3Error.SIGNATURE_DOES_NOT_MATCH, "The signature of a chunk of the body does not match.");
    }
  }

  private void finish() throws IOException {
    if (trailing) {
      readTrailers();
    } else if (!line().isEmpty()) {
      throw incomplete("The last chunk is not followed by an empty line.");
    }
    if (fill(new byte[1], 0, 1) >= 0) {
      throw incomplete("The body goes on after its last chunk.");
    }
  }

  private void readTrailers() throws IOException {
    Optional<String> signature = Optional.empty();
    for (int lines = 0; ; lines++) {
      if (lines > TRAILER_LINES_MAX) {
        throw malformedTrailer("There are too many trailing headers.");
      }
      Optional<String> line = lineOrEnd();
      // Some clients put empty lines between the trailers and their signature, as the example in
      // the AWS reference does.
      boolean signatureOwed = signatures.isPresent() && signature.isEmpty();
      if (line.isEmpty() || (line.get().isEmpty() && !signatureOwed)) {
        break;
      }
      if (!line.get().isEmpty()) {
        signature = signature.or(() -> trailer(line.get()));
      }
    }
    if (!trailers.keySet().equals(declaredTrailers)) {
      throw malformedTrailer("The trailing headers are not those that x-amz-trailer announced.");
    }
    if (signatures.isPresent()) {
      verifyTrailers(signature.orElseThrow(() -> malformedTrailer("The trailer is not signed.")));
    }
  }

  /// Takes one trailer line; present when it was the signature of the others.
  private Optional<String> trailer(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw malformedTrailer("A trailing header has no name.");
    }
    String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    String value = line.substring(colon + 1).strip();
    if (name.equals(TRAILER_SIGNATURE)) {
      return Optional.of(value);
    }
    if (trailers.put(name, value) != null) {
      throw malformedTrailer("A trailing header is repeated.");
    }
    return Optional.empty();
  }

  private void verifyTrailers(String provided) {
    String canonical =
        trailers.entrySet().stream()
            .map(trailer -> trailer.getKey() + ":" + trailer.getValue() + "\n")
            .collect(Collectors.joining());
    byte[] hash = sha256().digest(canonical.getBytes(StandardCharsets.ISO_8859_1));
    if (!ChunkSignatures.same(signatures.orElseThrow().trailer(hash), provided)) {
      throw new S3Exception(
          S3Error.SIGNATURE_DOES_NOT_MATCH,
          "The signature of the trailing headers does not match.");
    }
  }

  private static long size(String hex) {
    String digits = hex.strip();
    if (digits.isEmpty()
        || digits.length() > 15
        || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw incomplete("A chunk does not begin with its size in hex.");
    }
    return HexFormat.fromHexDigitsToLong(digits);
  }

  private static String signature(String extension) {
    return extension.startsWith(SIGNATURE_EXTENSION)
        ? extension.substring(SIGNATURE_EXTENSION.length())
        : "";
  }

  private String line() throws IOException {
    return lineOrEnd().orElseThrow(() -> incomplete("The body ends before its last chunk."));
  }

  /// A line without its end, or empty when the body ends instead.
  private Optional<String> lineOrEnd() throws IOException {
    var line = new StringBuilder(96);
    while (true) {
      if (position == limit && !refill()) {
        if (line.isEmpty()) {
          return Optional.empty();
        }
        throw incomplete("The body ends inside a line of its framing.");
      }
      char c = (char) (buffer[position++] & 0xff);
      if (c == '\n') {
        boolean carriageReturn = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
        return Optional.of(line.substring(0, line.length() - (carriageReturn ? 1 : 0)));
      }
      if (line.length() >= LINE_BYTES_MAX) {
        throw incomplete("A line of the body's framing is too long.");
      }
      line.append(c);
    }
  }

  private int fill(byte[] into, int from, int length) throws IOException {
    if (position == limit) {
      if (length >= BUFFER_BYTES) {
        return in.read(into, from, length);
      }
      if (!refill()) {
        return -1;
      }
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, into, from, count);
    position += count;
    return count;
  }

  private boolean refill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static S3Exception incomplete(String message) {
    return new S3Exception(S3Error.INCOMPLETE_BODY, message);
  }

  private static S3Exception malformedTrailer(String message) {
    return new S3Exception(S3Error.MALFORMED_TRAILER, message);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
