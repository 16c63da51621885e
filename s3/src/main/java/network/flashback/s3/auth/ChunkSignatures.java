package network.flashback.s3.auth;

import java.util.HexFormat;

/// The chain of signatures over the chunks of one aws-chunked body; each covers the one before it.
///
/// Source: Amazon S3 API Reference, "Transferring Payload in Multiple Chunks" and "Including
/// Trailing Headers".
public final class ChunkSignatures {

  /// Where a chain starts: the signature of the request's own headers.
  public static final class Seed {
    private final SigningContext context;
    private final String signature;

    Seed(SigningContext context, String signature) {
      this.context = context;
      this.signature = signature;
    }

    /// A new chain from its first chunk.
    public ChunkSignatures start() {
      return new ChunkSignatures(context, signature);
    }
  }

  private final SigningContext context;
  private String previous;

  private ChunkSignatures(SigningContext context, String seed) {
    this.context = context;
    this.previous = seed;
  }

  /// The signature of the next chunk.
  ///
  /// @param sha256 of the chunk's bytes
  /// @return lower-case hex
  public String next(byte[] sha256) {
    return advance(
        link("AWS4-HMAC-SHA256-PAYLOAD")
            + SigV4.EMPTY_SHA256
            + "\n"
            + HexFormat.of().formatHex(sha256));
  }

  /// The signature of the trailer, after the empty chunk.
  ///
  /// @param sha256 of the canonical trailers, `name:value\n` each, sorted by name
  public String trailer(byte[] sha256) {
    return advance(link("AWS4-HMAC-SHA256-TRAILER") + HexFormat.of().formatHex(sha256));
  }

  /// Compares in constant time.
  public static boolean same(String expected, String provided) {
    return SigV4.same(expected, provided);
  }

  private String link(String algorithm) {
    return algorithm + "\n" + context.timestamp() + "\n" + context.scope() + "\n" + previous + "\n";
  }

  private String advance(String stringToSign) {
    previous = context.sign(stringToSign);
    return previous;
  }
}
