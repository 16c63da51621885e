package network.flashback.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Grants.Grant;
import network.flashback.gateway.Grants.Right;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/// Whom a bucket's owner lets in, and under whose grant they act.
class SharingStoryTest {
  private static final String BUCKET = "photos";
  private static final Bytes32 THEIR_SLA = Bytes32.of(600);

  @TempDir Path disks;

  private final HttpClient http = HttpClient.newHttpClient();
  private TestWorld world;
  private S3Client owner;
  private S3Client other;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(disks);
    world.slaIds.add(THEIR_SLA);
    world.grants.put(
        2L,
        new Grant(
            2,
            Address.of(Bytes32.of(0xbeef)),
            THEIR_SLA,
            Set.of(Right.READ, Right.WRITE),
            Bytes32.ZERO,
            world.clock.instant().plus(Duration.ofDays(1000)),
            Grants.State.ACTIVE,
            0));
    owner = world.client(1);
    other = world.client(2);
    owner.createBucket(b -> b.bucket(BUCKET));
    put(owner, "a");
  }

  @AfterEach
  void stop() {
    world.close();
    http.close();
  }

  @Test
  void anotherConsumerGetsInOnlyAsFarAsThePolicySays() {
    assertError(403, "AccessDenied", () -> get(other, "a"));
    policy("Allow", "s3:GetObject", "a");
    assertThat(get(other, "a")).isEqualTo("text");
    assertError(403, "AccessDenied", () -> put(other, "a"));
    assertError(403, "AccessDenied", () -> other.deleteBucket(b -> b.bucket(BUCKET)));
    owner.deleteBucketPolicy(b -> b.bucket(BUCKET));
    assertError(403, "AccessDenied", () -> get(other, "a"));
  }

  @Test
  void whoeverIsLetInActsUnderTheOwnersGrant() {
    policy("Allow", "s3:GetObject", "a");
    var grant = world.ownersGrant();
    world.grants.put(
        1L,
        new Grant(
            1,
            grant.consumer(),
            grant.slaId(),
            grant.rights(),
            grant.scope(),
            grant.expiry(),
            Grants.State.REVOKED,
            0));
    assertError(403, "AccessDenied", () -> get(other, "a"));
  }

  @Test
  void anyoneReadsWhatIsPublicAndTheBlockTakesItBack() throws Exception {
    assertThat(fetch("GET", "/" + BUCKET + "/a").statusCode()).isEqualTo(403);
    owner.putObjectAcl(b -> b.bucket(BUCKET).key("a").acl(ObjectCannedACL.PUBLIC_READ));
    assertThat(fetch("GET", "/" + BUCKET + "/a").body()).isEqualTo("text");
    assertThat(fetch("GET", "/" + BUCKET).statusCode()).isEqualTo(403);
    owner.putPublicAccessBlock(
        b ->
            b.bucket(BUCKET)
                .publicAccessBlockConfiguration(
                    c -> c.ignorePublicAcls(true).blockPublicAcls(true)));
    assertThat(fetch("GET", "/" + BUCKET + "/a").statusCode()).isEqualTo(403);
    assertError(
        403,
        "AccessDenied",
        () -> owner.putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ)));
  }

  @Test
  void anonymousCallersHaveNoBucketsAndMakeNone() throws Exception {
    assertThat(fetch("GET", "/").statusCode()).isEqualTo(200);
    assertThat(fetch("GET", "/").body()).contains("<Buckets>").doesNotContain("<Bucket>");
    assertThat(fetch("PUT", "/mine").statusCode()).isEqualTo(403);
    assertThat(fetch("GET", "/none/a").statusCode()).isEqualTo(404);
  }

  @Test
  void aPolicyMayDependOnWhereARequestComesFrom() throws Exception {
    put(owner, "inside");
    owner.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    """
                    {"Statement": [
                      {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                       "Resource": "arn:aws:s3:::%1$s/*",
                       "Condition": {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}},
                      {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
                       "Resource": "arn:aws:s3:::%1$s/*",
                       "Condition": {"IpAddress": {"aws:SourceIp": "198.51.100.66"}}}]}
                    """
                        .formatted(BUCKET)));
    assertThat(statusFrom("198.51.100.1")).isEqualTo(200);
    assertThat(statusFrom("198.51.100.66")).isEqualTo(403);
    assertThat(statusFrom("192.0.2.1")).isEqualTo(403);
    assertThat(statusFrom("198.51.100.1, 192.0.2.1")).isEqualTo(403);
  }

  @Test
  void aPolicyMayDemandEncryption() throws Exception {
    put(owner, "inside");
    owner.putBucketPolicy(
        b ->
            b.bucket(BUCKET)
                .policy(
                    """
                    {"Statement": [
                      {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                       "Resource": "arn:aws:s3:::%1$s/*"},
                      {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
                       "Resource": "arn:aws:s3:::%1$s/*",
                       "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
                    """
                        .formatted(BUCKET)));
    assertThat(statusWith("X-Forwarded-Proto", "https")).isEqualTo(200);
    assertThat(statusWith("X-Forwarded-Proto", "http")).isEqualTo(403);
    assertThat(statusWith("X-Forwarded-For", "198.51.100.1")).isEqualTo(403);
  }

  private int statusFrom(String forwarded) throws Exception {
    return statusWith("X-Forwarded-For", forwarded);
  }

  private int statusWith(String header, String value) throws Exception {
    return http.send(
            HttpRequest.newBuilder(uri("/" + BUCKET + "/inside")).header(header, value).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void afterABodyThatIsNotWhatItsDigestSaysNothingMoreIsReadFromTheConnection() throws Exception {
    owner.putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    var cut =
        "PUT /%s/cut HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-MD5: %s\r\n\r\n"
            .formatted(BUCKET, "N7UdGUp1E+RbVvZSTy1R8g==");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), world.gateway().port())) {
      // Three bytes under a length of two: the third would be taken for the next request.
      socket
          .getOutputStream()
          .write((cut + "barGET / HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(UTF_8));
      var answers = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answers).startsWith("HTTP/1.1 400 ").contains("BadDigest");
      assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(2);
    }
    assertError(404, "NoSuchKey", () -> get(owner, "cut"));
  }

  @Test
  void whatOthersWriteIntoAPublicBucketIsTheirs() {
    owner.putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    put(other, "theirs");
    assertThat(get(other, "theirs")).isEqualTo("text");
    assertError(403, "AccessDenied", () -> get(owner, "theirs"));
    owner.deleteObject(b -> b.bucket(BUCKET).key("theirs"));
    assertError(404, "NoSuchKey", () -> get(owner, "theirs"));
  }

  @Test
  void browsersAreToldWhatTheBucketsCorsRulesAllow() throws Exception {
    assertThat(preflight("PUT").statusCode()).isEqualTo(403);
    owner.putBucketCors(
        b ->
            b.bucket(BUCKET)
                .corsConfiguration(
                    c ->
                        c.corsRules(
                            CORSRule.builder()
                                .allowedOrigins("https://*.example")
                                .allowedMethods("PUT")
                                .build())));
    var allowed = preflight("PUT");
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.headers().firstValue("access-control-allow-origin"))
        .contains("https://app.example");
    assertThat(preflight("DELETE").statusCode()).isEqualTo(403);
  }

  @Test
  void pagesOfTheOperatorsOriginMayCallEveryBucketAndOthersMayNot() throws Exception {
    for (var path : List.of("/", "/" + BUCKET, "/" + BUCKET + "/a")) {
      var console = preflight("https://console.example", path, "DELETE");
      assertThat(console.statusCode()).as(path).isEqualTo(200);
      assertThat(console.headers().firstValue("access-control-allow-origin"))
          .contains("https://console.example");
      assertThat(console.headers().firstValue("access-control-allow-credentials")).isEmpty();
      assertThat(preflight("https://console.example.evil", path, "DELETE").statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void tagsAreKeptWithTheObjectAndAnsweredInTheirOrder() {
    owner.putObjectTagging(
        b ->
            b.bucket(BUCKET)
                .key("a")
                .tagging(t -> t.tagSet(tag("colour", "red"), tag("album", "2030"))));
    assertThat(owner.getObjectTagging(b -> b.bucket(BUCKET).key("a")).tagSet())
        .containsExactly(tag("album", "2030"), tag("colour", "red"));
    owner.copyObject(
        b -> b.sourceBucket(BUCKET).sourceKey("a").destinationBucket(BUCKET).destinationKey("b"));
    assertThat(owner.getObjectTagging(b -> b.bucket(BUCKET).key("b")).tagSet()).hasSize(2);
    owner.deleteObjectTagging(b -> b.bucket(BUCKET).key("a"));
    assertThat(owner.getObjectTagging(b -> b.bucket(BUCKET).key("a")).tagSet()).isEmpty();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private void policy(String effect, String action, String key) {
    var resource = "arn:aws:s3:::" + BUCKET + "/" + key;
    var text =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "%s",
         "Principal": {"AWS": "arn:aws:iam:::user/%s"}, "Action": "%s", "Resource": "%s"}]}\
        """
            .formatted(effect, Address.of(Bytes32.of(0xbeef)), action, resource);
    owner.putBucketPolicy(b -> b.bucket(BUCKET).policy(text));
  }

  private HttpResponse<String> preflight(String method) throws Exception {
    return preflight("https://app.example", "/" + BUCKET + "/a", method);
  }

  private HttpResponse<String> preflight(String origin, String path, String method)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> fetch(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + world.gateway().port() + path);
  }

  private static void put(S3Client s3, String key) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString("text"));
  }

  private static String get(S3Client s3, String key) {
    return s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asUtf8String();
  }

  private static void assertError(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).as(e.getMessage()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
