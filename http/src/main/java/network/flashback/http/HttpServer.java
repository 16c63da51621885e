package network.flashback.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running HTTP/1.1 server.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private static final Duration CLEAN_UP = Duration.ofSeconds(1);

  /// RFC 9110, 5.6.7; RFC_1123_DATE_TIME of the JDK leaves out the leading zero of the day.
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final HttpServerConfig config;
  private final HttpHandler handler;
  private final EventLoopGroup loops;
  private final Semaphore permits;
  private final StreamBudget streams = new StreamBudget();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final ReentrantLock closing = new ReentrantLock();
  private final Condition noneLeft = closing.newCondition();
  private final Channel acceptor;
  private volatile boolean stopping;
  private volatile StampedDate date = new StampedDate(Long.MIN_VALUE, "");

  private HttpServer(HttpServerConfig config, HttpHandler handler) throws IOException {
    this.config = config;
    this.handler = handler;
    this.permits = new Semaphore(config.maxConcurrentRequests());
    var epoll = Epoll.isAvailable();
    var threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads,
            new DefaultThreadFactory("http-loop", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(1024, 8 * 1024, 128 * 1024))
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                Connection.waterMark(StreamBudget.SHARE_BYTES_MIN))
            .childHandler(new Accept())
            .bind(config.bind())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new IOException(
          "cannot listen on "
              + config.bind()
              + ": "
              + bound.cause().getMessage()
              + ". Choose another port, or stop the program that uses it",
          bound.cause());
    }
    this.acceptor = bound.channel();
  }

  /// Listens and serves until [#close].
  ///
  /// @throws IOException when the address cannot be had
  public static HttpServer start(HttpServerConfig config, HttpHandler handler) throws IOException {
    return new HttpServer(config, handler);
  }

  /// The port in use, also when the configuration left the choice to the system.
  public int port() {
    return ((InetSocketAddress) acceptor.localAddress()).getPort();
  }

  /// Requests under way now.
  public int requestsUnderWay() {
    return config.maxConcurrentRequests() - permits.availablePermits();
  }

  /// Connections open now.
  public int openConnections() {
    return connections.size();
  }

  /// Accepts nothing more, lets requests under way finish within the grace, then cuts the rest.
  @Override
  public void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    acceptor.close().awaitUninterruptibly();
    connections.forEach(Connection::stopWhenIdle);
    var deadline = System.nanoTime() + config.closeGrace().toNanos();
    if (!awaitRequests(deadline)) {
      LOG.warn("{} requests did not finish within {}", requestsUnderWay(), config.closeGrace());
      connections.forEach(Connection::interrupt);
      connections.forEach(Connection::close);
      // Cut connections fail the handlers' reads and writes; give them a moment to clean up.
      var _ = awaitRequests(System.nanoTime() + CLEAN_UP.toNanos());
    }
    // A finished request's answer may still wait for an event loop or a slow client, and an event
    // loop that is told to stop closes its channels before it runs what waits.
    if (!awaitConnections(deadline)) {
      connections.forEach(Connection::close);
      var _ = awaitConnections(System.nanoTime() + CLEAN_UP.toNanos());
    }
    loops.shutdownGracefully(20, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly(5000);
  }

  HttpServerConfig config() {
    return config;
  }

  HttpHandler handler() {
    return handler;
  }

  StreamBudget streams() {
    return streams;
  }

  boolean stopping() {
    return stopping;
  }

  boolean admit() {
    return permits.tryAcquire();
  }

  void release() {
    permits.release();
  }

  void forget(Connection connection) {
    connections.remove(connection);
    if (stopping && connections.isEmpty()) {
      closing.lock();
      try {
        noneLeft.signalAll();
      } finally {
        closing.unlock();
      }
    }
  }

  /// The Date header's value, formatted once a second.
  String dateHeader() {
    var second = config.clock().instant().getEpochSecond();
    var known = date;
    if (known.second != second) {
      known = new StampedDate(second, HTTP_DATE.format(Instant.ofEpochSecond(second)));
      date = known;
    }
    return known.text;
  }

  private boolean awaitRequests(long deadline) {
    var all = config.maxConcurrentRequests();
    try {
      if (!permits.tryAcquire(all, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      permits.release(all);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean awaitConnections(long deadline) {
    closing.lock();
    try {
      while (!connections.isEmpty()) {
        if (noneLeft.awaitNanos(deadline - System.nanoTime()) <= 0) {
          return connections.isEmpty();
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      closing.unlock();
    }
  }

  private record StampedDate(long second, String text) {}

  private final class Accept extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      if (stopping || connections.size() >= config.maxConnections()) {
        LOG.warn("connection refused: {} are open", connections.size());
        var _ = channel.close();
        return;
      }
      var connection = new Connection(HttpServer.this, channel);
      connections.add(connection);
      if (stopping) {
        // It came while close() was already telling the others.
        connection.close();
      }
      config
          .tls()
          .ifPresent(tls -> channel.pipeline().addLast(tls.context().newHandler(channel.alloc())));
      channel.pipeline().addLast(new StrictRequestDecoder(config), connection);
    }
  }
}
