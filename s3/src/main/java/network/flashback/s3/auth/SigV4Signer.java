package network.flashback.s3.auth;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3Query;
import network.flashback.s3.UriEncoding;

/// The client's side: signs requests for one access key and region.
public final class SigV4Signer {
  /// The payload word of a body that is not covered by the signature.
  public static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

  private static final Duration EXPIRY_MAX = Duration.ofDays(7);

  private final String accessKeyId;
  private final SecretAccessKey secret;
  private final String region;
  private final InstantSource clock;

  public SigV4Signer(
      String accessKeyId, SecretAccessKey secret, String region, InstantSource clock) {
    this.accessKeyId = accessKeyId;
    this.secret = secret;
    this.region = region;
    this.clock = clock;
  }

  /// The headers to send: those given, `host`, `x-amz-date`, `x-amz-content-sha256` and
  /// `authorization`. All given ones are signed.
  ///
  /// @param uri path and query percent-encoded as they will be sent
  /// @param payload `x-amz-content-sha256`: [#sha256] of the body, [#UNSIGNED_PAYLOAD] or a
  ///   streaming word
  public S3Headers sign(String method, URI uri, S3Headers headers, String payload) {
    SigningContext context = context(clock.instant());
    S3Headers all =
        headers
            .with("host", host(uri))
            .with("x-amz-content-sha256", payload)
            .with("x-amz-date", context.timestamp());
    List<String> names = names(all);
    String signature = signature(context, method, uri, all, names, payload);
    return all.with(
        "authorization",
        SigV4.ALGORITHM
            + " Credential="
            + accessKeyId
            + "/"
            + context.scope()
            + ",SignedHeaders="
            + String.join(";", names)
            + ",Signature="
            + signature);
  }

  /// The chain of chunk signatures that continues a request signed with a streaming word.
  ///
  /// @param signed what [#sign] returned
  public ChunkSignatures chunksAfter(S3Headers signed) {
    String timestamp = signed.first("x-amz-date").orElseThrow();
    String authorization = signed.first("authorization").orElseThrow();
    String seed = authorization.substring(authorization.lastIndexOf('=') + 1);
    return new ChunkSignatures.Seed(context(SigV4.parseTimestamp(timestamp).orElseThrow()), seed)
        .start();
  }

  /// A URL that carries its own signature; whoever holds it may send the request until it expires.
  ///
  /// @param headers the holder must send exactly these; `host` is added
  /// @param valid 1 second to 7 days
  public URI presign(String method, URI uri, S3Headers headers, Duration valid) {
    if (valid.compareTo(Duration.ofSeconds(1)) < 0 || valid.compareTo(EXPIRY_MAX) > 0) {
      throw new IllegalArgumentException(
          "A presigned URL is valid for 1 second to 7 days, not " + valid);
    }
    SigningContext context = context(clock.instant());
    S3Headers all = headers.with("host", host(uri));
    List<String> names = names(all);
    String given = uri.getRawQuery() == null ? "" : uri.getRawQuery() + "&";
    URI unsigned =
        URI.create(
            uri.getScheme()
                + "://"
                + uri.getRawAuthority()
                + rawPath(uri)
                + "?"
                + given
                + "X-Amz-Algorithm="
                + SigV4.ALGORITHM
                + "&X-Amz-Credential="
                + UriEncoding.encode(accessKeyId + "/" + context.scope())
                + "&X-Amz-Date="
                + context.timestamp()
                + "&X-Amz-Expires="
                + valid.toSeconds()
                + "&X-Amz-SignedHeaders="
                + UriEncoding.encode(String.join(";", names)));
    String signature = signature(context, method, unsigned, all, names, UNSIGNED_PAYLOAD);
    return URI.create(unsigned + "&X-Amz-Signature=" + signature);
  }

  /// Lower-case hex.
  public static String sha256(byte[] body) {
    return SigV4.sha256Hex(body);
  }

  private SigningContext context(Instant now) {
    String timestamp = SigV4.timestamp(now);
    var scope = new CredentialScope(timestamp.substring(0, 8), region, CredentialScope.S3);
    return new SigningContext(secret.derive(scope), timestamp, scope);
  }

  private static String signature(
      SigningContext context,
      String method,
      URI uri,
      S3Headers headers,
      List<String> names,
      String payload) {
    String rawQuery = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    var canonical =
        CanonicalRequest.of(
            method.toUpperCase(Locale.ROOT),
            rawPath(uri),
            S3Query.parse(rawQuery),
            headers,
            names,
            payload);
    return context.sign(context.requestStringToSign(canonical.hash()));
  }

  private static List<String> names(S3Headers headers) {
    var names = new TreeSet<String>();
    headers.forEach(field -> names.add(field.name()));
    return List.copyOf(names);
  }

  private static String rawPath(URI uri) {
    return uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
  }

  // HTTP clients leave the scheme's own port out of the Host header.
  private static String host(URI uri) {
    boolean usual =
        uri.getPort() < 0
            || uri.getPort() == ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
    return usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }
}
