package network.flashback.providers.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import network.flashback.providers.node.NodeHttp.Origin;

/// One connection to a node, for one request at a time.
final class NodeConnection {
  private static final int HEAD_BYTES_MAX = 16 << 10;

  /// As much as the JDK hands to a socket at once.
  private static final int BLOCK_BYTES = 128 << 10;

  private static final int CONTINUE = 100;

  private final Origin origin;
  private final Socket socket;
  private final ScheduledExecutorService watch;
  private final Consumer<NodeConnection> free;
  private final OutputStream out;
  private final BufferedBytes in;
  private boolean used;
  private volatile long usedAt = System.nanoTime();

  private NodeConnection(
      Origin origin, Socket socket, ScheduledExecutorService watch, Consumer<NodeConnection> free)
      throws IOException {
    this.origin = origin;
    this.socket = socket;
    this.watch = watch;
    this.free = free;
    this.out = socket.getOutputStream();
    this.in = new BufferedBytes(socket.getInputStream(), HEAD_BYTES_MAX);
  }

  /// A connection that was used before, and ended before the node has said a word to this request.
  static final class StaleException extends IOException {
    private static final long serialVersionUID = 1;

    StaleException(IOException cause) {
      super("the node had closed an unused connection", cause);
    }
  }

  /// Connects.
  ///
  /// @param trust whose certificates are believed
  /// @param watch for writes that do not end
  /// @param free told of the connection whenever it can be used for another request
  static NodeConnection open(
      Origin origin,
      Duration within,
      SSLContext trust,
      ScheduledExecutorService watch,
      Consumer<NodeConnection> free)
      throws IOException {
    // A channel's socket, because an interrupt closes it on every kind of thread.
    var channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var address = new InetSocketAddress(origin.host(), origin.port());
      if (address.isUnresolved()) {
        throw new SocketException("the host " + origin.host() + " has no address");
      }
      channel.socket().connect(address, (int) within.toMillis());
      var socket =
          origin.encrypted() ? encrypted(channel.socket(), origin, trust) : channel.socket();
      return new NodeConnection(origin, socket, watch, free);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Socket encrypted(Socket plain, Origin origin, SSLContext trust)
      throws IOException {
    var socket =
        (SSLSocket)
            trust.getSocketFactory().createSocket(plain, origin.host(), origin.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    // Without this a certificate of any host would do.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  Origin origin() {
    return origin;
  }

  /// [System#nanoTime] when it was last given back.
  long usedAt() {
    return usedAt;
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket does not close", e);
    }
  }

  /// Sends a request and reads the head of its answer.
  NodeResponse exchange(NodeRequest request, Duration patience, Duration sendWithin)
      throws IOException {
    socket.setSoTimeout(millis(patience));
    var head = begin(request, patience);
    if (status(head) == CONTINUE && request.body() instanceof NodeRequest.Stream stream) {
      var sent = send(stream, sendWithin);
      // The receipt is signed when all of it is on disk.
      socket.setSoTimeout(millis(sendWithin));
      return response(request, last(head(sendWithin), sendWithin), patience, sent);
    }
    // Who refuses a body before it came may take what follows for that body.
    var whole = !(request.body() instanceof NodeRequest.Stream);
    return response(request, last(head, patience), patience, whole);
  }

  /// Sends all that is at hand. Until the first word of the node, a used connection that fails is
  /// one that had ended before.
  private String begin(NodeRequest request, Duration patience) throws IOException {
    var again = used;
    used = true;
    try {
      out.write(headOf(request));
      return head(patience);
    } catch (InterruptedIOException | ClosedByInterruptException givenUp) {
      throw givenUp;
    } catch (IOException e) {
      if (again && in.isUntouched()) {
        throw new StaleException(e);
      }
      throw e;
    }
  }

  /// The head, and a body that is at hand, in one write.
  private static byte[] headOf(NodeRequest request) {
    var text = new StringBuilder(512).append(request.method()).append(' ');
    text.append(request.target()).append(" HTTP/1.1\r\n");
    field(text, "Host", request.authority());
    request.headers().forEach((name, value) -> field(text, name, value));
    return switch (request.body()) {
      case NodeRequest.None() -> {
        if (request.method().equals("PUT") || request.method().equals("POST")) {
          field(text, "Content-Length", "0");
        }
        yield bytes(text.append("\r\n"));
      }
      case NodeRequest.Whole(var bytes) -> {
        field(text, "Content-Length", Integer.toString(bytes.length));
        var head = bytes(text.append("\r\n"));
        var whole = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(bytes, 0, whole, head.length, bytes.length);
        yield whole;
      }
      case NodeRequest.Stream(var _, var length) -> {
        field(text, "Content-Length", Long.toString(length));
        field(text, "Expect", "100-continue");
        yield bytes(text.append("\r\n"));
      }
    };
  }

  private static void field(StringBuilder head, String name, String value) {
    if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("the header " + name + " holds a line break");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Sends a body; false when the node did not want all of it.
  private boolean send(NodeRequest.Stream body, Duration within) throws IOException {
    // Writes have no time limit of their own.
    var guard = watch.schedule(this::close, within.toNanos(), TimeUnit.NANOSECONDS);
    try {
      var block = new byte[(int) Math.min(BLOCK_BYTES, body.length())];
      for (long left = body.length(); left > 0; ) {
        int got = body.bytes().read(block, 0, (int) Math.min(block.length, left));
        if (got < 0) {
          throw new EOFException("the body ended " + left + " bytes early");
        }
        if (!sends(block, got)) {
          return false;
        }
        left -= got;
      }
      return true;
    } finally {
      guard.cancel(false);
    }
  }

  /// False when the node does not listen any more but may have said why.
  private boolean sends(byte[] block, int length) throws IOException {
    try {
      out.write(block, 0, length);
      return true;
    } catch (IOException notTaken) {
      if (in.hasMore()) {
        return false;
      }
      throw notTaken;
    }
  }

  /// This head, or the first after it that is not interim.
  private String last(String head, Duration within) throws IOException {
    var last = head;
    while (status(last) / 100 == 1) {
      last = head(within);
    }
    return last;
  }

  private String head(Duration within) throws IOException {
    return in.until("\r\n\r\n", within);
  }

  private static int millis(Duration time) {
    return (int) Math.min(time.toMillis(), Integer.MAX_VALUE);
  }

  private static int status(String head) throws ProtocolException {
    if (head.length() < 12
        || !head.startsWith("HTTP/1.")
        || (head.charAt(7) != '0' && head.charAt(7) != '1')
        || head.charAt(8) != ' '
        || head.charAt(9) < '1'
        || head.charAt(9) > '5'
        || !isDigit(head.charAt(10))
        || !isDigit(head.charAt(11))
        || (head.length() > 12 && head.charAt(12) != ' ' && head.charAt(12) != '\r')) {
      throw new ProtocolException("the node does not speak HTTP/1.1");
    }
    return Integer.parseInt(head, 9, 12, 10);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private NodeResponse response(
      NodeRequest request, String head, Duration patience, boolean reusable) throws IOException {
    int status = status(head);
    var headers = headers(head);
    var keeps =
        reusable
            && head.startsWith("HTTP/1.1")
            && !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    InputStream body;
    if (request.method().equals("HEAD") || status == 204 || status == 304) {
      body = new NodeBody(in, 0, ended(keeps));
    } else if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      body = new ChunkedBody(in, patience, ended(keeps));
    } else {
      var length = NodeResponse.length(headers);
      body =
          length.isPresent()
              ? new NodeBody(in, length.getAsLong(), ended(keeps))
              : new NodeBody(in, Long.MAX_VALUE, ended(false));
    }
    return new NodeResponse(status, headers, body);
  }

  /// What happens at the end of a body: true when all of it was read.
  private Consumer<Boolean> ended(boolean keeps) {
    return whole -> {
      if (whole && keeps && in.isEmpty()) {
        usedAt = System.nanoTime();
        in.forget();
        free.accept(this);
      } else {
        close();
      }
    };
  }

  private static Map<String, String> headers(String head) {
    var headers = new HashMap<String, String>();
    int end = head.indexOf('\n');
    while (end >= 0) {
      int from = end + 1;
      end = head.indexOf('\n', from);
      int to = end < 0 ? head.length() : end;
      int colon = head.indexOf(':', from);
      if (colon > from && colon < to) {
        headers.putIfAbsent(
            head.substring(from, colon).toLowerCase(Locale.ROOT),
            head.substring(colon + 1, to).strip());
      }
    }
    return headers;
  }
}
