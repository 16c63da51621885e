package network.flashback.s3.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigV4VerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final SecretAccessKey SECRET = new SecretAccessKey("secret");
  private static final URI URL = URI.create("http://localhost:9000/b/a%20key?versionId=1");

  private Instant serverTime = NOW;
  private Optional<SecretAccessKey> known = Optional.of(SECRET);
  private final SigV4Verifier verifier =
      new SigV4Verifier(
          id -> id.equals("key/with/slash") ? known : Optional.empty(),
          Set.of("eu-central-1"),
          () -> serverTime);

  @Test
  void anUnsignedRequestIsAnonymous() {
    assertThat(verifier.verify(request("GET", URL, S3Headers.of("Host", "h"))))
        .isInstanceOf(Authentication.Anonymous.class);
  }

  @Test
  void aSignedRequestNamesItsAccessKey() {
    assertThat(verifier.verify(request("GET", URL, signed())))
        .isInstanceOfSatisfying(
            Authentication.Signed.class,
            caller -> assertThat(caller.accessKeyId()).isEqualTo("key/with/slash"));
  }

  @Test
  void whitespaceRepetitionAndUtf8InHeadersAreCanonical() {
    var headers =
        S3Headers.of(
            "x-amz-meta-a",
            "  one   two ",
            "x-amz-meta-a",
            "three",
            "x-amz-meta-b",
            S3Headers.encode("ü"));
    S3Headers sent =
        signer("key/with/slash", "eu-central-1").sign("PUT", URL, headers, "UNSIGNED-PAYLOAD");
    assertThat(verifier.verify(request("PUT", URL, sent)))
        .isInstanceOf(Authentication.Signed.class);
  }

  @Test
  void everySpellingOfAPathAndQueryIsTheSame() {
    S3Headers sent =
        signer("key/with/slash", "eu-central-1")
            .sign(
                "GET",
                URI.create("http://h/b/%28x%29%7Ey?prefix=a%2Fb&acl"),
                S3Headers.none(),
                "UNSIGNED-PAYLOAD");
    var respelt =
        new S3HttpRequest(
            "GET", "/b/(x)~y", "acl=&prefix=a/b", sent, InputStream.nullInputStream());
    assertThat(verifier.verify(respelt)).isInstanceOf(Authentication.Signed.class);
  }

  @Test
  void anythingSignedThatChangesBreaksTheSignature() {
    S3Headers sent = signed();
    assertRefused("SignatureDoesNotMatch", request("PUT", URL, sent));
    assertRefused(
        "SignatureDoesNotMatch", request("GET", URI.create("http://h/b/other?versionId=1"), sent));
    assertRefused(
        "SignatureDoesNotMatch",
        request("GET", URI.create("http://h/b/a%20key?versionId=2"), sent));
    assertRefused("SignatureDoesNotMatch", request("GET", URL, replaced(sent, "host", "other")));
    assertRefused(
        "SignatureDoesNotMatch",
        request("GET", URL, replaced(sent, "x-amz-content-sha256", SigV4.EMPTY_SHA256)));
  }

  @Test
  void aRotatedOrRevokedSecretIsNoticedAtOnce() {
    S3Headers sent = signed();
    verifier.verify(request("GET", URL, sent));
    known = Optional.of(new SecretAccessKey("rotated"));
    assertRefused("SignatureDoesNotMatch", request("GET", URL, sent));
    known = Optional.empty();
    assertRefused("InvalidAccessKeyId", request("GET", URL, sent));
  }

  @Test
  void keyRegionAndServiceMustBeKnown() {
    assertRefused(
        "InvalidAccessKeyId", request("GET", URL, sign(signer("stranger", "eu-central-1"))));
    assertRefused(
        "AuthorizationHeaderMalformed",
        request("GET", URL, sign(signer("key/with/slash", "us-east-1"))));
    S3Headers ec2 =
        replaced(signed(), "authorization", authorization(signed()).replace("/s3/", "/ec2/"));
    assertRefused("AuthorizationHeaderMalformed", request("GET", URL, ec2));
    S3Headers otherDay =
        replaced(
            signed(), "authorization", authorization(signed()).replace("/20260101/", "/20260102/"));
    assertRefused("AuthorizationHeaderMalformed", request("GET", URL, otherDay));
  }

  @ParameterizedTest
  @CsvSource({"-901, RequestTimeTooSkewed", "901, RequestTimeTooSkewed", "-900, none", "900, none"})
  void clocksMayDifferByFifteenMinutes(long seconds, String code) {
    serverTime = NOW.plusSeconds(seconds);
    assertVerdict(code, request("GET", URL, signed()));
  }

  @ParameterizedTest
  @CsvSource({"-901, AccessDenied", "-900, none", "0, none", "3600, none", "3601, AccessDenied"})
  void aPresignedUrlIsGoodUntilItExpires(long seconds, String code) {
    serverTime = NOW.plusSeconds(seconds);
    assertVerdict(code, request("GET", presigned(), S3Headers.of("Host", "localhost:9000")));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "-1000", "604801", "99999999999"})
  void aPresignedUrlThatIsNeverGoodOpensNothing(String seconds) {
    URI changed = URI.create(presigned().toString().replace("Expires=3600", "Expires=" + seconds));
    assertRefused("AccessDenied", request("GET", changed, S3Headers.of("Host", "localhost:9000")));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Expires=3600, X-Amz-Expires=soon",
    "X-Amz-Expires=3600, X-Amz-Expires=3600&X-Amz-Expires=9",
    "&X-Amz-Expires=3600, ''",
    "AWS4-HMAC-SHA256, AWS4-HMAC-SHA1",
    "20260101T120000Z, yesterday",
    "aws4_request, aws5_request",
    "eu-central-1, us-east-1",
  })
  void aMalformedPresignedUrlIsRefused(String was, String is) {
    URI changed = URI.create(presigned().toString().replace(was, is));
    assertRefused(
        "AuthorizationQueryParametersError",
        request("GET", changed, S3Headers.of("Host", "localhost:9000")));
  }

  @Test
  void aPresignedUrlCannotBeExtendedOrGivenMoreHeaders() {
    URI longer = URI.create(presigned().toString().replace("Expires=3600", "Expires=3601"));
    assertRefused(
        "SignatureDoesNotMatch", request("GET", longer, S3Headers.of("Host", "localhost:9000")));
    assertRefused(
        "AccessDenied",
        request(
            "GET",
            presigned(),
            S3Headers.of("Host", "localhost:9000", "x-amz-acl", "public-read")));
  }

  @Test
  void amzHeadersAndHostMustBeSigned() {
    assertRefused("AccessDenied", request("GET", URL, signed().with("x-amz-acl", "public-read")));
    S3Headers hostless =
        replaced(
            signed(),
            "authorization",
            authorization(signed()).replace("SignedHeaders=host;", "SignedHeaders="));
    assertRefused("AccessDenied", request("GET", URL, hostless));
  }

  @Test
  void whatIsMissingOrOfAnotherKindIsNamed() {
    assertRefused("MissingSecurityHeader", request("GET", URL, without("x-amz-content-sha256")));
    assertRefused("AccessDenied", request("GET", URL, without("x-amz-date")));
    assertRefused("MissingSecurityHeader", request("GET", URL, without("host")));
    assertRefused("InvalidAccessKeyId", authorized("AWS nobody:signature"));
    assertRefused("InvalidArgument", authorized("Basic a2V5"));
    assertRefused("AuthorizationHeaderMalformed", authorized("AWS4-HMAC-SHA256 Credential=a"));
    assertRefused("AuthorizationHeaderMalformed", authorized("AWS4-HMAC-SHA256 Nonsense=a"));
    assertRefused(
        "InvalidArgument",
        request("GET", presigned(), S3Headers.of("Authorization", "AWS4-HMAC-SHA256 x")));
    assertRefused(
        "InvalidArgument",
        request("GET", URL, replaced(signed(), "x-amz-content-sha256", "nonsense")));
    assertRefused(
        "InvalidToken",
        request(
            "GET",
            URL,
            signer("key/with/slash", "eu-central-1")
                .sign("GET", URL, S3Headers.of("x-amz-security-token", "t"), "UNSIGNED-PAYLOAD")));
  }

  @Test
  void secretsDoNotPrintThemselves() {
    assertThat(SECRET.toString()).doesNotContain("secret");
  }

  private static SigV4Signer signer(String accessKeyId, String region) {
    return new SigV4Signer(accessKeyId, SECRET, region, InstantSource.fixed(NOW));
  }

  private static S3Headers signed() {
    return sign(signer("key/with/slash", "eu-central-1"));
  }

  private static S3Headers sign(SigV4Signer signer) {
    return signer.sign("GET", URL, S3Headers.none(), SigV4Signer.UNSIGNED_PAYLOAD);
  }

  private static URI presigned() {
    return signer("key/with/slash", "eu-central-1")
        .presign("GET", URL, S3Headers.none(), Duration.ofHours(1));
  }

  private static String authorization(S3Headers headers) {
    return headers.first("authorization").orElseThrow();
  }

  private static S3HttpRequest authorized(String value) {
    return request(
        "GET",
        URL,
        S3Headers.of(
            "Host", "h", "Authorization", value, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
  }

  private static S3Headers without(String name) {
    return replaced(signed(), name, "");
  }

  private static S3Headers replaced(S3Headers headers, String name, String value) {
    var changed = S3Headers.builder();
    for (S3Headers.Field field : headers) {
      if (!field.name().equals(name)) {
        changed.add(field.name(), field.value());
      } else if (!value.isEmpty()) {
        changed.add(name, value);
      }
    }
    return changed.build();
  }

  private static S3HttpRequest request(String method, URI uri, S3Headers headers) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return new S3HttpRequest(
        method, uri.getRawPath(), query, headers, InputStream.nullInputStream());
  }

  private void assertVerdict(String code, S3HttpRequest request) {
    if (code.equals("none")) {
      assertThat(verifier.verify(request)).isInstanceOf(Authentication.Signed.class);
    } else {
      assertRefused(code, request);
    }
  }

  private void assertRefused(String code, S3HttpRequest request) {
    assertThatThrownBy(() -> verifier.verify(request))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error().code()).isEqualTo(code));
  }
}
