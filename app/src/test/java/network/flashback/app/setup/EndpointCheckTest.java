package network.flashback.app.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import network.flashback.app.setup.Finding.Verdict;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.MadeCertificate;
import network.flashback.http.Tls;
import network.flashback.node.store.DiskFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointCheckTest {
  private static final PrivateKey KEY = PrivateKey.of(Bytes32.of(42));

  @TempDir Path folder;

  @Test
  void aFreePortWithACertificateIsReachedOverTls() throws Exception {
    var tls = MadeCertificate.signedByItself(folder, "node", "EC").tls();
    var setup = setup(freePort(), tls);
    var found = look(setup);
    assertThat(found.getFirst().inWords()).contains("is free");
    assertThat(found.getLast().inWords()).contains("leads here, from this machine only");
    assertThat(setup.local()).hasScheme("https");
  }

  @Test
  void aNodeOfOnesOwnThatRunsIsKnownOverTls() throws Exception {
    var tls = MadeCertificate.signedByItself(folder, "node", "EC").tls();
    var listen = HttpServerConfig.on("127.0.0.1", 0, InstantSource.system());
    try (var node =
        HttpServer.start(
            listen.over(Optional.of(tls)),
            request ->
                HttpResponse.text(
                    200, "application/json", "{\"nodeKey\": \"" + KEY.address() + "\"}"))) {
      var found = look(setup(node.port(), tls));
      assertThat(found.getFirst().verdict()).isEqualTo(Verdict.OK);
      assertThat(found.getFirst().inWords()).contains("is this node's own, which runs");
    }
  }

  private static List<Finding> look(NodeSetup setup) throws InterruptedException {
    return new EndpointCheck(setup, setup.local(), KEY.address())
        .look(new SecureRandom(), InstantSource.system());
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private NodeSetup setup(int port, Tls tls) {
    var nowhere = URI.create("http://127.0.0.1:1");
    return new NodeSetup(
        nowhere,
        folder.resolve("deployment.json"),
        nowhere,
        "127.0.0.1",
        port,
        Optional.empty(),
        List.of(new DiskFolder(folder, 1 << 20)),
        StorageClass.FAST,
        new Region("eu-de"),
        BigInteger.TEN,
        BigInteger.TEN,
        Optional.empty(),
        Optional.of(tls));
  }
}
