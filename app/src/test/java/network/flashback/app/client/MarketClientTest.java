package network.flashback.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The wait for offers, against answers as a platform gives them.
class MarketClientTest {
  @Test
  void offersAreWaitedForUntilAllAreListed() throws Exception {
    var asked = new AtomicInteger();
    assertThat(listedAfter(asked, Duration.ofMinutes(1), 4)).isEqualTo(4);
    assertThat(asked).hasValue(4);
  }

  @Test
  void whenPatienceIsOverItSaysHowManyThereAre() throws Exception {
    var asked = new AtomicInteger();
    assertThat(listedAfter(asked, Duration.ZERO, 4)).isEqualTo(1);
    assertThat(asked).hasValue(1);
  }

  /// Waits at a platform that lists one offer more each time it is asked.
  private static int listedAfter(AtomicInteger asked, Duration patience, int wanted)
      throws Exception {
    var platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    platform.createContext(
        "/",
        exchange -> {
          var rows = String.join(",", Collections.nCopies(asked.incrementAndGet(), "{}"));
          var page = "{\"offers\":[%s]}".formatted(rows).getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    platform.start();
    var address = URI.create("http://127.0.0.1:" + platform.getAddress().getPort());
    try (var market = new MarketClient(address)) {
      return market.awaitOffers(wanted, patience);
    } finally {
      platform.stop(0);
    }
  }
}
