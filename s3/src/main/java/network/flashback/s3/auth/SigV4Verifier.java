package network.flashback.s3.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.S3Dates;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;

/// Finds out who signed a request, or that nobody did, or that somebody only pretended to.
///
/// Safe for use by many threads.
public final class SigV4Verifier {
  private static final Duration SKEW_MAX = Duration.ofMinutes(15);
  private static final int SIGNING_KEYS_MAX = 4096;

  private record KeyOfDay(String accessKeyId, CredentialScope scope) {}

  private record Derived(SecretAccessKey from, SigningKey key) {}

  private final Credentials credentials;
  private final Set<String> regions;
  private final S3Addressing addressing;
  private final InstantSource clock;
  // Deriving a key costs four HMACs. Only verified requests enter one, so strangers cannot fill it.
  private final Map<KeyOfDay, Derived> derived = new ConcurrentHashMap<>();

  /// A verifier over these keys.
  ///
  /// @param regions the regions a client may sign for; empty accepts any, for endpoints that have
  ///   none
  /// @param addressing how a bucket is named by a host, which version 2 signs as part of the path
  public SigV4Verifier(
      Credentials credentials, Set<String> regions, S3Addressing addressing, InstantSource clock) {
    this.credentials = credentials;
    this.regions = Set.copyOf(regions);
    this.addressing = addressing;
    this.clock = clock;
  }

  /// Like the other, where every request is path style.
  public SigV4Verifier(Credentials credentials, Set<String> regions, InstantSource clock) {
    this(credentials, regions, S3Addressing.pathStyle(), clock);
  }

  /// Verifies everything about a signature but the body, which [network.flashback.s3.body.S3Body]
  /// does.
  ///
  /// @throws S3Exception the error S3 documents for what is wrong with the signature
  public Authentication verify(S3HttpRequest http) {
    Optional<SigV2.Claim> older = SigV2.Claim.of(http);
    if (older.isPresent()) {
      requireNoToken(http);
      return new SigV2(credentials, addressing, clock).verify(http, older.get());
    }
    Optional<Claim> claim = Claim.of(http);
    return claim.isPresent() ? verify(http, claim.get()) : anonymous(http);
  }

  /// Who signed a form's policy; nobody, for a form without signature fields.
  ///
  /// @param fields by lower-case name
  /// @throws S3Exception the error S3 documents for what is wrong with the signature
  public Authentication verifyForm(Map<String, String> fields) {
    return new FormSignature(credentials).verify(fields);
  }

  private Authentication verify(S3HttpRequest http, Claim claim) {
    var word = PayloadSigning.Word.of(claim.payloadHash());
    requireScope(claim);
    requireInTime(claim);
    requireSigned(http, claim);
    requireNoToken(http);
    SecretAccessKey secret =
        credentials
            .secretOf(claim.accessKeyId())
            .orElseThrow(
                () ->
                    new S3Exception(S3Error.INVALID_ACCESS_KEY_ID)
                        .with("AWSAccessKeyId", claim.accessKeyId()));
    var keyOfDay = new KeyOfDay(claim.accessKeyId(), claim.scope());
    Derived known = derived.get(keyOfDay);
    boolean cached = known != null && known.from.equals(secret);
    SigningKey key = known != null && cached ? known.key : secret.derive(claim.scope());
    var context = new SigningContext(key, claim.timestamp(), claim.scope());
    requireSignature(http, claim, context);
    if (!cached) {
      remember(keyOfDay, new Derived(secret, key));
    }
    return new Authentication.Signed(
        claim.accessKeyId(), claim.scope(), claim.presigned(), payload(word, claim, context));
  }

  private void remember(KeyOfDay keyOfDay, Derived key) {
    if (derived.size() >= SIGNING_KEYS_MAX) {
      derived.clear();
    }
    derived.put(keyOfDay, key);
  }

  private static PayloadSigning payload(
      PayloadSigning.Word word, Claim claim, SigningContext context) {
    return switch (word) {
      case UNSIGNED -> new PayloadSigning.Unsigned();
      case HASH -> new PayloadSigning.Hashed(claim.payloadHash());
      case UNSIGNED_CHUNKS -> new PayloadSigning.UnsignedChunks();
      case SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER ->
          new PayloadSigning.SignedChunks(
              new ChunkSignatures.Seed(context, claim.signature()),
              word == PayloadSigning.Word.SIGNED_CHUNKS_TRAILER);
    };
  }

  private static Authentication anonymous(S3HttpRequest http) {
    String value = http.headers().first("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD").strip();
    PayloadSigning payload =
        switch (PayloadSigning.Word.of(value)) {
          case UNSIGNED -> new PayloadSigning.Unsigned();
          case HASH -> new PayloadSigning.Hashed(value);
          case UNSIGNED_CHUNKS -> new PayloadSigning.UnsignedChunks();
          case SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER ->
              throw new S3Exception(
                  S3Error.ACCESS_DENIED, "Signed chunks need a signed request to start from.");
        };
    return new Authentication.Anonymous(payload);
  }

  private void requireScope(Claim claim) {
    CredentialScope scope = claim.scope();
    if (!scope.service().equals(CredentialScope.S3)) {
      throw malformed(
          claim, "incorrect service \"" + scope.service() + "\". This endpoint belongs to \"s3\".");
    }
    if (!regions.isEmpty() && !regions.contains(scope.region())) {
      String expected = new TreeSet<>(regions).getFirst();
      throw malformed(
              claim, "the region '" + scope.region() + "' is wrong; expecting '" + expected + "'")
          .with("Region", expected);
    }
    if (!claim.timestamp().startsWith(scope.date())) {
      throw malformed(
          claim,
          "Invalid credential date \""
              + scope.date()
              + "\". This date is not the same as X-Amz-Date: \""
              + claim.timestamp().substring(0, 8)
              + "\".");
    }
  }

  private static S3Exception malformed(Claim claim, String why) {
    return claim.presigned()
        ? Claim.malformedQuery("Error parsing the X-Amz-Credential parameter; " + why)
        : Claim.malformedHeader(why);
  }

  private void requireInTime(Claim claim) {
    Instant now = clock.instant();
    if (claim.expiresSeconds().isPresent()) {
      int seconds = claim.expiresSeconds().get();
      if (claim.time().isAfter(now.plus(SKEW_MAX))) {
        throw new S3Exception(S3Error.ACCESS_DENIED, "Request is not yet valid")
            .with("X-Amz-Date", claim.timestamp())
            .with("ServerTime", S3Dates.xml(now));
      }
      Instant expiry = claim.time().plusSeconds(seconds);
      if (now.isAfter(expiry)) {
        throw new S3Exception(S3Error.ACCESS_DENIED, "Request has expired")
            .with("X-Amz-Expires", Integer.toString(seconds))
            .with("Expires", S3Dates.xml(expiry))
            .with("ServerTime", S3Dates.xml(now));
      }
    } else if (Duration.between(claim.time(), now).abs().compareTo(SKEW_MAX) > 0) {
      throw new S3Exception(S3Error.REQUEST_TIME_TOO_SKEWED)
          .with("RequestTime", claim.timestamp())
          .with("ServerTime", S3Dates.xml(now))
          .with("MaxAllowedSkewMilliseconds", Long.toString(SKEW_MAX.toMillis()));
    }
  }

  // A header S3 acts upon must be covered, or whoever relays the request could add one.
  private static void requireSigned(S3HttpRequest http, Claim claim) {
    var unsigned = new ArrayList<String>();
    if (!claim.signedHeaders().contains("host")) {
      unsigned.add("host");
    }
    for (S3Headers.Field field : http.headers()) {
      if (field.name().startsWith("x-amz-") && !claim.signedHeaders().contains(field.name())) {
        unsigned.add(field.name());
      }
    }
    if (!unsigned.isEmpty()) {
      throw new S3Exception(
              S3Error.ACCESS_DENIED,
              "There were headers present in the request which were not signed")
          .with("HeadersNotSigned", String.join(", ", unsigned));
    }
    for (String name : claim.signedHeaders()) {
      if (!http.headers().has(name)) {
        throw new S3Exception(
                S3Error.MISSING_SECURITY_HEADER,
                "Your request is missing a header that its signature covers: " + name)
            .with("MissingHeaderName", name);
      }
    }
  }

  private static void requireNoToken(S3HttpRequest http) {
    if (http.headers().has("x-amz-security-token") || http.query().has("X-Amz-Security-Token")) {
      throw new S3Exception(
          S3Error.INVALID_TOKEN,
          "This endpoint issues no session tokens. Sign with the access key alone.");
    }
  }

  private static void requireSignature(S3HttpRequest http, Claim claim, SigningContext context) {
    var canonical =
        CanonicalRequest.of(
            http.method(),
            http.rawPath(),
            http.query(),
            http.headers(),
            claim.signedHeaders(),
            claim.payloadHash());
    String stringToSign = context.requestStringToSign(canonical.hash());
    if (SigV4.same(context.sign(stringToSign), claim.signature())) {
      return;
    }
    var mismatch =
        new S3Exception(S3Error.SIGNATURE_DOES_NOT_MATCH)
            .with("AWSAccessKeyId", claim.accessKeyId())
            .with("StringToSign", stringToSign)
            .with("SignatureProvided", claim.signature());
    // The canonical request shows a client what it signed differently, but would repeat the key of
    // an SSE-C request.
    throw canonical.text().contains("-customer-key:")
        ? mismatch
        : mismatch.with("CanonicalRequest", canonical.text());
  }
}
