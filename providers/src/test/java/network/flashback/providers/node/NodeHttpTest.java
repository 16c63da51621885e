package network.flashback.providers.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The wire between gateway and nodes, against a server that says what the test gave it.
class NodeHttpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final NodeHttp http = new NodeHttp(Duration.ofSeconds(2));
  private final LinkedBlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private ServerSocket listening;

  /// What the server does on the next connection it takes.
  private interface Script {
    void play(Socket client) throws Exception;
  }

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void end() throws IOException {
    http.close();
    listening.close();
  }

  @Test
  void requestsAfterOneAnotherShareAConnection() throws Exception {
    connection(
        client -> {
          for (int i = 0; i < 3; i++) {
            answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
          }
        });

    for (int i = 0; i < 3; i++) {
      assertThat(get()).isEqualTo("hello");
    }
  }

  @Test
  void aConnectionThatTheNodeClosedMeanwhileIsReplaced() throws Exception {
    connection(client -> answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"));
    connection(client -> answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo"));

    assertThat(get()).isEqualTo("one");
    assertThat(get()).isEqualTo("two");
  }

  @Test
  void aNewConnectionThatEndsWithoutAnAnswerIsAFailure() {
    connection(NodeHttpTest::head);

    assertThatThrownBy(this::get).isInstanceOf(IOException.class);
  }

  @Test
  void aConnectionWhoseAnswerWasNotReadToItsEndIsNotUsedAgain() throws Exception {
    connection(client -> answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
    connection(client -> answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo"));

    try (var first = send("GET", new NodeRequest.None())) {
      assertThat(first.body().readNBytes(4)).hasSize(4);
    }
    assertThat(get()).isEqualTo("two");
  }

  @Test
  void anAnswerThatEndsEarlyIsNeverShort() {
    connection(client -> answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));

    assertThatThrownBy(this::get).isInstanceOf(IOException.class).hasMessageContaining("96 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK",
        "HTTP/1.2 200 OK",
        "HTTP/1.1 20",
        "HTTP/1.1 2x0 OK",
        "HTTP/1.1 2000 OK",
        "HTTP/1.1 600 No",
        "HTTP/1.1  200",
        "hello"
      })
  void whatIsNoAnswerOfHttp11IsAFailure(String line) {
    connection(client -> answer(client, line + "\r\nContent-Length: 0\r\n\r\n"));

    assertThatThrownBy(this::get).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/1.1 200 "})
  void anAnswerNeedsNoReason(String line) throws Exception {
    connection(client -> answer(client, line + "\r\nContent-Length: 5\r\n\r\nhello"));

    assertThat(get()).isEqualTo("hello");
  }

  @Test
  void chunkedAnswersOfAProxyAreUnderstood() throws Exception {
    connection(
        client -> {
          answer(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n");
          say(client, "2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n");
          answer(client, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo");
        });

    assertThat(get()).isEqualTo("hello");
    assertThat(get()).isEqualTo("two");
  }

  @Test
  void aStreamIsSentOnceTheNodeWantsIt() throws Exception {
    var taken = new AtomicReference<String>();
    connection(
        client -> {
          heads.add(head(client));
          say(client, "HTTP/1.1 100 Continue\r\n\r\n");
          taken.set(new String(client.getInputStream().readNBytes(5), ISO_8859_1));
          say(client, "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok");
        });

    try (var response = send("PUT", stream("hello"))) {
      assertThat(response.status()).isEqualTo(201);
      assertThat(text(response.body())).isEqualTo("ok");
    }
    assertThat(taken).hasValue("hello");
    assertThat(heads.getFirst()).contains("Expect: 100-continue").contains("Content-Length: 5");
  }

  @Test
  void aNodeThatRefusesAStreamIsNotSentIt() throws Exception {
    var more = new AtomicReference<Integer>();
    var ended = new CountDownLatch(1);
    connection(
        client -> {
          head(client);
          say(client, "HTTP/1.1 507 Full\r\nContent-Length: 4\r\n\r\nfull");
          more.set(client.getInputStream().read());
          ended.countDown();
        });
    var body = new ByteArrayInputStream(new byte[5]);

    try (var response = send("PUT", new NodeRequest.Stream(body, 5))) {
      assertThat(response.status()).isEqualTo(507);
      assertThat(text(response.body())).isEqualTo("full");
    }
    ended.await();
    assertThat(more).hasValue(-1);
    assertThat(body.available()).isEqualTo(5);
  }

  @Test
  void aShortBodyGoesWithTheHead() throws Exception {
    var taken = new AtomicReference<String>();
    connection(
        client -> {
          heads.add(head(client));
          taken.set(new String(client.getInputStream().readNBytes(2), ISO_8859_1));
          say(client, "HTTP/1.1 204 No Content\r\n\r\n");
        });

    try (var response = send("POST", new NodeRequest.Whole(new byte[] {'{', '}'}))) {
      assertThat(response.status()).isEqualTo(204);
      assertThat(response.body().read()).isEqualTo(-1);
    }
    assertThat(taken).hasValue("{}");
    assertThat(heads.getFirst()).doesNotContain("Expect");
  }

  @Test
  void aSourceThatEndsEarlyEndsTheRequest() {
    connection(
        client -> {
          head(client);
          say(client, "HTTP/1.1 100 Continue\r\n\r\n");
          var _ = client.getInputStream().readAllBytes();
        });
    var request = request("PUT", new NodeRequest.Stream(new ByteArrayInputStream(new byte[3]), 5));

    assertThatThrownBy(() -> http.send(request, PATIENCE, PATIENCE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 bytes early");
  }

  @Test
  void aNodeThatTakesNothingOfABodyIsLeft() {
    var left = new CountDownLatch(1);
    connection(
        client -> {
          head(client);
          say(client, "HTTP/1.1 100 Continue\r\n\r\n");
          left.await();
        });
    var endless = new NodeRequest.Stream(new Zeros(), Long.MAX_VALUE);

    assertThatThrownBy(() -> http.send(request("PUT", endless), PATIENCE, Duration.ofMillis(300)))
        .isInstanceOf(IOException.class);
    left.countDown();
  }

  @Test
  void aHeadThatDripsIsGivenUp() {
    var given = new CountDownLatch(1);
    connection(
        client -> {
          head(client);
          say(client, "HTTP/1.1 200 OK\r\n");
          while (given.getCount() > 0) {
            say(client, "X: y\r\n");
          }
        });

    assertThatThrownBy(
            () ->
                http.send(request("GET", new NodeRequest.None()), Duration.ofMillis(200), PATIENCE))
        .isInstanceOfAny(SocketTimeoutException.class, java.net.ProtocolException.class);
    given.countDown();
  }

  @Test
  void silenceIsGivenUp() {
    var given = new CountDownLatch(1);
    connection(
        client -> {
          head(client);
          given.await();
        });

    assertThatThrownBy(
            () ->
                http.send(request("GET", new NodeRequest.None()), Duration.ofMillis(200), PATIENCE))
        .isInstanceOf(SocketTimeoutException.class);
    given.countDown();
  }

  @Test
  void anInterruptGivesUpOnAnyThread() throws Exception {
    var asked = new CountDownLatch(1);
    var given = new CountDownLatch(1);
    connection(
        client -> {
          head(client);
          asked.countDown();
          given.await();
        });
    var failure = new AtomicReference<Throwable>();
    var waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    get();
                  } catch (Exception e) {
                    failure.set(e);
                  }
                });
    asked.await();
    waiting.interrupt();

    assertThat(waiting.join(PATIENCE)).isTrue();
    assertThat(failure.get()).isInstanceOf(ClosedByInterruptException.class);
    given.countDown();
  }

  /// A body without an end.
  private static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return length;
    }
  }

  private void connection(Script script) {
    scripts.add(script);
  }

  private void serve() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        var script = scripts.take();
        Thread.ofVirtual().start(() -> play(script, client));
      } catch (IOException | InterruptedException closed) {
        return;
      }
    }
  }

  private static void play(Script script, Socket client) {
    try (client) {
      script.play(client);
    } catch (Exception gone) {
      // The other side has closed it, which the test sees for itself.
    }
  }

  private static void answer(Socket client, String text) throws IOException {
    head(client);
    say(client, text);
  }

  private static String head(Socket client) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = client.getInputStream().read();
      if (next < 0) {
        throw new IOException("gone");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  private String get() throws IOException {
    try (var response = send("GET", new NodeRequest.None())) {
      return text(response.body());
    }
  }

  private NodeResponse send(String method, NodeRequest.Body body) throws IOException {
    return http.send(request(method, body), PATIENCE, PATIENCE);
  }

  private NodeRequest request(String method, NodeRequest.Body body) {
    var uri = URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/v1/thing");
    return NodeRequest.of(method, uri).with(body);
  }

  private static NodeRequest.Stream stream(String text) {
    return new NodeRequest.Stream(
        new ByteArrayInputStream(text.getBytes(ISO_8859_1)), text.length());
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readAllBytes(), ISO_8859_1);
  }
}
