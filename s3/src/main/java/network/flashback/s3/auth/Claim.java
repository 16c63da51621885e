package network.flashback.s3.auth;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.flashback.s3.S3Dates;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import network.flashback.s3.S3Query;

/// What a signed request says of its own signature, well-formed but not yet believed.
///
/// @param signedHeaders lower case, sorted
/// @param timestamp as signed
/// @param expiresSeconds for a presigned URL, how long after `time` it is good; absent for header
///   signatures
record Claim(
    String accessKeyId,
    CredentialScope scope,
    List<String> signedHeaders,
    String signature,
    String timestamp,
    Instant time,
    String payloadHash,
    Optional<Integer> expiresSeconds) {

  private static final int EXPIRES_SECONDS_MAX = 604_800;
  private static final List<String> QUERY_PARAMETERS =
      List.of(
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Date",
          "X-Amz-Expires",
          "X-Amz-SignedHeaders",
          "X-Amz-Signature");

  boolean presigned() {
    return expiresSeconds.isPresent();
  }

  /// The claim of a request, wherever it stands; empty for an anonymous request.
  static Optional<Claim> of(S3HttpRequest http) {
    Optional<String> header = http.headers().first("authorization").map(String::strip);
    boolean inQuery = http.query().has("X-Amz-Algorithm") || http.query().has("X-Amz-Signature");
    if (header.isPresent() && inQuery) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT,
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature"
              + " query string parameter or the Authorization header should be specified");
    }
    if (inQuery) {
      return Optional.of(ofQuery(http));
    }
    return header.map(value -> ofHeader(http, value));
  }

  private static Claim ofHeader(S3HttpRequest http, String authorization) {
    if (!authorization.startsWith(SigV4.ALGORITHM)) {
      throw new S3Exception(
              S3Error.INVALID_ARGUMENT,
              "Unsupported Authorization Type. Sign with AWS4-HMAC-SHA256.")
          .with("ArgumentName", "Authorization");
    }
    String credential = "";
    String signedHeaders = "";
    String signature = "";
    for (String field : authorization.substring(SigV4.ALGORITHM.length()).split(",", -1)) {
      int equals = field.indexOf('=');
      String name = equals < 0 ? field.strip() : field.substring(0, equals).strip();
      String value = equals < 0 ? "" : field.substring(equals + 1).strip();
      switch (name) {
        case "Credential" -> credential = value;
        case "SignedHeaders" -> signedHeaders = value;
        case "Signature" -> signature = value;
        default -> throw malformedHeader("it has the unknown field '" + name + "'.");
      }
    }
    if (credential.isEmpty() || signedHeaders.isEmpty() || signature.isEmpty()) {
      throw malformedHeader(
          "it requires three components: Credential, SignedHeaders, and Signature.");
    }
    String payloadHash =
        http.headers()
            .first("x-amz-content-sha256")
            .map(String::strip)
            .orElseThrow(
                () ->
                    new S3Exception(
                            S3Error.MISSING_SECURITY_HEADER,
                            "Your request is missing a required header: x-amz-content-sha256")
                        .with("MissingHeaderName", "x-amz-content-sha256"));
    Instant time = timeOf(http.headers());
    return new Claim(
        accessKeyOf(credential, false),
        scopeOf(credential, false),
        headerNames(signedHeaders, false),
        signature,
        SigV4.timestamp(time),
        time,
        payloadHash,
        Optional.empty());
  }

  private static Instant timeOf(S3Headers headers) {
    Optional<String> amzDate = headers.first("x-amz-date").map(String::strip);
    Optional<Instant> time =
        amzDate.isPresent()
            ? SigV4.parseTimestamp(amzDate.get())
            : headers.first("date").flatMap(Claim::parseDate);
    return time.orElseThrow(
        () ->
            new S3Exception(
                S3Error.ACCESS_DENIED,
                "AWS authentication requires a valid Date or x-amz-date header"));
  }

  private static Optional<Instant> parseDate(String value) {
    return SigV4.parseTimestamp(value.strip()).or(() -> S3Dates.parse(value));
  }

  private static Claim ofQuery(S3HttpRequest http) {
    S3Query query = http.query();
    for (String name : QUERY_PARAMETERS) {
      long given = query.parameters().stream().filter(one -> one.name().equals(name)).count();
      if (given != 1) {
        throw malformedQuery(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
                + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters,"
                + " each once.");
      }
    }
    if (!value(query, "X-Amz-Algorithm").equals(SigV4.ALGORITHM)) {
      throw malformedQuery("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
    }
    String timestamp = value(query, "X-Amz-Date");
    Instant time =
        SigV4.parseTimestamp(timestamp)
            .orElseThrow(
                () ->
                    malformedQuery(
                        "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""));
    String credential = value(query, "X-Amz-Credential");
    return new Claim(
        accessKeyOf(credential, true),
        scopeOf(credential, true),
        headerNames(value(query, "X-Amz-SignedHeaders"), true),
        value(query, "X-Amz-Signature"),
        timestamp,
        time,
        query
            .first("X-Amz-Content-Sha256")
            .or(() -> http.headers().first("x-amz-content-sha256"))
            .map(String::strip)
            .orElse("UNSIGNED-PAYLOAD"),
        Optional.of(expires(value(query, "X-Amz-Expires"))));
  }

  private static String value(S3Query query, String name) {
    return query.first(name).orElse("");
  }

  private static int expires(String text) {
    if (!text.matches("-?[0-9]+")) {
      throw malformedQuery("X-Amz-Expires should be a number");
    }
    int seconds = text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text);
    if (seconds < 1 || seconds > EXPIRES_SECONDS_MAX) {
      // S3 answers 400. Radosgw answers what the URL is: one that opens nothing, at no time.
      throw new S3Exception(
          S3Error.ACCESS_DENIED,
          "Request has expired: X-Amz-Expires must be at least 1 and at most a week, 604800"
              + " seconds.");
    }
    return seconds;
  }

  private static String accessKeyOf(String credential, boolean presigned) {
    String scope = "/" + scopeOf(credential, presigned);
    return credential.substring(0, credential.length() - scope.length());
  }

  // The access key may itself hold slashes, so the four fields of the scope are taken from the end.
  private static CredentialScope scopeOf(String credential, boolean presigned) {
    String[] fields = credential.split("/", -1);
    int n = fields.length;
    boolean complete =
        n >= 5
            && !fields[0].isEmpty()
            && fields[n - 1].equals(CredentialScope.TERMINATOR)
            && fields[n - 4].length() == 8;
    if (!complete) {
      throw malformed(
          presigned,
          "the Credential is mal-formed; expecting"
              + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    }
    return new CredentialScope(fields[n - 4], fields[n - 3], fields[n - 2]);
  }

  private static List<String> headerNames(String text, boolean presigned) {
    List<String> names = Arrays.asList(text.split(";", -1));
    boolean sorted = names.stream().sorted().distinct().toList().equals(names);
    boolean lower = text.chars().noneMatch(c -> (c >= 'A' && c <= 'Z') || c <= ' ');
    if (!sorted || !lower || names.contains("")) {
      throw malformed(presigned, "SignedHeaders must be lower-case names, sorted, each once.");
    }
    return names;
  }

  private static S3Exception malformed(boolean presigned, String why) {
    return presigned
        ? malformedQuery("Error parsing the query parameters: " + why)
        : malformedHeader(why);
  }

  static S3Exception malformedHeader(String why) {
    return new S3Exception(
        S3Error.AUTHORIZATION_HEADER_MALFORMED, "The authorization header is malformed; " + why);
  }

  static S3Exception malformedQuery(String message) {
    return new S3Exception(S3Error.AUTHORIZATION_QUERY_PARAMETERS_ERROR, message);
  }
}
