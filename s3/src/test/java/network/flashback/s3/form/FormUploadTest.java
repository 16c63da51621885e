package network.flashback.s3.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.Authentication;
import network.flashback.s3.auth.CredentialScope;
import network.flashback.s3.auth.PayloadSigning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Forms, what their policies allow, and the PutObject they become.
class FormUploadTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final String POLICY =
      """
      {"expiration": "2030-01-02T00:00:00Z", "conditions": [{"bucket": "b"},
       ["starts-with", "$key", "user/"], ["eq", "$acl", "private"],
       ["content-length-range", 2, 10]]}\
      """;

  @Test
  void anAllowedFormBecomesAPutOfItsFile() throws IOException {
    var upload = upload(fields(Map.of()), "hello");
    assertThat(upload.put().key()).isEqualTo("user/photo.jpg");
    assertThat(upload.put().headers().first("x-amz-acl")).contains("private");
    assertThat(upload.put().requiredLength()).isEqualTo(5);
    assertThat(upload.put().http().body().readAllBytes())
        .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(upload.status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "key,     other/k,     hello,        AccessDenied",
    "acl,     public-read, hello,        AccessDenied",
    "x-extra, 1,           hello,        AccessDenied",
    "policy,  bm8=,        hello,        InvalidPolicyDocument",
    "x-ignore-a, 1,        h,            EntityTooSmall",
    "x-ignore-a, 1,        hello hello hello, EntityTooLarge",
  })
  void whatThePolicyDoesNotAllowIsRefused(String field, String value, String file, String code) {
    assertRefused(code, fields(Map.of(field, value)), file, NOW);
  }

  @Test
  void anExpiredPolicyAllowsNothing() {
    assertRefused("AccessDenied", fields(Map.of()), "hello", NOW.plusSeconds(86_400));
  }

  @Test
  void aChecksumNeedsNoConditionAndIsHeldAgainstTheFile() throws IOException {
    var put = upload(fields(Map.of("x-amz-checksum-crc32", "NhCmhg==")), "hello").put();
    assertThat(put.headers().first("x-amz-checksum-crc32")).contains("NhCmhg==");
    assertRefused("AccessDenied", fields(Map.of("x-amz-meta-more", "a")), "hello", NOW);
  }

  @Test
  void fieldsBeforeTheFileAreBounded() {
    assertRefused(
        "MaxPostPreDataLengthExceededError",
        fields(Map.of("x-ignore-a", "x".repeat(70_000))),
        "hello",
        NOW);
  }

  @Test
  void aFormThatDoesNotEndAfterItsFileIsFoundOut() throws IOException {
    var request = request(body(fields(Map.of()), "hello").replace("--limit--", "--limiT--"));
    var upload = FormUpload.of(request, PostForm.read(request), signed(), NOW);
    assertThatThrownBy(() -> upload.put().http().body().readAllBytes())
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error().code()).isEqualTo("MalformedPOSTRequest"));
  }

  private static Map<String, String> fields(Map<String, String> changed) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("key", "user/${filename}");
    fields.put("acl", "private");
    fields.put(
        "policy", Base64.getEncoder().encodeToString(POLICY.getBytes(StandardCharsets.UTF_8)));
    fields.putAll(changed);
    return fields;
  }

  private static String body(Map<String, String> fields, String file) {
    var body = new StringBuilder();
    fields.forEach(
        (name, value) ->
            body.append("--limit\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
    return body.append("--limit\r\nContent-Disposition: form-data; name=\"file\";")
        .append(" filename=\"photo.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
        .append(file)
        .append("\r\n--limit--\r\n")
        .toString();
  }

  private static S3Request request(String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return S3Request.parse(
        new S3HttpRequest(
            "POST",
            "/b",
            "",
            S3Headers.of(
                "content-type",
                "multipart/form-data; boundary=limit",
                "content-length",
                Integer.toString(bytes.length)),
            new ByteArrayInputStream(bytes)),
        S3Addressing.pathStyle());
  }

  private static Authentication signed() {
    return new Authentication.Signed(
        "key", new CredentialScope("", "", "s3"), true, new PayloadSigning.Unsigned());
  }

  private static FormUpload upload(Map<String, String> fields, String file) throws IOException {
    var request = request(body(fields, file));
    return FormUpload.of(request, PostForm.read(request), signed(), NOW);
  }

  private static void assertRefused(
      String code, Map<String, String> fields, String file, Instant now) {
    var request = request(body(fields, file));
    assertThatThrownBy(() -> FormUpload.of(request, PostForm.read(request), signed(), now))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error().code()).isEqualTo(code));
  }
}
