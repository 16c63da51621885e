package network.flashback.s3.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import network.flashback.s3.S3Request;
import network.flashback.s3.body.S3Body;
import org.junit.jupiter.api.Test;

/// The worked examples of the Amazon S3 API Reference, signed and verified.
class AwsExamplesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2013-05-24T00:00:00Z"));
  private static final SecretAccessKey SECRET =
      new SecretAccessKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";
  private static final SigV4Signer SIGNER = new SigV4Signer(KEY_ID, SECRET, "us-east-1", CLOCK);
  private static final SigV4Verifier VERIFIER =
      new SigV4Verifier(
          id -> id.equals(KEY_ID) ? Optional.of(SECRET) : Optional.empty(),
          Set.of("us-east-1"),
          CLOCK);
  private static final String EMPTY = SigV4Signer.sha256(new byte[0]);
  private static final byte[] BODY_66560 = filled(66_560);

  @Test
  void getObjectWithRange() {
    assertSigned(
        "GET",
        "https://examplebucket.s3.amazonaws.com/test.txt",
        S3Headers.of("Range", "bytes=0-9"),
        EMPTY,
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void putObjectWithAKeyToEncode() {
    assertSigned(
        "PUT",
        "https://examplebucket.s3.amazonaws.com/test$file.text",
        S3Headers.of(
            "Date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY"),
        SigV4Signer.sha256("Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8)),
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void getBucketLifecycle() {
    assertSigned(
        "GET",
        "https://examplebucket.s3.amazonaws.com/?lifecycle",
        S3Headers.none(),
        EMPTY,
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void listObjects() {
    assertSigned(
        "GET",
        "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J",
        S3Headers.none(),
        EMPTY,
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void presignedGet() {
    URI signed =
        SIGNER.presign(
            "GET",
            URI.create("https://examplebucket.s3.amazonaws.com/test.txt"),
            S3Headers.none(),
            Duration.ofDays(1));

    assertThat(signed.getRawQuery())
        .isEqualTo(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature="
                + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    var headers = S3Headers.of("Host", "examplebucket.s3.amazonaws.com");
    assertThat(VERIFIER.verify(request("GET", signed, headers, InputStream.nullInputStream())))
        .isInstanceOfSatisfying(
            Authentication.Signed.class,
            caller -> {
              assertThat(caller.presigned()).isTrue();
              assertThat(caller.accessKeyId()).isEqualTo(KEY_ID);
            });
  }

  @Test
  void chunkedUpload() throws Exception {
    var headers =
        S3Headers.of(
            "content-encoding", "aws-chunked",
            "content-length", "66824",
            "x-amz-decoded-content-length", "66560",
            "x-amz-storage-class", "REDUCED_REDUNDANCY");
    byte[] body =
        framed(
            chunk(65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
            chunk(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
            chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"));
    assertThat(body).hasSize(66_824);

    assertUploads(
        headers,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
        body);
  }

  @Test
  void chunkedUploadWithSignedTrailer() throws Exception {
    var headers =
        S3Headers.of(
            "content-encoding", "aws-chunked",
            "x-amz-decoded-content-length", "66560",
            "x-amz-storage-class", "REDUCED_REDUNDANCY",
            "x-amz-trailer", "x-amz-checksum-crc32c");
    byte[] body =
        framed(
            chunk(65_536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2"),
            chunk(1024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7"),
            ascii(
                "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
                    + "x-amz-checksum-crc32c:sOO8/Q==\n\r\n"
                    + "x-amz-trailer-signature:"
                    + "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n"));

    assertUploads(
        headers,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
        body);
  }

  private static void assertUploads(S3Headers headers, String payload, String seed, byte[] body)
      throws Exception {
    URI uri = URI.create("https://s3.amazonaws.com/examplebucket/chunkObject.txt");
    S3Headers signed = SIGNER.sign("PUT", uri, headers, payload);
    assertThat(signed.first("authorization").orElseThrow()).endsWith("Signature=" + seed);

    S3HttpRequest http = request("PUT", uri, signed, new ByteArrayInputStream(body));
    Authentication caller = VERIFIER.verify(http);
    var decoded =
        S3Body.open(
            S3Request.parse(http, S3Addressing.pathStyle()),
            caller.payload(),
            S3Body.Wanted.NOTHING);

    assertThat(decoded.readAllBytes()).isEqualTo(BODY_66560);
    assertThat(decoded.finish().length()).isEqualTo(66_560);
  }

  private static void assertSigned(
      String method, String url, S3Headers headers, String payload, String signature) {
    URI uri = URI.create(url);
    S3Headers signed = SIGNER.sign(method, uri, headers, payload);

    assertThat(signed.first("authorization").orElseThrow()).endsWith("Signature=" + signature);
    assertThat(VERIFIER.verify(request(method, uri, signed, InputStream.nullInputStream())))
        .isInstanceOf(Authentication.Signed.class);
  }

  private static S3HttpRequest request(
      String method, URI uri, S3Headers headers, InputStream body) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return new S3HttpRequest(method, uri.getRawPath(), query, headers, body);
  }

  private static byte[] chunk(int size, String signature) {
    return framed(
        ascii(Integer.toHexString(size) + ";chunk-signature=" + signature + "\r\n"),
        filled(size),
        ascii("\r\n"));
  }

  private static byte[] framed(byte[]... pieces) {
    var whole = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      whole.writeBytes(piece);
    }
    return whole.toByteArray();
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'a');
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
