package network.flashback.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3OperationTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET,     /,      '',                              ListBuckets",
        "GET,     /b,     '',                              ListObjects",
        "GET,     /b/,    'prefix=a&max-keys=3',           ListObjects",
        "GET,     /b,     'list-type=2&prefix=a',          ListObjectsV2",
        "GET,     /b,     'list-type=1',                   ListObjects",
        "GET,     /b,     versions,                        ListObjectVersions",
        "GET,     /b,     'uploads=',                      ListMultipartUploads",
        "GET,     /b,     acl,                             GetBucketAcl",
        "GET,     /b,     analytics,                       ListBucketAnalyticsConfigurations",
        "GET,     /b,     'analytics&id=x',                GetBucketAnalyticsConfiguration",
        "PUT,     /b,     '',                              CreateBucket",
        "PUT,     /b,     publicAccessBlock,               PutPublicAccessBlock",
        "HEAD,    /b,     '',                              HeadBucket",
        "POST,    /b,     delete,                          DeleteObjects",
        "POST,    /b,     '',                              PostObject",
        "GET,     /b/k,   '',                              GetObject",
        "GET,     /b/k,   'partNumber=2&versionId=v',      GetObject",
        "GET,     /b/k,   'x-id=GetObject',                GetObject",
        "GET,     /b/k,   acl,                             GetObjectAcl",
        "GET,     /b/k,   torrent,                         GetObjectTorrent",
        "GET,     /b/k,   'uploadId=u',                    ListParts",
        "PUT,     /b/k,   '',                              PutObject",
        "PUT,     /b/k,   'partNumber=1&uploadId=u',       UploadPart",
        "POST,    /b/k,   uploads,                         CreateMultipartUpload",
        "POST,    /b/k,   'uploadId=u',                    CompleteMultipartUpload",
        "POST,    /b/k,   'select&select-type=2',          SelectObjectContent",
        "DELETE,  /b/k,   'uploadId=u',                    AbortMultipartUpload",
        "DELETE,  /b/k,   tagging,                         DeleteObjectTagging",
        "OPTIONS, /b/k,   '',                              Preflight",
      })
  void theOperationFollowsFromMethodTargetAndQuery(
      String method, String path, String query, String operation) {
    assertThat(parse(method, path, query).operation().wireName()).isEqualTo(operation);
  }

  @Test
  void aCopySourceTurnsAPutIntoACopy() {
    var headers = S3Headers.of("x-amz-copy-source", "/b/other%20key?versionId=7");
    assertThat(parse("PUT", "/b/k", "", headers).operation()).isEqualTo(S3Operation.COPY_OBJECT);
    var part = parse("PUT", "/b/k", "partNumber=1&uploadId=u", headers);
    assertThat(part.operation()).isEqualTo(S3Operation.UPLOAD_PART_COPY);
    assertThat(part.copySource())
        .hasValueSatisfying(
            source -> {
              assertThat(source.bucket()).isEqualTo("b");
              assertThat(source.key()).isEqualTo("other key");
              assertThat(source.versionId()).contains("7");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /b/k, policy,        MethodNotAllowed",
    "POST,   /b,   acl,           MethodNotAllowed",
    "POST,   /b/k, '',            MethodNotAllowed",
    "PATCH,  /b/k, '',            MethodNotAllowed",
    "DELETE, /,    '',            MethodNotAllowed",
    "GET,    /b,   acl&policy,    InvalidArgument",
    "PUT,    /b/k, partNumber=1,  InvalidArgument",
    "GET,    /b/%, '',            InvalidURI",
    "GET,    /b/%ff, '',          InvalidURI",
    "GET,    //k,  '',            InvalidBucketName",
  })
  void whatIsNoOperationIsRefusedAndNeverTakenForAnother(
      String method, String path, String query, String code) {
    assertThatThrownBy(() -> parse(method, path, query))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error().code()).isEqualTo(code));
  }

  @Test
  void everyOperationIsReachable() {
    var reached =
        Arrays.stream(S3Operation.values())
            .filter(operation -> operation != S3Operation.PREFLIGHT)
            .collect(
                Collectors.toMap(
                    operation -> operation,
                    operation -> S3Operation.of(example(operation), operation.scope())));
    assertThat(reached)
        .hasSizeGreaterThan(100)
        .allSatisfy((asked, got) -> assertThat(got).isEqualTo(asked));
  }

  @ParameterizedTest
  @CsvSource({
    "s3.example.org,          /b/k/l,  b, k/l",
    "B.s3.example.org:9000,   /k/l,    b, k/l",
    "a.b.s3.example.org,      /k,      a.b, k",
    "127.0.0.1:9000,          /b//k,   b, /k",
    "other.host,              /b/a+b%2Bc%20d/../e, b, a+b+c d/../e",
  })
  void bucketAndKeyComeFromHostAndPath(String host, String path, String bucket, String key) {
    var http =
        new S3HttpRequest(
            "GET", path, "", S3Headers.of("Host", host), InputStream.nullInputStream());
    var request = S3Request.parse(http, new S3Addressing(List.of("s3.example.org")));
    assertThat(request.bucket()).isEqualTo(bucket);
    assertThat(request.key()).isEqualTo(key);
  }

  @Test
  void aKeyOfMoreThan1024BytesIsTooLong() {
    assertThat(parse("GET", "/b/" + "k".repeat(1024), "").key()).hasSize(1024);
    assertThatThrownBy(() -> parse("GET", "/b/" + "%C3%A9".repeat(513), ""))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error()).isEqualTo(S3Error.KEY_TOO_LONG));
  }

  @Test
  void userMetadataIsDecodedAndBounded() {
    var headers =
        S3Headers.of(
            "X-Amz-Meta-Name",
            S3Headers.encode("žluťoučký"),
            "x-amz-meta-a",
            "1",
            "x-amz-meta-a",
            "2");
    assertThat(parse("PUT", "/b/k", "", headers).userMetadata())
        .containsEntry("name", "žluťoučký")
        .containsEntry("a", "1,2");
    var large = S3Headers.of("x-amz-meta-a", "x".repeat(2048));
    assertThatThrownBy(() -> parse("PUT", "/b/k", "", large).userMetadata())
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error()).isEqualTo(S3Error.METADATA_TOO_LARGE));
  }

  @Test
  void theTransportCodingIsNoContentEncoding() {
    assertThat(
            parse("PUT", "/b/k", "", S3Headers.of("content-encoding", "aws-chunked,gzip"))
                .contentEncoding())
        .contains("gzip");
    assertThat(
            parse("PUT", "/b/k", "", S3Headers.of("content-encoding", "aws-chunked"))
                .contentEncoding())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "abc, true",
    "my.bucket-1, true",
    "ab, false",
    "Abc, false",
    "a..b, false",
    "192.168.5.4, false",
    "-abc, false",
    "abc-, false",
    "xn--abc, false",
    "abc-s3alias, false",
    "a_b, false"
  })
  void bucketNamesFollowTheNamingRules(String name, boolean valid) {
    assertThat(BucketName.isValid(name)).isEqualTo(valid);
  }

  private static S3HttpRequest example(S3Operation operation) {
    var query =
        operation.needs().stream()
            .filter(need -> !need.startsWith("@"))
            .collect(Collectors.joining("&"));
    var headers = S3Headers.builder();
    operation.needs().stream()
        .filter(need -> need.startsWith("@"))
        .forEach(need -> headers.add(need.substring(1), "b/k"));
    return new S3HttpRequest(
        operation.method(), "/", query, headers.build(), InputStream.nullInputStream());
  }

  private static S3Request parse(String method, String path, String query) {
    return parse(method, path, query, S3Headers.none());
  }

  private static S3Request parse(String method, String path, String query, S3Headers headers) {
    return S3Request.parse(
        new S3HttpRequest(method, path, query, headers, InputStream.nullInputStream()),
        S3Addressing.pathStyle());
  }
}
