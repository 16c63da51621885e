package network.flashback.providers.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.MadeCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The wire to a node that has a certificate of its own.
class NodeOverTlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BYTES = 3_000_001;

  @TempDir Path folder;

  @Test
  void piecesComeWholeFromANodeWhoseCertificateIsBelievedAndNotFromAnother() throws Exception {
    var content = new byte[BYTES];
    new Random(7).nextBytes(content);
    var own = MadeCertificate.signedByItself(folder, "node", "EC").tls();
    var listen = HttpServerConfig.on("127.0.0.1", 0, InstantSource.system());
    try (var server =
            HttpServer.start(
                listen.over(Optional.of(own)), request -> HttpResponse.bytes(200, content));
        var believing = new NodeHttp(PATIENCE, own.itself());
        var usual = new NodeHttp(PATIENCE, SSLContext.getDefault())) {
      for (int i = 0; i < 3; i++) {
        assertThat(read(believing, server.port())).isEqualTo(content);
      }
      assertThatThrownBy(() -> read(usual, server.port())).isInstanceOf(SSLException.class);
    }
  }

  private static byte[] read(NodeHttp http, int port) throws IOException {
    var request = NodeRequest.of("GET", URI.create("https://127.0.0.1:" + port + "/piece"));
    try (var answer = http.send(request, PATIENCE, PATIENCE)) {
      return answer.body().readAllBytes();
    }
  }
}
