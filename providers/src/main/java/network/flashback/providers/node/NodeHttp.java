package network.flashback.providers.node;

import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 to nodes, over connections that are kept and shared by all stores.
///
/// A request runs on the thread that asks, from the first byte to the last: no selector, no queues
/// between threads, and no copy but the socket's. That is a fraction of what the JDK's client costs
/// where answers are small. Interrupting the thread gives up.
public final class NodeHttp implements AutoCloseable {
  /// Unused connections kept for each node.
  private static final int IDLE_MAX = 128;

  /// Less than a node waits before it closes its side.
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Duration connectWithin;
  private final SSLContext trust;
  private final Map<Origin, ConcurrentLinkedDeque<NodeConnection>> idle = new ConcurrentHashMap<>();

  /// Closes the connections whose other side takes nothing of a body for too long.
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("node-http").factory());

  private volatile boolean closed;

  /// Believes whom the whole process believes at this moment.
  ///
  /// @param connectWithin how long to wait for a node to take a connection
  public NodeHttp(Duration connectWithin) {
    this(connectWithin, trustOfTheProcess());
  }

  /// @param trust whose certificates are believed
  NodeHttp(Duration connectWithin, SSLContext trust) {
    this.connectWithin = connectWithin;
    this.trust = trust;
    watch.setRemoveOnCancelPolicy(true);
    var _ =
        watch.scheduleWithFixedDelay(
            this::closeOld, IDLE.toSeconds(), IDLE.toSeconds(), TimeUnit.SECONDS);
  }

  private static SSLContext trustOfTheProcess() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// Where connections lead.
  record Origin(String host, int port, boolean encrypted) {
    static Origin of(URI uri) {
      var encrypted = "https".equalsIgnoreCase(uri.getScheme());
      int port = uri.getPort() >= 0 ? uri.getPort() : encrypted ? 443 : 80;
      return new Origin(uri.getHost(), port, encrypted);
    }
  }

  /// Sends, and returns when the head of the answer is here.
  ///
  /// @param patience for each silence of the node
  /// @param sendWithin how long the body of the request may take
  NodeResponse send(NodeRequest request, Duration patience, Duration sendWithin)
      throws IOException {
    var origin = request.origin();
    while (true) {
      var kept = take(origin);
      if (kept == null) {
        return exchange(open(origin), request, patience, sendWithin);
      }
      try {
        return exchange(kept, request, patience, sendWithin);
      } catch (NodeConnection.StaleException closedMeanwhile) {
        // The node has ended it while nobody used it; the next one, or a new one.
        kept.close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.shutdownNow();
    idle.values().forEach(connections -> connections.forEach(NodeConnection::close));
    idle.clear();
  }

  private NodeResponse exchange(
      NodeConnection connection, NodeRequest request, Duration patience, Duration sendWithin)
      throws IOException {
    try {
      return connection.exchange(request, patience, sendWithin);
    } catch (NodeConnection.StaleException stale) {
      throw stale;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private NodeConnection open(Origin origin) throws IOException {
    return NodeConnection.open(origin, connectWithin, trust, watch, this::keep);
  }

  private @Nullable NodeConnection take(Origin origin) {
    var connections = idle.get(origin);
    // The one used last is the likeliest to be open still.
    return connections == null ? null : connections.pollLast();
  }

  private void keep(NodeConnection connection) {
    var connections = idle.computeIfAbsent(connection.origin(), o -> new ConcurrentLinkedDeque<>());
    if (closed || connections.size() >= IDLE_MAX) {
      connection.close();
      return;
    }
    connections.addLast(connection);
    if (closed && connections.remove(connection)) {
      connection.close();
    }
  }

  private void closeOld() {
    long oldest = System.nanoTime() - IDLE.toNanos();
    for (var connections : idle.values()) {
      for (var connection : connections) {
        if (connection.usedAt() - oldest < 0 && connections.remove(connection)) {
          connection.close();
        }
      }
    }
  }
}
