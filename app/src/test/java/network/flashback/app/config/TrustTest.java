package network.flashback.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.MadeCertificate;
import network.flashback.settlement.wire.BoundedHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets what the whole JVM believes")
class TrustTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void whoNamesAnAuthorityBelievesWhatItSignedForThatNameAndNothingElse() throws Exception {
    var node = MadeCertificate.signedByAnAuthority(folder, "node");
    var trust = Trust.context(folder.resolve("authority.crt"));
    try (var server = serve("127.0.0.1", node);
        var elsewhere = serve("127.0.0.2", node);
        var believing = HttpClient.newBuilder().sslContext(trust).build();
        var usual = HttpClient.newHttpClient()) {
      assertThat(ask(believing, "https://localhost:" + server.port())).isEqualTo(204);
      assertThatThrownBy(() -> ask(usual, "https://localhost:" + server.port()))
          .isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(() -> ask(believing, "https://127.0.0.2:" + elsewhere.port()))
          .as("no name of the certificate")
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void theConfigurationOfARoleMakesAllClientsOfItsProcessBelieveIt() throws Exception {
    var node = MadeCertificate.signedByAnAuthority(folder, "node");
    var usual = SSLContext.getDefault();
    try (var server = serve("127.0.0.1", node)) {
      var uri = URI.create("https://localhost:" + server.port() + "/");
      try (var http = new BoundedHttp(PATIENCE)) {
        assertThatThrownBy(() -> http.get(uri, PATIENCE, 10)).isInstanceOf(IOException.class);
      }
      Trust.install(Configuration.read(reporter("http.tls.trust = authority.crt"), Role.REPORTER));
      try (var http = new BoundedHttp(PATIENCE)) {
        assertThat(http.get(uri, PATIENCE, 10).statusCode()).isEqualTo(204);
      }
    } finally {
      SSLContext.setDefault(usual);
    }
  }

  @Test
  void whereNothingIsNamedNothingChanges() throws Exception {
    var usual = SSLContext.getDefault();
    Trust.install(Configuration.read(reporter(""), Role.REPORTER));
    assertThat(SSLContext.getDefault()).isSameAs(usual);
  }

  @Test
  void aFileWithoutCertificatesIsRefusedAndSaysWhy() throws Exception {
    var empty = Files.writeString(folder.resolve("empty"), "nothing");
    assertThatThrownBy(() -> Trust.install(empty))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(empty + " holds no certificate in PEM form");
    assertThatThrownBy(() -> Trust.install(folder.resolve("nowhere")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no such file, or it is another user's");
  }

  private Path reporter(String line) throws IOException {
    return Files.writeString(
        folder.resolve("reporter.properties"),
        """
        http.port = 0
        chain.rpc = http://127.0.0.1:1
        chain.deployment = deployment.json
        keystore = key.json
        keystore.password.file = key.pass
        reporter.id = 1
        reporter.records = records
        """
            + line);
  }

  private static HttpServer serve(String host, MadeCertificate certificate) throws IOException {
    return HttpServer.start(
        HttpServerConfig.on(host, 0, InstantSource.system()).over(Optional.of(certificate.tls())),
        request -> HttpResponse.empty(204));
  }

  private static int ask(HttpClient client, String address) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(address + "/")).timeout(PATIENCE).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }
}
