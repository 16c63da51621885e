package network.flashback.acceptance.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A TCP relay in front of a server: what passes through it is delayed, changed or cut when a test
/// says so. It stands in for cables, disks and memory that fail; the programs at both ends are the
/// real ones.
final class Relay implements AutoCloseable {
  /// What a connection goes through.
  enum Weather {
    CLEAR,
    /// Open connections break, new ones are closed at once.
    CUT,
    /// Each answer waits as long as a failing disk takes.
    SLOW,
    /// One bit of each piece and leaf that is served is another one.
    WRONG
  }

  /// Above the promised second by more than a fifth, and well within a prober's patience.
  static final Duration SLOWNESS = Duration.ofMillis(1_300);

  private static final int BUFFER_BYTES = 1 << 16;

  private final ServerSocket server;
  private final AtomicReference<InetSocketAddress> target;
  private final AtomicReference<Weather> weather = new AtomicReference<>(Weather.CLEAR);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /// @param target port on this machine that is relayed to
  Relay(int target) throws IOException {
    this.target = new AtomicReference<>(onThisMachine(target));
    this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  /// Where it listens.
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /// Whoever connects from now on is led to that port.
  void leadTo(int port) {
    target.set(onThisMachine(port));
  }

  void become(Weather now) {
    weather.set(now);
    if (now == Weather.CUT) {
      open.forEach(Relay::closeQuietly);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(Relay::closeQuietly);
  }

  private static InetSocketAddress onThisMachine(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var near = server.accept();
        if (weather.get() == Weather.CUT) {
          closeQuietly(near);
        } else {
          connect(near);
        }
      } catch (IOException closedOrRefused) {
        // Closed with the relay, or nobody listens behind it: the near side has been closed.
      }
    }
  }

  private void connect(Socket near) throws IOException {
    var far = new Socket();
    try {
      far.connect(target.get());
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
    } catch (IOException refused) {
      closeQuietly(near);
      closeQuietly(far);
      throw refused;
    }
    open.add(near);
    open.add(far);
    var serving = new AtomicBoolean();
    var answered = new AtomicBoolean(true);
    Thread.ofVirtual().start(() -> pump(near, far, chunk -> asked(chunk, serving, answered)));
    Thread.ofVirtual().start(() -> pump(far, near, chunk -> answer(chunk, serving, answered)));
  }

  /// What is done to bytes on their way.
  private interface Passage {
    void through(Chunk chunk);
  }

  /// Bytes as they came, which a passage may change.
  private static final class Chunk {
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private int length;

    boolean read(InputStream from) throws IOException {
      length = from.read(bytes);
      return length > 0;
    }

    boolean endsHead() {
      return length >= 4
          && bytes[length - 4] == '\r'
          && bytes[length - 3] == '\n'
          && bytes[length - 2] == '\r'
          && bytes[length - 1] == '\n';
    }

    String firstLine() {
      int end = 0;
      while (end < Math.min(length, 256) && bytes[end] != '\r') {
        end++;
      }
      return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }
  }

  private void pump(Socket from, Socket to, Passage passage) {
    try {
      var chunk = new Chunk();
      while (chunk.read(from.getInputStream())) {
        passage.through(chunk);
        to.getOutputStream().write(chunk.bytes, 0, chunk.length);
      }
    } catch (IOException broken) {
      // Whoever broke it, both sides learn of it here.
      open.remove(from);
    } finally {
      open.remove(from);
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void asked(Chunk chunk, AtomicBoolean serving, AtomicBoolean answered) {
    answered.set(false);
    var line = chunk.firstLine();
    if (line.endsWith(" HTTP/1.1")) {
      serving.set(
          line.startsWith("GET ") && (line.contains("/pieces/") || line.contains("/leaves/")));
    }
  }

  private void answer(Chunk chunk, AtomicBoolean serving, AtomicBoolean answered) {
    boolean first = answered.compareAndSet(false, true);
    if (weather.get() == Weather.SLOW && first) {
      LockSupport.parkNanos(SLOWNESS.toNanos());
    }
    if (weather.get() == Weather.WRONG && serving.get() && !chunk.endsHead()) {
      chunk.bytes[chunk.length - 1] ^= 1;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAlready) {
      // There is nothing left to close.
      return;
    }
  }
}
