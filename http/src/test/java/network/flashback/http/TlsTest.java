package network.flashback.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server with a certificate, asked by the JDK's client, which checks it.
class TlsTest {
  private static final int FILE_BYTES = 3_000_001;

  @TempDir Path folder;

  private MadeCertificate pair(String name, String keyKind) throws Exception {
    return MadeCertificate.signedByItself(folder, name, keyKind);
  }

  private static HttpServer serve(Tls tls, HttpHandler handler) throws IOException {
    return HttpServer.start(
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()).over(Optional.of(tls)),
        handler);
  }

  private static HttpClient trusting(X509Certificate... certificates) throws Exception {
    var known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    for (int i = 0; i < certificates.length; i++) {
      known.setCertificateEntry("known" + i, certificates[i]);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), new SecureRandom());
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static java.net.http.HttpRequest.Builder to(HttpServer server) {
    return java.net.http.HttpRequest.newBuilder(
        URI.create("https://localhost:" + server.port() + "/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void bodiesOfEveryKindComeWholeOverTls(String keyKind) throws Exception {
    var pair = pair("kind", keyKind);
    var content = new byte[FILE_BYTES];
    new Random(9).nextBytes(content);
    var file = Files.write(folder.resolve("content"), content);
    HttpHandler handler =
        request -> {
          assertThat(request.encrypted()).isTrue();
          var body = request.body().readAllBytes();
          return switch (request.method()) {
            case "PUT" -> HttpResponse.bytes(200, body);
            case "POST" -> HttpResponse.stream(200, body.length, out -> out.write(body));
            default -> {
              var channel = FileChannel.open(file);
              yield HttpResponse.file(200, channel, 1, FILE_BYTES - 1).closing(channel);
            }
          };
        };
    try (var server = serve(Tls.of(pair.certificate(), pair.key()), handler);
        var client = trusting(pair.shown())) {
      var fromFile = client.send(to(server).GET().build(), BodyHandlers.ofByteArray()).body();
      assertThat(fromFile).isEqualTo(Arrays.copyOfRange(content, 1, FILE_BYTES));
      for (var method : new String[] {"PUT", "POST"}) {
        var sent = to(server).method(method, BodyPublishers.ofByteArray(content)).build();
        assertThat(client.send(sent, BodyHandlers.ofByteArray()).body()).isEqualTo(content);
      }
    }
  }

  @Test
  void anAnswerBeforeTheBodyWasReadArrivesAndTheConnectionEnds() throws Exception {
    var pair = pair("early", "EC");
    HttpHandler refusing = request -> HttpResponse.text(403, "text/plain", "no");
    try (var server = serve(Tls.of(pair.certificate(), pair.key()), refusing);
        var client = trusting(pair.shown())) {
      for (int i = 0; i < 5; i++) {
        var sent = to(server).PUT(BodyPublishers.ofByteArray(new byte[200_000])).build();
        var answer = client.send(sent, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("no");
      }
    }
  }

  @Test
  void aRenewedCertificateIsShownWithoutARestartAndAWrongOneIsNot() throws Exception {
    var old = pair("old", "EC");
    var renewed = pair("renewed", "EC");
    var tls = Tls.of(old.certificate(), old.key());
    try (var server = serve(tls, request -> HttpResponse.empty(204))) {
      assertThat(answers(server, old)).isTrue();
      Files.copy(renewed.key(), replaced(old.key()));
      tls.look();
      assertThat(answers(server, old)).as("the new key alone fits nothing").isTrue();
      Files.copy(renewed.certificate(), replaced(old.certificate()));
      tls.look();
      assertThat(answers(server, renewed)).isTrue();
      assertThat(answers(server, old)).isFalse();
      assertThat(tls.expires()).isEqualTo(renewed.shown().getNotAfter().toInstant());
    }
  }

  /// Makes room for a file that is newer than the one that was there.
  private static Path replaced(Path file) throws IOException {
    var before = Files.getLastModifiedTime(file);
    Files.delete(file);
    assertThat(before).isLessThan(FileTime.from(Instant.now()));
    return file;
  }

  private static boolean answers(HttpServer server, MadeCertificate trusted) throws Exception {
    try (var client = trusting(trusted.shown())) {
      return client.send(to(server).GET().build(), BodyHandlers.discarding()).statusCode() == 204;
    } catch (javax.net.ssl.SSLHandshakeException unknown) {
      return false;
    }
  }

  @Test
  void whatDoesNotBelongTogetherIsRefusedAndSaysWhich() throws Exception {
    var one = pair("one", "EC");
    var other = pair("other", "EC");
    var rsa = pair("rsa", "RSA");
    assertThatThrownBy(() -> Tls.of(one.certificate(), other.key()))
        .isInstanceOf(IOException.class)
        .hasMessage(other.key() + " does not belong to the certificate " + one.certificate());
    assertThatThrownBy(() -> Tls.of(one.certificate(), rsa.key()))
        .hasMessageContaining("holds no EC key, which the certificate " + one.certificate());
    assertThatThrownBy(() -> Tls.of(one.key(), one.key()))
        .hasMessageContaining(one.key() + " holds no certificate in PEM form");
    assertThatThrownBy(() -> Tls.of(one.certificate(), one.certificate()))
        .hasMessageContaining("openssl pkcs8 -topk8");
    assertThatThrownBy(() -> Tls.of(folder.resolve("nowhere"), one.key()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("nowhere")
                + " cannot be read: there is no such file, or it is another user's");
  }

  @Test
  void aClientOfTheSameMachineBelievesTheCertificateInUseWhateverItsNameAndNoOther()
      throws Exception {
    var own = Tls.of(pair("own", "EC").certificate(), folder.resolve("own.key"));
    var other = Tls.of(pair("other", "EC").certificate(), folder.resolve("other.key"));
    var listen = HttpServerConfig.on("127.0.0.2", 0, InstantSource.system());
    try (var server =
            HttpServer.start(listen.over(Optional.of(own)), request -> HttpResponse.empty(204));
        var client = HttpClient.newBuilder().sslContext(own.itself()).build();
        var stranger = HttpClient.newBuilder().sslContext(other.itself()).build()) {
      // No name of the certificate.
      var uri = URI.create("https://127.0.0.2:" + server.port() + "/");
      var asked = java.net.http.HttpRequest.newBuilder(uri).build();
      assertThat(client.send(asked, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
      assertThatThrownBy(() -> stranger.send(asked, BodyHandlers.discarding()))
          .isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
    }
  }

  @Test
  void plainHttpIsAnsweredNothing() throws Exception {
    var pair = pair("plain", "EC");
    try (var server =
            serve(Tls.of(pair.certificate(), pair.key()), request -> HttpResponse.empty(204));
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      var said = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(said).doesNotContain("HTTP/");
    }
  }
}
