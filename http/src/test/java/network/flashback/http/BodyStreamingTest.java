package network.flashback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyStreamingTest {
  /// Far more than all buffers between two ends hold.
  private static final int LARGE_BYTES = 64 << 20;

  private final BlockingQueue<Object> outcomes = new ArrayBlockingQueue<>(10);

  private static HttpServer serve(HttpHandler handler) throws Exception {
    return HttpServer.start(HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()), handler);
  }

  private Object outcome() throws InterruptedException {
    var outcome = outcomes.poll(20, TimeUnit.SECONDS);
    assertThat(outcome).as("an outcome within 20 s").isNotNull();
    return outcome;
  }

  private HttpResponse consume(HttpRequest request) throws IOException {
    try {
      outcomes.add(request.body().transferTo(OutputStream.nullOutputStream()));
    } catch (IOException e) {
      outcomes.add(e);
      throw e;
    }
    return HttpResponse.empty(200);
  }

  @Test
  void continueIsSentOnlyWhenTheHandlerReads() throws Exception {
    try (var server =
        serve(
            request ->
                request.rawPath().equals("/refuse")
                    ? HttpResponse.empty(403)
                    : HttpResponse.bytes(200, request.body().readAllBytes()))) {
      var head = " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
      try (var client = new RawClient(server.port())) {
        client.send("PUT /x" + head);
        assertThat(client.head()).startsWith("HTTP/1.1 100 Continue\r\n");
        client.send("hello");
        assertThat(client.answer().body()).isEqualTo("hello");
      }
      try (var client = new RawClient(server.port())) {
        client.send("PUT /refuse" + head);
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(403);
        // Whether the body still comes is unknowable, so the connection must end here.
        assertThat(answer.says("Connection: close")).isTrue();
        assertThat(client.atEnd()).isTrue();
      }
      try (var client = new RawClient(server.port())) {
        client.send("PUT /x" + head + "hello");
        var first = client.answer();
        var answer = first.status() == 100 ? client.answer() : first;
        assertThat(answer.body()).isEqualTo("hello");
      }
    }
  }

  /// A client that was not told to go on may read the next answer on the connection as a part of
  /// this one: botocore does.
  @Test
  void whoExpectsToBeToldToGoOnIsToldSoWhereTheBodyIsEmptyToo() throws Exception {
    try (var server = serve(request -> HttpResponse.bytes(200, request.body().readAllBytes()));
        var client = new RawClient(server.port())) {
      var head = "PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: ";
      for (int i = 0; i < 2; i++) {
        client.send(head + "0\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 100 Continue\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
      }
      client.send(head + "5\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 100 Continue\r\n");
      client.send("hello");
      assertThat(client.answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void chunkedUploadsArriveWithoutTheirFraming() throws Exception {
    try (var server = serve(request -> HttpResponse.bytes(200, request.body().readAllBytes()));
        var client = new RawClient(server.port())) {
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\n").send("A;ext=1\r\n0123456789\r\n").send("0\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("abc0123456789");
    }
  }

  @Test
  void anAbortedUploadIsAnIoExceptionInTheHandler() throws Exception {
    try (var server = serve(this::consume)) {
      try (var client = new RawClient(server.port())) {
        client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
        client.shutdownOutput();
        assertThat(((IOException) outcome()).getMessage())
            .isEqualTo("the client closed the connection after 3 of 10 bytes of the body");
      }
      var client = new RawClient(server.port());
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      client.reset();
      assertThat(outcome()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void brokenChunkFramingIsAnIoExceptionAndA400() throws Exception {
    try (var server = serve(this::consume);
        var client = new RawClient(server.port())) {
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n");
      assertThat(((IOException) outcome()).getMessage())
          .contains("framing of the body is malformed");
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void aClientSilentInsideTheBodyIsGivenUpWith408() throws Exception {
    var config =
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system())
            .withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofSeconds(20));
    try (var server = HttpServer.start(config, this::consume);
        var client = new RawClient(server.port())) {
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
      assertThat(outcome()).isInstanceOf(IOException.class);
      assertThat(client.answer().status()).isEqualTo(408);
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void anEarlyAnswerKeepsTheConnectionWhenLittleIsLeftAndClosesItWhenMuchIs() throws Exception {
    try (var server = serve(request -> HttpResponse.text(200, "text/plain", request.rawPath()))) {
      try (var client = new RawClient(server.port())) {
        client.send("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n");
        assertThat(client.answer().head()).doesNotContain("Connection: close");
        client.send(new byte[60_000]).send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.answer().body()).isEqualTo("/2");
      }
      try (var client = new RawClient(server.port())) {
        client.send("PUT /3 HTTP/1.1\r\nHost: h\r\nContent-Length: 4000000\r\n\r\n");
        // The body is sent whole before the answer is read, as simple clients do.
        client.send(new byte[4_000_000]);
        var answer = client.answer();
        assertThat(answer.body()).isEqualTo("/3");
        assertThat(answer.says("Connection: close")).isTrue();
        assertThat(client.atEnd()).isTrue();
      }
      try (var client = new RawClient(server.port())) {
        client.send(
            "PUT /4 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");
        assertThat(client.answer().body()).isEqualTo("/4");
        client.send("0\r\n\r\nGET /5 HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.answer().body()).isEqualTo("/5");
      }
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsLittleMemory() throws Exception {
    var total = 200L * 1024 * 1024;
    var written = new AtomicLong();
    var done = new CountDownLatch(1);
    try (var server =
            serve(
                request ->
                    HttpResponse.stream(
                        200,
                        total,
                        out -> {
                          var piece = new byte[1024 * 1024];
                          for (var sent = 0L; sent < total; sent += piece.length) {
                            out.write(piece);
                            written.addAndGet(piece.length);
                          }
                          done.countDown();
                        }));
        var client = new RawClient(server.port(), 16 * 1024)) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      client.head();
      // Kernel buffers on both sides take some MiB; the program itself may add 128 KiB.
      assertThat(done.await(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(written.get()).isLessThan(16L * 1024 * 1024);
      var read = 0L;
      while (read < total) {
        var piece = client.bytes(1024 * 1024).length;
        assertThat(piece).isPositive();
        read += piece;
      }
      assertThat(read).isEqualTo(total);
      done.await();
    }
  }

  @Test
  void anUploadThatTheHandlerDoesNotReadStopsAtTheSocket() throws Exception {
    var go = new CountDownLatch(1);
    var sent = new AtomicLong();
    try (var server =
            serve(
                request -> {
                  go.await();
                  return consume(request);
                });
        var client = new RawClient(server.port())) {
      var total = 100 * 1024 * 1024;
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: " + total + "\r\n\r\n");
      var sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (; sent.get() < total; sent.addAndGet(1024 * 1024)) {
                        client.send(new byte[1024 * 1024]);
                      }
                    } catch (IOException e) {
                      outcomes.add(e);
                    }
                  });
      assertThat(sender.join(Duration.ofMillis(500))).isFalse();
      assertThat(sent.get()).isLessThan(20L * 1024 * 1024);
      go.countDown();
      assertThat(outcome()).isEqualTo((long) total);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatTakesNothingIsCutAfterTheWriteTimeout() throws Exception {
    var config =
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system())
            .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(100));
    try (var server =
            HttpServer.start(
                config,
                request ->
                    HttpResponse.chunked(
                        200,
                        out -> {
                          try {
                            while (true) {
                              out.write(new byte[100_000]);
                            }
                          } catch (IOException e) {
                            outcomes.add(e);
                            throw e;
                          }
                        }));
        var client = new RawClient(server.port(), 16 * 1024)) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(((IOException) outcome()).getMessage()).contains("took nothing of the answer");
    }
  }

  @Test
  void anAnswerMayBeWrittenWhileItsRequestIsStillBeingRead() throws Exception {
    try (var server =
            serve(
                request ->
                    HttpResponse.chunked(
                        200,
                        out -> {
                          request.body().transferTo(out);
                        }));
        var client = new RawClient(server.port())) {
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      var text = "0123456789abcdef".repeat(20_000);
      client.send("4e200\r\n" + text + "\r\n0\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo(text);
    }
  }

  @Test
  void aSmallBodyIsReadWholeOnlyUpToItsBound() throws Exception {
    try (var server =
            serve(
                request -> {
                  try {
                    return HttpResponse.bytes(200, request.readBody(4));
                  } catch (BodyTooLargeException e) {
                    return HttpResponse.text(413, "text/plain", String.valueOf(e.getMessage()));
                  }
                });
        var client = new RawClient(server.port())) {
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabcd");
      assertThat(client.answer().body()).isEqualTo("abcd");
      client.send(
          "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(413);
      client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde");
      assertThat(client.answer().body()).contains("larger than the 4 bytes allowed");
    }
  }

  @Test
  void whoAsksIsToldWhatWasSentOfAFileOrStreamOnceAndItIsLessWhereTheClientLeft(
      @TempDir Path folder) throws Exception {
    var file = folder.resolve("large");
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(LARGE_BYTES);
    }
    HttpHandler handler =
        request -> {
          var channel = FileChannel.open(file);
          var answer =
              request.rawPath().equals("/file")
                  ? HttpResponse.file(200, channel, 0, LARGE_BYTES)
                  : HttpResponse.stream(
                      200,
                      LARGE_BYTES,
                      out -> {
                        var piece = new byte[1 << 16];
                        for (long at = 0; at < LARGE_BYTES; at += piece.length) {
                          out.write(piece);
                        }
                      });
          return answer.closing(channel).whenSent(outcomes::add);
        };
    try (var server = serve(handler)) {
      for (var kind : new String[] {"/file", "/stream"}) {
        try (var client = new RawClient(server.port())) {
          client.send("GET " + kind + " HTTP/1.1\r\nHost: h\r\n\r\n");
          client.head();
          assertThat(client.bytes(LARGE_BYTES)).hasSize(LARGE_BYTES);
          assertThat(outcome()).as(kind).isEqualTo((long) LARGE_BYTES);
        }
        try (var client = new RawClient(server.port(), 16 * 1024)) {
          client.send("GET " + kind + " HTTP/1.1\r\nHost: h\r\n\r\n");
          client.head();
          assertThat(client.bytes(1000)).hasSize(1000);
          client.reset();
          assertThat((long) outcome()).as(kind).isBetween(1000L, LARGE_BYTES - 1L);
        }
      }
      assertThat(outcomes).isEmpty();
    }
  }
}
