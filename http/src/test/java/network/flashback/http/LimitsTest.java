package network.flashback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

  private static HttpServer serve() throws Exception {
    return HttpServer.start(
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
        request -> HttpResponse.text(200, "text/plain", "ok"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | GET / HTTP/1.1~~
          400 | GET / HTTP/1.1~Host: a~Host: b~~
          400 | POST / HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked~~
          400 | POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~
          400 | POST / HTTP/1.1~Host: a~Content-Length: -1~~
          400 | GET / HTTP/1.1~Host: a~bad header: b~~
          400 | nonsense~~
          505 | PRI * HTTP/2.0~~
          """)
  void whatIsNoProperRequestIsRefused(int status, String request) throws Exception {
    try (var server = serve();
        var client = new RawClient(server.port())) {
      var answer = client.send(request.replace("~", "\r\n")).answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.says("Connection: close")).isTrue();
    }
  }

  @Test
  void anExpectationThatNobodyKnowsIsPassedOver() throws Exception {
    try (var server = serve();
        var client = new RawClient(server.port())) {
      for (String expect : new String[] {"200-maybe", "200", ""}) {
        client.send("GET /a HTTP/1.1\r\nHost: h\r\nExpect: " + expect + "\r\n\r\n");
        assertThat(client.answer().status()).as(expect).isEqualTo(200);
      }
    }
  }

  @Test
  void hugeHeadsAreRefusedWithTheirOwnStatus() throws Exception {
    try (var server = serve()) {
      try (var client = new RawClient(server.port())) {
        client.send("GET /" + "a".repeat(17_000) + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(414);
      }
      try (var client = new RawClient(server.port())) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(17_000) + "\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(431);
      }
      try (var client = new RawClient(server.port())) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\n" + "X: 1\r\n".repeat(128) + "\r\n");
        assertThat(client.answer().status()).isEqualTo(431);
      }
    }
  }

  @Test
  void tooManyRequestsAtOnceGet503AndLaterOnesAreServed() throws Exception {
    var entered = new CountDownLatch(2);
    var go = new CountDownLatch(1);
    var config =
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()).withMaxConcurrentRequests(2);
    try (var server =
            HttpServer.start(
                config,
                request -> {
                  entered.countDown();
                  go.await();
                  return HttpResponse.empty(200);
                });
        var first = new RawClient(server.port());
        var second = new RawClient(server.port());
        var third = new RawClient(server.port())) {
      first.send(GET);
      second.send(GET);
      entered.await();
      var refused = third.send(GET).answer();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.says("Retry-After: 1")).isTrue();
      go.countDown();
      assertThat(first.answer().status()).isEqualTo(200);
      assertThat(second.answer().status()).isEqualTo(200);
      // The permit comes back a moment after the answer; a refusal in between is an answer too.
      var answer = third.send(GET).answer();
      while (answer.status() == 503) {
        answer = third.send(GET).answer();
      }
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void fiveHundredAndTwelveConnectionsAreServedAtOnce() throws Exception {
    var together = new CountDownLatch(512);
    try (var server =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            request -> {
              together.countDown();
              together.await();
              return HttpResponse.text(200, "text/plain", request.rawPath());
            })) {
      var clients = new ArrayList<RawClient>();
      try {
        for (var i = 0; i < 512; i++) {
          clients.add(
              new RawClient(server.port()).send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n"));
        }
        for (var i = 0; i < 512; i++) {
          assertThat(clients.get(i).answer().body()).isEqualTo("/" + i);
        }
      } finally {
        for (var client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void idleAndDribblingConnectionsAreClosed() throws Exception {
    var config =
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system())
            .withTimeouts(Duration.ofMillis(100), Duration.ofSeconds(9), Duration.ofSeconds(9));
    try (var server = HttpServer.start(config, request -> HttpResponse.empty(200));
        var idle = new RawClient(server.port());
        var dribbling = new RawClient(server.port())) {
      idle.send(GET).answer();
      dribbling.send("GET / HT");
      assertThat(idle.atEnd()).isTrue();
      assertThat(dribbling.atEnd()).isTrue();
    }
  }
}
