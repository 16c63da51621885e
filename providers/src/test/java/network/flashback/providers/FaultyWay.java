package network.flashback.providers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A way to a server on which real things go wrong: every byte passes through two sockets of this
/// process.
public final class FaultyWay implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final byte[] BUSY =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final InetSocketAddress server;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Fault fault = new Fault.None();

  /// What is wrong from now on, until something else is said. Bytes count from then on, over all
  /// connections together.
  public sealed interface Fault {
    record None() implements Fault {}

    /// Every chunk comes later, in both directions.
    record Late(long millis) implements Fault {}

    /// Connections are reset after so many bytes to the server.
    record ResetWhileAsking(AtomicLong left) implements Fault {
      public ResetWhileAsking(long bytes) {
        this(new AtomicLong(bytes));
      }
    }

    /// Connections are reset after so many bytes from the server; with 0 the answer is lost whole.
    record ResetWhileAnswering(AtomicLong left) implements Fault {
      public ResetWhileAnswering(long bytes) {
        this(new AtomicLong(bytes));
      }
    }

    /// Answers end in good order after so many bytes.
    record Truncated(AtomicLong left) implements Fault {
      public Truncated(long bytes) {
        this(new AtomicLong(bytes));
      }
    }

    /// Somebody on the way answers 503 and passes nothing on.
    record Busy() implements Fault {}

    /// Answers come byte by byte, so slowly.
    record Drip(long millis) implements Fault {}
  }

  public FaultyWay(URI server) throws IOException {
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
    this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(() -> untilItBreaks(this::accept));
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /// Connections that idle end too: the next request meets the fault from its first byte.
  public void breaks(Fault next) throws IOException {
    fault = next;
    for (var socket : open) {
      socket.close();
    }
  }

  /// Nothing is wrong any more.
  public void heals() throws IOException {
    breaks(new Fault.None());
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void untilItBreaks(Work work) {
    try {
      work.run();
    } catch (IOException broken) {
      // That is what it is for; the one who asks sees it at the socket.
    }
  }

  private void accept() throws IOException {
    while (true) {
      var client = listening.accept();
      threads.execute(() -> untilItBreaks(() -> serve(client)));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client;
        var upstream = new Socket()) {
      open.add(client);
      open.add(upstream);
      client.setTcpNoDelay(true);
      if (fault instanceof Fault.Busy) {
        refuse(client);
        return;
      }
      upstream.setTcpNoDelay(true);
      upstream.connect(server);
      var asking = threads.submit(() -> pump(client, upstream, true));
      pump(upstream, client, false);
      asking.cancel(true);
    } finally {
      open.removeIf(Socket::isClosed);
    }
  }

  private static void refuse(Socket client) throws IOException {
    // Only the head: a client that sends on is told while it sends.
    int newlines = 0;
    for (int b = client.getInputStream().read(); b >= 0 && newlines < 2; ) {
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
      b = newlines < 2 ? client.getInputStream().read() : -1;
    }
    client.getOutputStream().write(BUSY);
    client.getOutputStream().flush();
    client.shutdownOutput();
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private Void pump(Socket from, Socket to, boolean asking) throws IOException {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!pass(buffer, read, from, to, out, asking)) {
          return null;
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /// Whether to go on.
  private boolean pass(
      byte[] bytes, int count, Socket from, Socket to, OutputStream out, boolean asking)
      throws IOException, InterruptedException {
    switch (fault) {
      case Fault.Late(var millis) -> {
        closed.await(millis, TimeUnit.MILLISECONDS);
        out.write(bytes, 0, count);
      }
      case Fault.ResetWhileAsking(var left) when asking -> {
        return upTo(left, bytes, count, out) || reset(from, to);
      }
      case Fault.ResetWhileAnswering(var left) when !asking -> {
        return upTo(left, bytes, count, out) || reset(from, to);
      }
      case Fault.Truncated(var left) when !asking -> {
        if (!upTo(left, bytes, count, out)) {
          out.flush();
          to.shutdownOutput();
          return false;
        }
      }
      case Fault.Drip(var millis) when !asking -> {
        for (int i = 0; i < count; i++) {
          out.write(bytes, i, 1);
          out.flush();
          closed.await(millis, TimeUnit.MILLISECONDS);
        }
      }
      case Fault.None _,
          Fault.Busy _,
          Fault.ResetWhileAsking _,
          Fault.ResetWhileAnswering _,
          Fault.Truncated _,
          Fault.Drip _ ->
          out.write(bytes, 0, count);
    }
    out.flush();
    return true;
  }

  private static boolean upTo(AtomicLong left, byte[] bytes, int count, OutputStream out)
      throws IOException {
    int allowed = Math.clamp(left.getAndAdd(-count), 0, count);
    out.write(bytes, 0, allowed);
    out.flush();
    return allowed == count;
  }

  private static boolean reset(Socket from, Socket to) throws IOException {
    reset(from);
    reset(to);
    return false;
  }

  private static void reset(Socket socket) throws IOException {
    if (!socket.isClosed()) {
      // Without lingering a close is a RST.
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (var socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
