package network.flashback.s3.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest;
import network.flashback.s3.S3Request;
import network.flashback.s3.auth.ChunkSignatures;
import network.flashback.s3.auth.SecretAccessKey;
import network.flashback.s3.auth.SigV4Signer;
import network.flashback.s3.auth.SigV4Verifier;
import network.flashback.s3.checksum.Checksum;
import network.flashback.s3.checksum.ChecksumAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class S3BodyTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final SecretAccessKey SECRET = new SecretAccessKey("secret");
  private static final SigV4Signer SIGNER = new SigV4Signer("key", SECRET, "local", CLOCK);
  private static final SigV4Verifier VERIFIER =
      new SigV4Verifier(_ -> Optional.of(SECRET), Set.of(), CLOCK);
  private static final URI URI_OF_KEY = URI.create("http://localhost:9000/b/k");
  private static final String SIGNED_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
  private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final long SEED = 42;

  @ParameterizedTest
  @EnumSource
  void aTrailingChecksumIsVerifiedAndReported(ChecksumAlgorithm algorithm) throws Exception {
    byte[] content = random(100_000);
    Checksum sum = checksum(algorithm, content);
    String body =
        unsignedChunks(content, 8192)
            + "0\r\n"
            + algorithm.header()
            + ":"
            + sum.value()
            + "\r\n\r\n";

    S3Body decoded = unsignedTrailer(content.length, algorithm, latin1(body));

    assertThat(decoded.readAllBytes()).isEqualTo(content);
    assertThat(decoded.finish().claimed()).contains(sum);
    assertThat(decoded.finish().checksums()).containsEntry(algorithm, sum);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // what is sent after x-amz-decoded-content-length: 5 and x-amz-trailer:
        // x-amz-checksum-crc32
        "5~hello~0~x-amz-checksum-crc32:NhCmhg==~~         | none",
        "2~he~3~llo~0~x-amz-checksum-crc32:NhCmhg==~~      | none",
        "5~hello~0~x-amz-checksum-crc32:NhCmhg==~          | none",
        "5~hello~0~X-Amz-Checksum-Crc32: NhCmhg== ~~       | none",
        "5~hello~0~x-amz-checksum-crc32:AAAAAA==~~         | BadDigest",
        "5~hello~0~x-amz-checksum-crc32:NhCm~~             | BadDigest",
        "5~hello~0~~                                       | MalformedTrailerError",
        "5~hello~0~x-amz-checksum-sha1:NhCmhg==~~          | MalformedTrailerError",
        "5~hello~0~nonsense~~                              | MalformedTrailerError",
        "5~hello~0~x-amz-checksum-crc32:NhCmhg==~x-amz-checksum-crc32:NhCmhg==~~ |"
            + " MalformedTrailerError",
        "5~hello~0~x-amz-checksum-crc32:NhCmhg==~~more     | IncompleteBody",
        "5~hello~                                          | IncompleteBody",
        "5~hel                                             | IncompleteBody",
        "5                                                 | IncompleteBody",
        "4~hell~0~x-amz-checksum-crc32:NhCmhg==~~          | IncompleteBody",
        "6~hello!~0~x-amz-checksum-crc32:NhCmhg==~~        | IncompleteBody",
        "4~hello~0~x-amz-checksum-crc32:NhCmhg==~~         | IncompleteBody",
        "zz~hello~0~~                                      | IncompleteBody",
        "ffffffffffffffff~hello~0~~                        | IncompleteBody",
      })
  void framingIsFollowedToTheLetter(String sent, String code) throws Exception {
    S3Body decoded =
        unsignedTrailer(5, ChecksumAlgorithm.CRC32, latin1(sent.strip().replace("~", "\r\n")));
    if (code.equals("none")) {
      assertThat(decoded.readAllBytes()).isEqualTo(latin1("hello"));
    } else {
      assertRefused(code, decoded);
    }
  }

  @Test
  void framingLinesAreBounded() throws Exception {
    byte[] endless = latin1("5;" + "x".repeat(100_000));
    assertRefused("IncompleteBody", unsignedTrailer(5, ChecksumAlgorithm.CRC32, endless));
    byte[] manyTrailers = latin1("5\r\nhello\r\n0\r\n" + "a:b\r\n".repeat(100));
    assertRefused(
        "MalformedTrailerError", unsignedTrailer(5, ChecksumAlgorithm.CRC32, manyTrailers));
  }

  @Test
  void signedChunksPassAndAnyChangedByteIsNoticed() throws Exception {
    byte[] content = random(3000);
    S3Headers headers = signedTrailerHeaders(content.length);
    byte[] wire = signedChunks(headers, content, 1024);

    assertThat(decode(headers, wire).readAllBytes()).isEqualTo(content);

    var random = new Random(SEED);
    for (int round = 0; round < 300; round++) {
      byte[] tampered = wire.clone();
      int at = random.nextInt(tampered.length);
      tampered[at] ^= (byte) (1 << random.nextInt(8));
      assertNeverPassesChanged("seed " + SEED + " byte " + at, headers, tampered, content);
    }
  }

  @Test
  void aSignedBodyCutAnywhereIsNoticed() throws Exception {
    byte[] content = random(500);
    S3Headers headers = signedTrailerHeaders(content.length);
    byte[] wire = signedChunks(headers, content, 200);
    // The last two line ends may be missing: everything that is signed has been read by then.
    for (int length = 0; length < wire.length - 4; length++) {
      byte[] cut = Arrays.copyOf(wire, length);
      assertThatThrownBy(() -> decode(headers, cut).finish())
          .as("cut at %d of %d", length, wire.length)
          .isInstanceOf(S3Exception.class);
    }
  }

  @Test
  void everySignatureInTheBodyIsChecked() throws Exception {
    byte[] content = random(3000);
    S3Headers headers = signedTrailerHeaders(content.length);
    String wire = new String(signedChunks(headers, content, 1024), StandardCharsets.ISO_8859_1);
    int checked = 0;
    for (int at = wire.indexOf("-signature"); at >= 0; at = wire.indexOf("-signature", at + 1)) {
      int digit = at + "-signature=".length();
      char other = wire.charAt(digit) == '0' ? '1' : '0';
      String forged = wire.substring(0, digit) + other + wire.substring(digit + 1);
      assertRefused("SignatureDoesNotMatch", decode(headers, latin1(forged)));
      checked++;
    }
    assertThat(checked).as("three chunks, the empty one and the trailer").isEqualTo(5);
  }

  @Test
  void chunksCannotChangePlaces() throws Exception {
    byte[] content = new byte[2048];
    S3Headers headers = signedTrailerHeaders(content.length);
    String wire = new String(signedChunks(headers, content, 1024), StandardCharsets.ISO_8859_1);
    int second = wire.indexOf("400;", 1);
    int last = wire.indexOf("0;chunk", second + 4);
    String swapped =
        wire.substring(second, last) + wire.substring(0, second) + wire.substring(last);
    assertRefused("SignatureDoesNotMatch", decode(headers, latin1(swapped)));
  }

  @Test
  void aSignedPayloadHashIsHeldAgainstTheBody() throws Exception {
    byte[] content = latin1("hello");
    S3Headers headers = SIGNER.sign("PUT", URI_OF_KEY, length(5), SigV4Signer.sha256(content));

    assertThat(decode(headers, content).readAllBytes()).isEqualTo(content);
    assertRefused("XAmzContentSHA256Mismatch", decode(headers, latin1("HELLO")));
    assertRefused("IncompleteBody", decode(headers, latin1("hell")));
    assertRefused("IncompleteBody", decode(headers, latin1("hello!")));
  }

  @Test
  void contentMd5IsHeldAgainstTheBody() throws Exception {
    String md5 =
        Base64.getEncoder()
            .encodeToString(MessageDigest.getInstance("MD5").digest(latin1("hello")));
    S3Headers headers = unsigned(length(5).with("content-md5", md5));
    assertThat(decode(headers, latin1("hello")).finish().md5()).isPresent();
    assertRefused("BadDigest", decode(headers, latin1("HELLO")));
    assertThatThrownBy(() -> decode(unsigned(length(5).with("content-md5", "x")), latin1("hello")))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error()).isEqualTo(S3Error.INVALID_DIGEST));
  }

  @Test
  void aChecksumHeaderIsHeldAgainstTheBodyAndOnlyOneIsAllowed() throws Exception {
    S3Headers headers = unsigned(length(5).with("x-amz-checksum-crc32", "NhCmhg=="));
    assertThat(decode(headers, latin1("hello")).finish().claimed()).isPresent();
    assertRefused("BadDigest", decode(headers, latin1("HELLO")));
    S3Headers two =
        unsigned(
            length(5)
                .with("x-amz-checksum-crc32", "NhCmhg==")
                .with("x-amz-checksum-crc32c", "AAAAAA=="));
    assertThatThrownBy(() -> decode(two, latin1("hello")))
        .hasMessageContaining("Expecting a single x-amz-checksum- header");
  }

  @Test
  void afterARefusalEveryReadIsRefused() throws Exception {
    S3Body body = decode(unsigned(length(5)), latin1("hell"));
    assertRefused("IncompleteBody", body);
    assertRefused("IncompleteBody", body);
  }

  @Test
  void aBrokenConnectionNeverLooksLikeAnEnd() {
    var breaking =
        new InputStream() {
          private boolean broken;

          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            if (broken) {
              return -1;
            }
            broken = true;
            throw new IOException("reset");
          }
        };
    var http = new S3HttpRequest("PUT", "/b/k", "", S3Headers.of("Host", "h"), breaking);
    S3Body body =
        S3Body.open(
            S3Request.parse(http, S3Addressing.pathStyle()),
            VERIFIER.verify(http).payload(),
            S3Body.Wanted.MD5);
    assertThatThrownBy(body::finish).isInstanceOf(IOException.class);
    assertThatThrownBy(body::finish).isInstanceOf(S3Exception.class);
  }

  @Test
  void chunksWithoutDecodedLengthAreRefused() {
    S3Headers headers =
        SIGNER.sign(
            "PUT",
            URI_OF_KEY,
            S3Headers.of("x-amz-trailer", "x-amz-checksum-crc32"),
            UNSIGNED_TRAILER);
    assertThatThrownBy(() -> decode(headers, latin1("0\r\n\r\n")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.error()).isEqualTo(S3Error.MISSING_CONTENT_LENGTH));
  }

  private static void assertNeverPassesChanged(
      String what, S3Headers headers, byte[] wire, byte[] content) throws IOException {
    byte[] got;
    try {
      got = decode(headers, wire).readAllBytes();
    } catch (S3Exception refused) {
      return;
    }
    // A change that is no change to anything signed, such as the case of a trailer's name.
    assertThat(got).as(what).isEqualTo(content);
  }

  private static void assertRefused(String code, InputStream body) {
    assertThatThrownBy(body::readAllBytes)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error().code()).isEqualTo(code));
  }

  private static S3Body unsignedTrailer(long length, ChecksumAlgorithm algorithm, byte[] wire) {
    S3Headers headers =
        S3Headers.of(
            "x-amz-decoded-content-length",
            Long.toString(length),
            "x-amz-trailer",
            algorithm.header());
    return decode(SIGNER.sign("PUT", URI_OF_KEY, headers, UNSIGNED_TRAILER), wire);
  }

  private static S3Headers signedTrailerHeaders(int length) {
    S3Headers headers =
        S3Headers.of(
            "x-amz-decoded-content-length",
            Integer.toString(length),
            "x-amz-trailer",
            "x-amz-checksum-crc32");
    return SIGNER.sign("PUT", URI_OF_KEY, headers, SIGNED_TRAILER);
  }

  private static byte[] signedChunks(S3Headers signed, byte[] content, int chunk) throws Exception {
    ChunkSignatures signatures = SIGNER.chunksAfter(signed);
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    var wire = new StringBuilder();
    for (int at = 0; at <= content.length; at += chunk) {
      int size = Math.min(chunk, content.length - at);
      byte[] piece = Arrays.copyOfRange(content, at, at + size);
      appendChunk(wire, piece, signatures.next(sha256.digest(piece)));
    }
    if (content.length % chunk != 0) {
      appendChunk(wire, new byte[0], signatures.next(sha256.digest()));
    }
    wire.setLength(wire.length() - 2); // the empty chunk is followed by the trailer
    String trailer = "x-amz-checksum-crc32:" + checksum(ChecksumAlgorithm.CRC32, content).value();
    String signature = signatures.trailer(sha256.digest(latin1(trailer + "\n")));
    wire.append(trailer)
        .append("\r\nx-amz-trailer-signature:")
        .append(signature)
        .append("\r\n\r\n");
    return latin1(wire.toString());
  }

  private static void appendChunk(StringBuilder wire, byte[] piece, String signature) {
    wire.append(Integer.toHexString(piece.length)).append(";chunk-signature=").append(signature);
    wire.append("\r\n").append(new String(piece, StandardCharsets.ISO_8859_1)).append("\r\n");
  }

  private static String unsignedChunks(byte[] content, int chunk) {
    var wire = new StringBuilder();
    for (int at = 0; at < content.length; at += chunk) {
      int size = Math.min(chunk, content.length - at);
      wire.append(Integer.toHexString(size)).append("\r\n");
      wire.append(new String(content, at, size, StandardCharsets.ISO_8859_1)).append("\r\n");
    }
    return wire.toString();
  }

  private static S3Body decode(S3Headers signed, byte[] wire) {
    var http =
        new S3HttpRequest(
            "PUT", URI_OF_KEY.getRawPath(), "", signed, new ByteArrayInputStream(wire));
    var payload = VERIFIER.verify(http).payload();
    return S3Body.open(
        S3Request.parse(http, S3Addressing.pathStyle()), payload, S3Body.Wanted.NOTHING);
  }

  private static S3Headers unsigned(S3Headers headers) {
    return SIGNER.sign("PUT", URI_OF_KEY, headers, SigV4Signer.UNSIGNED_PAYLOAD);
  }

  private static S3Headers length(int length) {
    return S3Headers.of("content-length", Integer.toString(length));
  }

  private static Checksum checksum(ChecksumAlgorithm algorithm, byte[] content) {
    var running = algorithm.start();
    running.update(content, 0, content.length);
    return Checksum.of(algorithm, running.finish());
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
