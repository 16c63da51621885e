package network.flashback.s3.body;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.PayloadSigning;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import network.flashback.s3.checksum.RunningChecksum;

/// The payload of a request as plain bytes, everything the client claimed of it verified by the end
/// of the stream.
///
/// A read that reaches the end throws [S3Exception] instead of returning -1 when anything is wrong:
/// length, signature, hash or checksum. So commit what was read only after [#finish] returned.
/// Memory does not grow with the body.
public final class S3Body extends InputStream {

  /// From here on a body's digests may be computed beside its thread.
  private static final long LONG_BYTES = 1 << 20;

  /// What to compute besides what the client's claims need.
  ///
  /// @param md5 for the entity tag
  public record Wanted(boolean md5, Set<ChecksumAlgorithm> checksums) {
    public static final Wanted NOTHING = new Wanted(false, Set.of());
    public static final Wanted MD5 = new Wanted(true, Set.of());
  }

  /// What the body turned out to be.
  ///
  /// @param length bytes
  /// @param md5 16 bytes, when wanted or claimed
  /// @param checksums all that were wanted or claimed
  /// @param claimed the one the client sent, verified
  public record Outcome(
      long length,
      Optional<byte[]> md5,
      Map<ChecksumAlgorithm, Checksum> checksums,
      Optional<Checksum> claimed) {}

  private final InputStream in;
  private final Optional<AwsChunkedInputStream> chunks;
  private final BodyClaims claims;
  private final OptionalLong declaredLength;
  private final Optional<String> payloadSha256;
  private final Optional<RunningChecksum> md5;
  private final Optional<RunningChecksum> sha256;
  private final Map<ChecksumAlgorithm, RunningChecksum> running =
      new EnumMap<>(ChecksumAlgorithm.class);

  private long length;
  private Optional<Outcome> outcome = Optional.empty();
  private Optional<S3Exception> failure = Optional.empty();

  private S3Body(S3Request request, PayloadSigning payload, Wanted wanted) {
    this.claims = BodyClaims.of(request.headers());
    this.declaredLength = request.declaredLength();
    this.chunks = unframed(request, payload, claims);
    boolean trailer =
        switch (payload) {
          case PayloadSigning.UnsignedChunks() -> true;
          case PayloadSigning.SignedChunks(var _, boolean withTrailer) -> withTrailer;
          case PayloadSigning.Unsigned(), PayloadSigning.Hashed(String _) -> false;
        };
    if (!trailer && !claims.trailers().isEmpty()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "x-amz-trailer announces a trailer, but x-amz-content-sha256 names a payload without"
              + " one.");
    }
    this.in = chunks.isPresent() ? chunks.get() : request.http().body();
    this.payloadSha256 =
        payload instanceof PayloadSigning.Hashed(String hash)
            ? Optional.of(hash)
            : Optional.empty();
    this.md5 =
        wanted.md5 || claims.md5().isPresent()
            ? Optional.of(digest(declaredLength, RunningChecksum.md5()))
            : Optional.empty();
    wanted.checksums.forEach(algorithm -> running.put(algorithm, algorithm.start()));
    claims.algorithm().ifPresent(algorithm -> running.putIfAbsent(algorithm, algorithm.start()));
    this.sha256 =
        payloadSha256.isPresent()
            ? Optional.of(digest(declaredLength, ChecksumAlgorithm.SHA256.start()))
            : Optional.empty();
  }

  /// Digests are the dearest that is done to a long body: they need not wait for one another.
  private static RunningChecksum digest(OptionalLong length, RunningChecksum checksum) {
    return length.orElse(0) >= LONG_BYTES ? RunningChecksum.beside(checksum) : checksum;
  }

  /// The payload of a request, from its start.
  ///
  /// @param payload from the request's authentication
  /// @throws S3Exception when the headers about the body contradict themselves
  public static S3Body open(S3Request request, PayloadSigning payload, Wanted wanted) {
    return new S3Body(request, payload, wanted);
  }

  private static Optional<AwsChunkedInputStream> unframed(
      S3Request request, PayloadSigning payload, BodyClaims claims) {
    InputStream body = request.http().body();
    return switch (payload) {
      case PayloadSigning.Unsigned() -> Optional.empty();
      case PayloadSigning.Hashed(String _) -> Optional.empty();
      case PayloadSigning.UnsignedChunks() ->
          Optional.of(
              new AwsChunkedInputStream(
                  body, request.requiredLength(), Optional.empty(), true, claims.trailers()));
      case PayloadSigning.SignedChunks(var seed, boolean withTrailer) ->
          Optional.of(
              new AwsChunkedInputStream(
                  body,
                  request.requiredLength(),
                  Optional.of(seed.start()),
                  withTrailer,
                  claims.trailers()));
    };
  }

  /// What the client claimed, known before the first byte.
  public BodyClaims claims() {
    return claims;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /// Reads on, and verifies when the end is reached.
  ///
  /// @throws S3Exception when the body is not what was claimed; every later read throws it again
  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (outcome.isPresent()) {
      return -1;
    }
    try {
      return readAndVerify(into, from, count);
    } catch (S3Exception refused) {
      failure = Optional.of(refused);
      throw refused;
    } catch (IOException broken) {
      // A stream that broke may later claim to have ended; the body stays incomplete.
      failure =
          Optional.of(new S3Exception(S3Error.INCOMPLETE_BODY, "The connection broke.", broken));
      throw broken;
    }
  }

  /// Reads what is left and verifies the whole.
  public Outcome finish() throws IOException {
    byte[] rest = new byte[8192];
    while (outcome.isEmpty()) {
      int _ = read(rest, 0, rest.length);
    }
    return outcome.get();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int readAndVerify(byte[] into, int from, int count) throws IOException {
    int got = in.read(into, from, count);
    if (got < 0) {
      outcome = Optional.of(verified());
      return -1;
    }
    length += got;
    if (length > declaredLength.orElse(Long.MAX_VALUE)) {
      throw new S3Exception(
          S3Error.INCOMPLETE_BODY, "The body is longer than its declared length.");
    }
    md5.ifPresent(digest -> digest.update(into, from, got));
    sha256.ifPresent(digest -> digest.update(into, from, got));
    running.values().forEach(digest -> digest.update(into, from, got));
    return got;
  }

  private Outcome verified() {
    if (declaredLength.isPresent() && length != declaredLength.getAsLong()) {
      throw new S3Exception(S3Error.INCOMPLETE_BODY);
    }
    requirePayloadHash();
    Optional<byte[]> computedMd5 = md5.map(RunningChecksum::finish);
    claims.md5().ifPresent(claimed -> requireMd5(claimed, computedMd5.orElseThrow()));
    var checksums = new EnumMap<ChecksumAlgorithm, Checksum>(ChecksumAlgorithm.class);
    running.forEach(
        (algorithm, digest) -> checksums.put(algorithm, Checksum.of(algorithm, digest.finish())));
    Optional<Checksum> claimed = claims.checksum().or(this::trailingChecksum);
    claimed.ifPresent(checksum -> requireChecksum(checksum, checksums));
    return new Outcome(length, computedMd5, Map.copyOf(checksums), claimed);
  }

  private void requirePayloadHash() {
    if (sha256.isEmpty()) {
      return;
    }
    byte[] computed = sha256.get().finish();
    byte[] claimed = HexFormat.of().parseHex(payloadSha256.orElseThrow());
    if (!MessageDigest.isEqual(claimed, computed)) {
      throw new S3Exception(S3Error.X_AMZ_CONTENT_SHA256_MISMATCH)
          .with("ClientComputedContentSHA256", payloadSha256.orElseThrow())
          .with("S3ComputedContentSHA256", HexFormat.of().formatHex(computed));
    }
  }

  private static void requireMd5(byte[] claimed, byte[] computed) {
    if (!MessageDigest.isEqual(claimed, computed)) {
      throw new S3Exception(
              S3Error.BAD_DIGEST, "The Content-MD5 you specified did not match what we received.")
          .with("ExpectedDigest", HexFormat.of().formatHex(claimed))
          .with("CalculatedDigest", HexFormat.of().formatHex(computed));
    }
  }

  private Optional<Checksum> trailingChecksum() {
    return claims
        .trailing()
        .flatMap(
            algorithm ->
                chunks
                    .map(AwsChunkedInputStream::trailers)
                    .map(trailers -> trailers.get(algorithm.header()))
                    .map(value -> BodyClaims.parse(algorithm, value)));
  }

  private static void requireChecksum(Checksum claimed, Map<ChecksumAlgorithm, Checksum> computed) {
    Checksum own = computed.get(claimed.algorithm());
    if (own == null || !claimed.matches(own.bytes())) {
      throw new S3Exception(
          S3Error.BAD_DIGEST,
          "The " + claimed.algorithm() + " you specified did not match the calculated checksum.");
    }
  }
}
