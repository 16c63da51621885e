package network.flashback.s3.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.S3Dates;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import network.flashback.s3.S3Query;

/// Signature version 2, which unmodified clients still use for presigned URLs.
///
/// It covers method, path, sub-resources, date and `x-amz-` headers, and not the body; it ends
/// where version 4 begins, and nothing here asks for it. Source: Amazon S3 User Guide, "Signing and
/// authenticating REST requests (signature version 2)".
final class SigV2 {
  private static final Duration SKEW_MAX = Duration.ofMinutes(15);

  /// As with version 4: a URL is good for a week at most.
  private static final Duration LIFE_MAX = Duration.ofDays(7);

  private static final DateTimeFormatter WITHOUT_WEEKDAY =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss zzz", Locale.ENGLISH);
  private static final Set<String> SIGNED_PARAMETERS =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "cors",
          "delete",
          "encryption",
          "inventory",
          "legal-hold",
          "lifecycle",
          "location",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "partNumber",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "replication",
          "requestPayment",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires",
          "restore",
          "retention",
          "select",
          "select-type",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versionId",
          "versioning",
          "versions",
          "website");
  // botocore leaves these out of what it signs.
  private static final Set<String> SOMETIMES_SIGNED =
      Set.of("encryption", "legal-hold", "policyStatus", "publicAccessBlock", "retention");

  private final Credentials credentials;
  private final S3Addressing addressing;
  private final InstantSource clock;

  SigV2(Credentials credentials, S3Addressing addressing, InstantSource clock) {
    this.credentials = credentials;
    this.addressing = addressing;
    this.clock = clock;
  }

  /// What a request says of its signature, not yet believed.
  ///
  /// @param expires seconds since 1970, for a presigned URL
  record Claim(String accessKeyId, String signature, Optional<String> expires) {
    static Optional<Claim> of(S3HttpRequest http) {
      var query = http.query();
      var authorization = http.headers().first("authorization").map(String::strip);
      if (query.has("AWSAccessKeyId") && query.has("Signature")) {
        if (authorization.isPresent()) {
          throw new S3Exception(
              S3Error.INVALID_ARGUMENT, "Only one auth mechanism allowed; the request has two.");
        }
        return Optional.of(
            new Claim(
                query.first("AWSAccessKeyId").orElse(""),
                query.first("Signature").orElse(""),
                Optional.of(query.first("Expires").orElse(""))));
      }
      return authorization.filter(value -> value.startsWith("AWS ")).map(Claim::ofHeader);
    }

    private static Claim ofHeader(String authorization) {
      int colon = authorization.lastIndexOf(':');
      if (colon < 5) {
        throw new S3Exception(
            S3Error.INVALID_ARGUMENT, "The authorization header must be \"AWS KEY:SIGNATURE\".");
      }
      return new Claim(
          authorization.substring(4, colon).strip(),
          authorization.substring(colon + 1).strip(),
          Optional.empty());
    }
  }

  Authentication verify(S3HttpRequest http, Claim claim) {
    var secret =
        credentials
            .secretOf(claim.accessKeyId)
            .orElseThrow(
                () ->
                    new S3Exception(S3Error.INVALID_ACCESS_KEY_ID)
                        .with("AWSAccessKeyId", claim.accessKeyId));
    var date = claim.expires.isPresent() ? claim.expires.get() : date(http.headers());
    requireInTime(http.headers(), claim);
    var resources = resources(http);
    var signed = false;
    for (String resource : resources) {
      signed |= SigV4.same(secret.signV2(stringToSign(http, date, resource)), claim.signature);
    }
    if (!signed) {
      throw new S3Exception(S3Error.SIGNATURE_DOES_NOT_MATCH)
          .with("AWSAccessKeyId", claim.accessKeyId)
          .with("StringToSign", stringToSign(http, date, resources.getFirst()))
          .with("SignatureProvided", claim.signature);
    }
    return new Authentication.Signed(
        claim.accessKeyId,
        new CredentialScope("", "", CredentialScope.S3),
        claim.expires.isPresent(),
        payload(http.headers()));
  }

  private static PayloadSigning payload(S3Headers headers) {
    var word = headers.first("x-amz-content-sha256").map(String::strip);
    return word.filter("STREAMING-UNSIGNED-PAYLOAD-TRAILER"::equals).isPresent()
        ? new PayloadSigning.UnsignedChunks()
        : new PayloadSigning.Unsigned();
  }

  private static Set<String> without(Set<String> left) {
    return SIGNED_PARAMETERS.stream()
        .filter(name -> !left.contains(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void requireInTime(S3Headers headers, Claim claim) {
    var now = clock.instant();
    if (claim.expires.isPresent()) {
      var expires = claim.expires.get();
      if (!expires.matches("[0-9]{1,12}")
          || !now.isBefore(Instant.ofEpochSecond(Long.parseLong(expires)))
          || now.plus(LIFE_MAX).isBefore(Instant.ofEpochSecond(Long.parseLong(expires)))) {
        throw new S3Exception(S3Error.ACCESS_DENIED, "Request has expired")
            .with("Expires", expires)
            .with("ServerTime", S3Dates.xml(now));
      }
      return;
    }
    var time =
        headers
            .first("x-amz-date")
            .or(() -> headers.first("date"))
            .flatMap(SigV2::time)
            .filter(given -> !given.isBefore(Instant.EPOCH))
            .orElseThrow(
                () ->
                    new S3Exception(
                        S3Error.ACCESS_DENIED,
                        "AWS authentication requires a valid Date or x-amz-date header"));
    if (Duration.between(time, now).abs().compareTo(SKEW_MAX) > 0) {
      throw new S3Exception(S3Error.REQUEST_TIME_TOO_SKEWED)
          .with("ServerTime", S3Dates.xml(now))
          .with("MaxAllowedSkewMilliseconds", Long.toString(SKEW_MAX.toMillis()));
    }
  }

  // Whoever signs a wrong weekday means the date.
  private static Optional<Instant> time(String text) {
    var exact = S3Dates.parse(text);
    int comma = text.indexOf(',');
    if (exact.isPresent() || comma < 0) {
      return exact;
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text.substring(comma + 1).strip(), WITHOUT_WEEKDAY).toInstant());
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }

  private static String date(S3Headers headers) {
    return headers.has("x-amz-date") ? "" : headers.first("date").orElse("");
  }

  /// The resource as clients write it: some leave newer sub-resources out, some end a bucket's path
  /// with a slash that is not on the wire.
  ///
  /// The host is not signed. A bucket that it names is therefore part of the resource, or what was
  /// signed for one bucket could be sent to another's host.
  private List<String> resources(S3HttpRequest http) {
    var all = new LinkedHashSet<String>();
    var path = addressing.pathStyleOf(http);
    var isBucket = path.length() > 1 && path.indexOf('/', 1) < 0;
    for (Set<String> parameters : List.of(SIGNED_PARAMETERS, without(SOMETIMES_SIGNED))) {
      all.add(resource(http, path, parameters));
      if (isBucket) {
        all.add(resource(http, path + "/", parameters));
      }
    }
    return List.copyOf(all);
  }

  private static String stringToSign(S3HttpRequest http, String date, String resource) {
    return http.method()
        + "\n"
        + http.headers().first("content-md5").map(String::strip).orElse("")
        + "\n"
        + http.headers().first("content-type").map(String::strip).orElse("")
        + "\n"
        + date
        + "\n"
        + amzHeaders(http.headers())
        + resource;
  }

  private static String amzHeaders(S3Headers headers) {
    var sorted = new TreeMap<String, String>();
    for (S3Headers.Field field : headers) {
      if (field.name().startsWith("x-amz-")) {
        sorted.merge(
            field.name().toLowerCase(Locale.ROOT),
            field.value().strip(),
            (before, more) -> before + "," + more);
      }
    }
    var text = new StringBuilder();
    sorted.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.toString();
  }

  private static String resource(S3HttpRequest http, String path, Set<String> parameters) {
    var signed =
        http.query().parameters().stream()
            .filter(parameter -> parameters.contains(parameter.name()))
            .sorted(java.util.Comparator.comparing(S3Query.Parameter::name))
            .map(one -> one.value().isEmpty() ? one.name() : one.name() + "=" + one.value())
            .collect(Collectors.joining("&"));
    return path + (signed.isEmpty() ? "" : "?" + signed);
  }
}
