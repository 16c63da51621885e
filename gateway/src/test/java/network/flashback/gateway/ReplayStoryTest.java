package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import network.flashback.s3.S3Headers;
import network.flashback.s3.auth.SecretAccessKey;
import network.flashback.s3.auth.SigV4Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What somebody gains who heard a signed request and sends it again.
class ReplayStoryTest extends GatewayStory {
  private static final String KEY = "plan.txt";
  private static final String PATH = "/" + BUCKET + "/" + KEY;

  /// As far as a request's time may be away from the gateway's, as AWS has it.
  private static final Duration SKEW_MAX = Duration.ofMinutes(15);

  private final HttpClient http = HttpClient.newHttpClient();

  ReplayStoryTest() {
    super(20_261_125);
  }

  /// A request as it was on the wire.
  @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
  private record Heard(String method, String path, S3Headers headers, byte[] body) {
    Heard withMethod(String other) {
      return new Heard(other, path, headers, body);
    }

    Heard withPath(String other) {
      return new Heard(method, other, headers, body);
    }

    Heard withBody(byte[] other) {
      return new Heard(method, path, headers, other);
    }
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void afterAQuarterOfAnHourItIsWorthNothing() throws Exception {
    var heard = signed("PUT", PATH, S3Headers.none(), bytes(1000));
    assertThat(send(heard).statusCode()).isEqualTo(200);
    var newer = put(KEY, 2000);

    world.clock.pass(SKEW_MAX.plusSeconds(1));

    assertRefused(heard, 403, "RequestTimeTooSkewed");
    assertStillThere(newer);
  }

  @Test
  void withOtherBytesItIsRefusedAndNothingOfThemIsKept() throws Exception {
    var kept = bytes(1000);
    var heard = signed("PUT", PATH, S3Headers.none(), kept);
    assertThat(send(heard).statusCode()).isEqualTo(200);
    var pieces = List.copyOf(world.pieces(0));

    assertRefused(heard.withBody(bytes(1000)), 400, "XAmzContentSHA256Mismatch");

    assertStillThere(kept);
    world.gateway().workNow();
    assertThat(world.pieces(0)).hasSameElementsAs(pieces);
  }

  @Test
  void itServesNoOtherObjectAndNoOtherDeed() throws Exception {
    var kept = bytes(1000);
    var heard = signed("PUT", PATH, S3Headers.none(), kept);
    assertThat(send(heard).statusCode()).isEqualTo(200);

    assertRefused(heard.withPath(PATH + ".2"), 403, "SignatureDoesNotMatch");
    assertRefused(heard.withPath(PATH + "?acl"), 403, "SignatureDoesNotMatch");
    assertRefused(heard.withMethod("DELETE"), 403, "SignatureDoesNotMatch");

    assertStillThere(kept);
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents()).hasSize(1);
  }

  @Test
  void aLinkServesUntilItExpires() throws Exception {
    var kept = put(KEY, 1000);
    var pair = world.gateway().keyPair(world.ownersGrant());
    var link =
        signer(pair.accessKeyId(), pair.secret())
            .presign("GET", at(PATH), S3Headers.none(), Duration.ofMinutes(1));
    var request = HttpRequest.newBuilder(link).build();
    assertThat(http.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(kept);

    world.clock.pass(Duration.ofSeconds(62));

    var late = http.send(request, BodyHandlers.ofString());
    assertThat(late.statusCode()).isEqualTo(403);
    assertThat(late.body()).contains("<Code>AccessDenied</Code>", "expired");
  }

  @Test
  void whoeverWritesUnderAConditionWritesOnce() throws Exception {
    var only = S3Headers.of("If-None-Match", "*");
    var first = bytes(1000);
    var heard = signed("PUT", PATH, only, first);
    assertThat(send(heard).statusCode()).isEqualTo(200);

    assertRefused(heard, 412, "PreconditionFailed");

    assertStillThere(first);
  }

  private void assertRefused(Heard heard, int status, String code) throws Exception {
    var answer = send(heard);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("<Code>" + code + "</Code>");
  }

  /// By the gateway's clock, which may have been moved on.
  private void assertStillThere(byte[] bytes) throws Exception {
    var read = signed("GET", PATH, S3Headers.none(), new byte[0]);
    var answer = http.send(request(read), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(bytes);
  }

  private Heard signed(String method, String path, S3Headers headers, byte[] body)
      throws Exception {
    var pair = world.gateway().keyPair(world.ownersGrant());
    var signer = signer(pair.accessKeyId(), pair.secret());
    return new Heard(
        method, path, signer.sign(method, at(path), headers, SigV4Signer.sha256(body)), body);
  }

  private SigV4Signer signer(String accessKeyId, String secret) {
    return new SigV4Signer(accessKeyId, new SecretAccessKey(secret), "us-east-1", world.clock);
  }

  private HttpResponse<String> send(Heard heard) throws Exception {
    return http.send(request(heard), BodyHandlers.ofString());
  }

  private HttpRequest request(Heard heard) {
    var request =
        HttpRequest.newBuilder(at(heard.path()))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofMinutes(1))
            .method(heard.method(), BodyPublishers.ofByteArray(heard.body()));
    heard
        .headers()
        .forEach(
            field -> {
              if (!field.name().equalsIgnoreCase("host")) {
                request.header(field.name(), field.value());
              }
            });
    return request.build();
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + world.gateway().port() + path);
  }
}
