package network.flashback.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

  private static HttpServer serve(HttpHandler handler) throws Exception {
    return HttpServer.start(HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()), handler);
  }

  private static HttpResponse echo(HttpRequest request) throws Exception {
    return HttpResponse.bytes(200, request.body().readAllBytes());
  }

  @Test
  void aHandlerSeesTheRequestExactlyAsItWasOnTheWire() throws Exception {
    var seen = new CopyOnWriteArrayList<HttpRequest>();
    try (var server =
            serve(
                request -> {
                  seen.add(request);
                  return HttpResponse.empty(204);
                });
        var client = new RawClient(server.port())) {
      var raw =
          "GET /b%2Fc//../%C3%A4?x=%20+&&y HTTP/1.1\r\nhOst: h\r\nX-Meta: \u00c3\u00a4\r\nx-META: 2\r\n\r\n";
      assertThat(client.send(raw).answer().status()).isEqualTo(204);
    }
    var request = seen.getFirst();
    assertThat(request.rawPath()).isEqualTo("/b%2Fc//../%C3%A4");
    assertThat(request.rawQuery()).contains("x=%20+&&y");
    assertThat(request.headers().all("x-meta")).containsExactly("\u00c3\u00a4", "2");
    var names = new ArrayList<String>();
    request.headers().forEach((name, value) -> names.add(name));
    assertThat(names).containsExactly("hOst", "X-Meta", "x-META");
    assertThat(request.remote().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    try (var server = serve(request -> HttpResponse.text(200, "text/plain", request.rawPath()));
        var client = new RawClient(server.port())) {
      for (var i = 0; i < 50; i++) {
        client.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.answer().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderThoughTheFirstIsSlowest() throws Exception {
    var slow = new java.util.concurrent.Phaser(1);
    try (var server =
            serve(
                request -> {
                  if (request.rawPath().equals("/0")) {
                    slow.awaitAdvance(0);
                  }
                  var body = new String(request.body().readAllBytes(), ISO_8859_1);
                  return HttpResponse.text(200, "text/plain", request.rawPath() + body);
                });
        var client = new RawClient(server.port())) {
      var all = new StringBuilder();
      for (var i = 0; i < 100; i++) {
        all.append("POST /")
            .append(i)
            .append(" HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
      }
      client.send(all.toString());
      slow.arrive();
      for (var i = 0; i < 100; i++) {
        assertThat(client.answer().body()).isEqualTo("/" + i + "abc");
      }
    }
  }

  @Test
  void everyFormOfBodyArrivesWhole(@TempDir Path folder) throws Exception {
    var bytes = new byte[3_000_000];
    new java.util.Random(7).nextBytes(bytes);
    var path = Files.write(folder.resolve("file"), bytes);
    try (var file = FileChannel.open(path);
        var client = HttpClient.newHttpClient();
        var server =
            serve(
                request ->
                    switch (request.rawPath()) {
                      case "/bytes" -> HttpResponse.bytes(200, bytes);
                      case "/stream" ->
                          HttpResponse.stream(200, bytes.length, out -> out.write(bytes));
                      case "/chunked" -> HttpResponse.chunked(200, out -> out.write(bytes));
                      case "/file" -> HttpResponse.file(200, file, 0, bytes.length);
                      default -> HttpResponse.file(200, file, 10, 20);
                    })) {
      for (var form : new String[] {"/bytes", "/stream", "/chunked", "/file", "/file"}) {
        assertThat(get(client, server, form)).as(form).isEqualTo(bytes);
      }
      assertThat(get(client, server, "/small"))
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, 10, 30));
    }
  }

  private static byte[] get(HttpClient client, HttpServer server, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    var request = java.net.http.HttpRequest.newBuilder(uri).build();
    return client.send(request, BodyHandlers.ofByteArray()).body();
  }

  @Test
  void headHasTheLengthOfTheBodyItLeavesOut() throws Exception {
    try (var server =
            serve(
                request ->
                    switch (request.rawPath()) {
                      case "/stream" ->
                          HttpResponse.stream(
                              200,
                              5_000_000_000L,
                              out -> {
                                throw new AssertionError("no body is wanted");
                              });
                      case "/declared" -> HttpResponse.declaring(200, 7);
                      default -> HttpResponse.text(200, "text/plain", "hello");
                    });
        var client = new RawClient(server.port())) {
      client.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.head()).contains("\r\nContent-Length: 5000000000\r\n");
      client.send("HEAD /declared HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.head()).contains("\r\nContent-Length: 7\r\n");
      client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.head()).contains("\r\nContent-Length: 5\r\n");
      assertThat(client.send(GET).answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void anAnswerWithoutBodySaysSoAndNoContentSaysNothing() throws Exception {
    try (var server =
            serve(request -> HttpResponse.empty(request.rawPath().equals("/a") ? 200 : 304));
        var client = new RawClient(server.port())) {
      assertThat(client.send(GET).answer().says("Content-Length: 0")).isTrue();
      var unchanged = client.send(GET.replace("/a", "/b")).answer();
      assertThat(unchanged.head()).doesNotContainIgnoringCase("content-length");
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aFailingHandlerIsAnsweredWithABare500AndTheRequestsId() throws Exception {
    var config = HttpServerConfig.on("127.0.0.1", 0, InstantSource.system());
    try (var server =
            HttpServer.start(
                config,
                request -> {
                  throw new IllegalStateException("secret of " + request.id());
                });
        var client = new RawClient(server.port())) {
      var answer = client.send(GET).answer();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).contains("report it with the id").doesNotContain("secret");
      assertThat(client.send(GET).answer().status()).isEqualTo(500);
    }
  }

  @Test
  void aWriterThatFailsOrFallsShortCutsTheConnectionSoThatTheClientNotices() throws Exception {
    try (var server =
        serve(
            request ->
                switch (request.rawPath()) {
                  case "/short" -> HttpResponse.stream(200, 10, out -> out.write(new byte[9]));
                  case "/long" -> HttpResponse.stream(200, 10, out -> out.write(new byte[11]));
                  default ->
                      HttpResponse.chunked(
                          200,
                          out -> {
                            out.write(new byte[9]);
                            out.close();
                            throw new java.io.IOException("lost");
                          });
                })) {
      for (var path : new String[] {"/short", "/long", "/chunked"}) {
        try (var client = new RawClient(server.port())) {
          client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
          var seen = new String(restOrReset(client), ISO_8859_1);
          assertThat(seen).as(path).doesNotEndWith("0\r\n\r\n");
          assertThat(seen.length()).isLessThan(250);
        }
      }
    }
  }

  private static byte[] restOrReset(RawClient client) {
    try {
      return client.rest();
    } catch (java.io.IOException reset) {
      return new byte[0];
    }
  }

  @Test
  void http10ClientsGetClosedOrKeptConnectionsAsTheyAsk() throws Exception {
    try (var server =
        serve(
            request ->
                request.rawPath().equals("/c")
                    ? HttpResponse.chunked(200, out -> out.write("xy".getBytes(UTF_8)))
                    : HttpResponse.text(200, "text/plain", "xy"))) {
      try (var client = new RawClient(server.port())) {
        client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.answer().body()).isEqualTo("xy");
        client.send("GET /c HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(new String(client.rest(), UTF_8))
            .doesNotContain("chunked")
            .endsWith("\r\n\r\nxy");
      }
      try (var client = new RawClient(server.port())) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(client.answer().says("Connection: close")).isTrue();
        assertThat(client.atEnd()).isTrue();
      }
    }
  }

  @Test
  void aClientThatShutsItsOutputStillGetsItsAnswer() throws Exception {
    try (var server = serve(HttpServerTest::echo);
        var client = new RawClient(server.port())) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok");
      client.shutdownOutput();
      assertThat(client.answer().body()).isEqualTo("ok");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void resourcesAreClosedOnceTheAnswerIsSentOrLeftOut() throws Exception {
    var closed = new CopyOnWriteArrayList<String>();
    try (var server =
            serve(
                request ->
                    HttpResponse.text(200, "text/plain", "x")
                        .closing(() -> closed.add(request.method())));
        var client = new RawClient(server.port())) {
      client.send(GET).answer();
      client.send(GET.replace("GET", "HEAD")).head();
      client.send(GET).answer();
    }
    assertThat(closed).containsExactly("GET", "HEAD", "GET");
  }

  @Test
  void theDateHeaderFollowsTheClockThatWasHandedIn() throws Exception {
    var config =
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system())
            .withClock(() -> Instant.parse("2026-03-05T06:07:08Z"));
    try (var server = HttpServer.start(config, request -> HttpResponse.empty(200));
        var client = new RawClient(server.port())) {
      assertThat(client.send(GET).answer().says("Date: Thu, 05 Mar 2026 06:07:08 GMT")).isTrue();
    }
  }

  @Test
  void aPortInUseIsRefusedWithTheReason() throws Exception {
    try (var server = serve(request -> HttpResponse.empty(200))) {
      var config = HttpServerConfig.on("127.0.0.1", server.port(), InstantSource.system());
      assertThatThrownBy(() -> HttpServer.start(config, request -> HttpResponse.empty(200)))
          .isInstanceOf(java.io.IOException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining("Choose another port");
    }
  }

  @Test
  void closingLetsRequestsUnderWayFinish() throws Exception {
    var entered = new java.util.concurrent.CountDownLatch(1);
    var server =
        serve(
            request -> {
              if (request.method().equals("POST")) {
                entered.countDown();
              }
              var body = request.body().readAllBytes();
              return HttpResponse.bytes(200, body);
            });
    try (var idle = new RawClient(server.port());
        var busy = new RawClient(server.port())) {
      idle.send(GET).answer();
      busy.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n1");
      entered.await();
      var closing = Thread.ofVirtual().start(server::close);
      assertThat(idle.atEnd()).isTrue();
      busy.send("2");
      var answer = busy.answer();
      assertThat(answer.body()).isEqualTo("12");
      assertThat(answer.says("Connection: close")).isTrue();
      closing.join();
      assertThatThrownBy(() -> new RawClient(server.port()).close())
          .isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void closingCutsARequestThatOutlivesTheGrace() throws Exception {
    var interrupted = new java.util.concurrent.CountDownLatch(1);
    var entered = new java.util.concurrent.CountDownLatch(1);
    var server =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system())
                .withCloseGrace(java.time.Duration.ofMillis(50)),
            request -> {
              entered.countDown();
              try {
                new java.util.concurrent.CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return HttpResponse.empty(200);
            });
    try (var client = new RawClient(server.port())) {
      client.send(GET);
      entered.await();
      server.close();
      interrupted.await();
      assertThat(restOrReset(client).length).isLessThan(400);
    }
  }

  @Test
  void theJdkClientUploadsAndReadsBack() throws Exception {
    try (var server = serve(HttpServerTest::echo);
        var client = HttpClient.newHttpClient()) {
      var body = new byte[1_000_000];
      new java.util.Random(3).nextBytes(body);
      var request =
          java.net.http.HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.port() + "/"))
              .expectContinue(true)
              .PUT(BodyPublishers.ofByteArray(body))
              .build();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(body);
    }
  }
}
