package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import network.flashback.s3.S3Headers;
import network.flashback.s3.auth.SecretAccessKey;
import network.flashback.s3.auth.SigV4Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Bodies in HTTP's own chunks, whose clients do not say how long they are.
class UnknownLengthTest {
  private static final long SEED = 411;
  private static final int MAX = 64 << 20;

  @TempDir Path disks;

  private final Random random = new Random(SEED);
  private final HttpClient http = HttpClient.newHttpClient();
  private TestWorld world;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(disks);
    s3 = world.client();
    s3.createBucket(b -> b.bucket("photos"));
  }

  @AfterEach
  void stop() {
    http.close();
    world.close();
  }

  @Test
  void anObjectIsStoredWithItsLengthAndTag() throws Exception {
    for (int size : new int[] {0, 3, 200_000}) {
      var bytes = bytes(size);
      var answer = put("/photos/a", new ByteArrayInputStream(bytes));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      var head = s3.headObject(b -> b.bucket("photos").key("a"));
      assertThat(head.contentLength()).isEqualTo(size);
      assertThat(answer.headers().firstValue("etag")).hasValue(head.eTag());
      assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key("a")).asByteArray())
          .isEqualTo(bytes);
    }
    assertThat(world.gateway().usage(TestWorld.SLA).bytesIn()).isEqualTo(200_003);
  }

  @Test
  void aPartIsStoredAsWell() throws Exception {
    var bytes = bytes(100_000);
    var upload = s3.createMultipartUpload(b -> b.bucket("photos").key("a")).uploadId();
    var answer = put("/photos/a?partNumber=1&uploadId=" + upload, new ByteArrayInputStream(bytes));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var part =
        CompletedPart.builder()
            .partNumber(1)
            .eTag(answer.headers().firstValue("etag").orElseThrow())
            .build();
    s3.completeMultipartUpload(
        b -> b.bucket("photos").key("a").uploadId(upload).multipartUpload(m -> m.parts(part)));
    assertThat(s3.getObjectAsBytes(b -> b.bucket("photos").key("a")).asByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void moreThanABoundIsRefusedAndLeavesNothing() throws Exception {
    var zeros = InputStream.nullInputStream();
    var mebibyte = new byte[1 << 20];
    for (int i = 0; i <= MAX >> 20; i++) {
      zeros = new SequenceInputStream(zeros, new ByteArrayInputStream(mebibyte));
    }
    var answer = put("/photos/a", zeros);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("<Code>EntityTooLarge</Code>")
        .contains("Send Content-Length, or use a multipart upload.");
    assertThat(s3.listObjectsV2(b -> b.bucket("photos")).contents()).isEmpty();
    for (int shard = 0; shard < 3; shard++) {
      assertThat(world.pieces(shard)).isEmpty();
    }
  }

  private HttpResponse<String> put(String path, InputStream body) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + world.gateway().port() + path);
    var pair = world.gateway().keyPair(world.ownersGrant());
    var signed =
        new SigV4Signer(
                pair.accessKeyId(),
                new SecretAccessKey(pair.secret()),
                "us-east-1",
                InstantSource.system())
            .sign("PUT", uri, S3Headers.none(), SigV4Signer.UNSIGNED_PAYLOAD);
    var request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofMinutes(1))
            .PUT(BodyPublishers.ofInputStream(() -> body));
    signed.forEach(
        field -> {
          if (!field.name().equalsIgnoreCase("host")) {
            request.header(field.name(), field.value());
          }
        });
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
