package network.flashback.market.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent to strangers, and what never is.
class MessengerTest {
  private static final String MESSAGE = "{\"id\":\"evt_1\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:0:a00:1::1",
        "2001:db8::1",
        "100::1"
      })
  void addressesOfOurOwnNetworksAreNotReached(String address) throws Exception {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "172.32.0.1", "192.0.1.1", "100.128.0.1", "2606:4700::1111", "2a00::1"})
  void addressesOfEverybodyAreReached(String address) throws Exception {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void nothingReachesThisMachineUnlessTheChainIsForDevelopment() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      for (var url :
          new String[] {
            "https://127.0.0.1:" + server.getLocalPort() + "/",
            "https://localhost:" + server.getLocalPort() + "/",
            "https://[::1]:" + server.getLocalPort() + "/",
            "http://127.0.0.1:" + server.getLocalPort() + "/"
          }) {
        var outcome = new Messenger(false).post(URI.create(url), Map.of(), MESSAGE);

        assertThat(outcome.status()).as(url).isEmpty();
        assertThat(outcome.words()).as(url).containsAnyOf("only https", "everybody may reach");
      }
      server.setSoTimeout(1);
      assertThat(isUntouched(server)).isTrue();
    }
  }

  @Test
  void aReceiverThatSendsAByteNowAndThenIsCutOff() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var trickle =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var socket = server.accept()) {
                      // Reads until the other side has gone, and answers nothing whole.
                      socket.getOutputStream().write("HTTP".getBytes(StandardCharsets.US_ASCII));
                      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                    } catch (java.io.IOException cut) {
                      // As it should be.
                    }
                  });
      var began = System.nanoTime();

      var outcome =
          new Messenger(true, Duration.ofMillis(300))
              .post(URI.create("http://127.0.0.1:" + server.getLocalPort()), Map.of(), MESSAGE);

      assertThat(outcome.isDelivered()).isFalse();
      assertThat(System.nanoTime() - began).isLessThan(Duration.ofSeconds(20).toNanos());
      trickle.join();
    }
  }

  private static boolean isUntouched(ServerSocket server) throws java.io.IOException {
    try (var _ = server.accept()) {
      return false;
    } catch (java.net.SocketTimeoutException nobody) {
      return true;
    }
  }
}
