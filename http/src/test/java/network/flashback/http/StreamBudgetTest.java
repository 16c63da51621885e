package network.flashback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StreamBudgetTest {
  private static final int CLIENTS = 32;
  private static final long BODY_BYTES = 64L << 20;

  @Test
  void fewAnswersHoldMuchEachAndManyHoldLittle() {
    var budget = new StreamBudget();
    assertThat(budget.shareBytes()).isEqualTo(StreamBudget.SHARE_BYTES_MAX);
    for (int streams = 1; streams <= 1000; streams++) {
      budget.begin();
      var share = budget.shareBytes();
      assertThat(share)
          .as("%d answers", streams)
          .isBetween(StreamBudget.SHARE_BYTES_MIN, StreamBudget.SHARE_BYTES_MAX);
      if (share > StreamBudget.SHARE_BYTES_MIN) {
        assertThat(share * streams).isLessThanOrEqualTo(StreamBudget.TOTAL_BYTES);
      }
    }
    assertThat(budget.shareBytes()).isEqualTo(StreamBudget.SHARE_BYTES_MIN);
    for (int streams = 1000; streams > 0; streams--) {
      budget.end();
    }
    assertThat(budget.shareBytes()).isEqualTo(StreamBudget.SHARE_BYTES_MAX);
  }

  @Test
  void clientsThatTakeNothingShortenTheSharesUntilTheyAreGone() throws Exception {
    var clients = new ArrayList<RawClient>();
    try (var server =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            request ->
                HttpResponse.stream(
                    200,
                    BODY_BYTES,
                    out -> {
                      var piece = new byte[1 << 20];
                      for (long sent = 0; sent < BODY_BYTES; sent += piece.length) {
                        out.write(piece);
                      }
                    }))) {
      for (int i = 0; i < CLIENTS; i++) {
        var client = new RawClient(server.port(), 16 * 1024);
        clients.add(client);
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").head();
      }
      awaitStreams(server, CLIENTS);
      assertThat(server.streams().shareBytes()).isEqualTo(StreamBudget.TOTAL_BYTES / CLIENTS);

      for (RawClient client : clients) {
        client.close();
      }
      awaitStreams(server, 0);
      assertThat(server.streams().shareBytes()).isEqualTo(StreamBudget.SHARE_BYTES_MAX);
    }
  }

  private static void awaitStreams(HttpServer server, int count) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (server.streams().streams() != count) {
      assertThat(System.nanoTime())
          .as("%d answers instead of %d", server.streams().streams(), count)
          .isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
