package network.flashback.s3.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import org.junit.jupiter.api.Test;

/// The examples of "Signing and authenticating REST requests (signature version 2)", Amazon S3 User
/// Guide.
class SigV2Test {
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final Instant THEN = Instant.parse("2007-03-27T19:36:42Z");

  @Test
  void theHeaderOfTheGuideIsBelieved() {
    var verified = verify(get("/awsexamplebucket1/photos/puppy.jpg", "", header()), THEN);
    assertThat(verified)
        .isInstanceOfSatisfying(
            Authentication.Signed.class,
            signed -> {
              assertThat(signed.accessKeyId()).isEqualTo(KEY);
              assertThat(signed.presigned()).isFalse();
            });
  }

  @Test
  void theBucketMayBeInTheHostAsTheGuideHasIt() {
    var headers = at("awsexamplebucket1.us-west-1.s3.amazonaws.com", header());
    assertThat(verify(get("/photos/puppy.jpg", "", headers), THEN))
        .isInstanceOf(Authentication.Signed.class);
  }

  @Test
  void whatWasSignedForOneBucketIsRefusedAtAnothersHost() {
    var signed = "/awsexamplebucket1/photos/puppy.jpg";
    assertRefused(
        "SignatureDoesNotMatch",
        get(signed, "", at("other.us-west-1.s3.amazonaws.com", header())),
        THEN);
    assertRefused(
        "SignatureDoesNotMatch",
        get("/photos/puppy.jpg", "", at("other.us-west-1.s3.amazonaws.com", header())),
        THEN);
  }

  private static S3Headers at(String host, S3Headers headers) {
    var all = S3Headers.builder().add("host", host);
    headers.forEach(field -> all.add(field.name(), field.value()));
    return all.build();
  }

  @Test
  void anotherPathKeyOrTimeIsNot() {
    assertRefused(
        "SignatureDoesNotMatch", get("/awsexamplebucket1/photos/kitten.jpg", "", header()), THEN);
    assertRefused(
        "RequestTimeTooSkewed",
        get("/awsexamplebucket1/photos/puppy.jpg", "", header()),
        THEN.plusSeconds(1000));
    assertRefused(
        "InvalidAccessKeyId",
        get("/b", "", S3Headers.of("authorization", "AWS nobody:signature")),
        THEN);
  }

  @Test
  void aPresignedUrlEndsAtItsTime() {
    var secret = secretOf(KEY).orElseThrow();
    var signature = secret.signV2("GET\n\n\n1175139620\n/b/k?versionId=7");
    var query =
        "versionId=7&AWSAccessKeyId="
            + KEY
            + "&Expires=1175139620&Signature="
            + signature.replace("+", "%2B").replace("=", "%3D");
    var request = get("/b/k", query, S3Headers.none());
    assertThat(verify(request, Instant.ofEpochSecond(1175139619)))
        .isInstanceOf(Authentication.Signed.class);
    assertRefused("AccessDenied", request, Instant.ofEpochSecond(1175139620));
    assertRefused(
        "SignatureDoesNotMatch",
        get("/b/k", query.replace("versionId=7", "versionId=8"), S3Headers.none()),
        Instant.ofEpochSecond(1175139619));
  }

  private static S3Headers header() {
    return S3Headers.of(
        "date",
        "Tue, 27 Mar 2007 19:36:42 +0000",
        "authorization",
        "AWS " + KEY + ":qgk2+6Sv9/oM7G3qLEjTH1a1l1g=");
  }

  private static S3HttpRequest get(String path, String query, S3Headers headers) {
    return new S3HttpRequest("GET", path, query, headers, InputStream.nullInputStream());
  }

  private static Optional<SecretAccessKey> secretOf(String key) {
    return key.equals(KEY)
        ? Optional.of(new SecretAccessKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
        : Optional.empty();
  }

  private static Authentication verify(S3HttpRequest request, Instant now) {
    var addressing = new S3Addressing(List.of("us-west-1.s3.amazonaws.com"));
    return new SigV4Verifier(SigV2Test::secretOf, Set.of(), addressing, () -> now).verify(request);
  }

  private static void assertRefused(String code, S3HttpRequest request, Instant now) {
    assertThatThrownBy(() -> verify(request, now))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error().code()).isEqualTo(code));
  }
}
