package network.flashback.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client connection: hands requests to virtual threads one after the other, in the order sent.
///
/// State lives on the event loop; only the methods that say so may be called from a handler's
/// thread. The socket is read only when something can be done with what comes (auto-read is off).
final class Connection extends ChannelInboundHandlerAdapter {
  /// An unread rest of a body up to this size is read and dropped to keep the connection.
  static final int MAX_DRAIN_BYTES = 64 * 1024;

  /// After the last answer what still arrives is dropped this long, because closing over unread
  /// bytes sends a reset that can destroy the answer on its way (RFC 9112, 9.6).
  private static final Duration LINGER = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final HttpServer server;
  private final Channel channel;
  private final ArrayDeque<Object> pending = new ArrayDeque<>();
  private final ReentrantLock writability = new ReentrantLock();
  private final Condition writable = writability.newCondition();
  private @Nullable Exchange current;
  private boolean bodyOpen;
  private long drainedBytes;
  private boolean lingering;
  private boolean inputClosed;
  private long waitingSince = System.nanoTime();

  Connection(HttpServer server, Channel channel) {
    this.server = server;
    this.channel = channel;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    scheduleIdleCheck(server.config().idleTimeout().toNanos());
    readIfUseful();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (lingering) {
      ReferenceCountUtil.release(message);
      return;
    }
    pending.add(message);
    advance();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    readIfUseful();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    signalWritability();
    advance();
    readIfUseful();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputClosed = true;
      if (current != null && bodyOpen) {
        current.body().failAborted();
      }
      if (lingering || (current == null && pending.isEmpty())) {
        close();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (current != null) {
      current.body().failAborted();
    }
    dropPending();
    signalWritability();
    server.forget(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("connection from {} failed: {}", channel.remoteAddress(), cause.toString());
    close();
  }

  /// The channel; its methods may be called from any thread.
  Channel channel() {
    return channel;
  }

  InetSocketAddress remote() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /// Reads on after a pause; from any thread.
  void readOn() {
    channel.eventLoop().execute(this::readIfUseful);
  }

  /// The exchange has handed its whole answer to the channel, or failed; from any thread.
  void finished(Exchange exchange, boolean keepAlive) {
    channel.eventLoop().execute(() -> afterExchange(exchange, keepAlive));
  }

  /// Blocks a handler's thread until the channel takes more bytes.
  ///
  /// @throws IOException when the client has gone, or takes nothing for the write timeout
  void awaitWritable() throws IOException {
    if (channel.isWritable()) {
      return;
    }
    writability.lock();
    try {
      var nanos = server.config().writeTimeout().toNanos();
      while (!channel.isWritable()) {
        if (!channel.isActive()) {
          throw new ClientGoneException();
        }
        if (nanos <= 0) {
          close();
          throw new SocketTimeoutException(
              "the client took nothing of the answer for "
                  + server.config().writeTimeout().toMillis()
                  + " ms");
        }
        nanos = writable.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending: the server stops", e);
    } finally {
      writability.unlock();
    }
  }

  /// Closes at once; from any thread.
  void close() {
    var _ = channel.close();
  }

  /// The server stops: close now if no request is under way, else after it; from any thread.
  void stopWhenIdle() {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (current == null) {
                var _ = flushed().addListener(done -> close());
              }
            });
  }

  /// Stops the handler's thread; from any thread.
  void interrupt() {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (current != null) {
                current.interrupt();
              }
            });
  }

  private void advance() {
    while (!pending.isEmpty() && !lingering && canTake(pending.element())) {
      var message = pending.remove();
      if (message instanceof io.netty.handler.codec.http.HttpRequest head) {
        begin(head);
      } else {
        content((HttpContent) message);
      }
    }
  }

  private boolean canTake(Object message) {
    // The next request waits until this one is answered and its answer has mostly left: a client
    // that pipelines without reading cannot make answers pile up.
    return !(message instanceof io.netty.handler.codec.http.HttpRequest)
        || (current == null && channel.isWritable());
  }

  private void begin(io.netty.handler.codec.http.HttpRequest head) {
    bodyOpen = true;
    drainedBytes = 0;
    var refusal = RequestHead.refusal(head, server.config());
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    if (!server.admit()) {
      LOG.warn(
          "request from {} refused with 503: {} requests are under way",
          remote(),
          server.config().maxConcurrentRequests());
      refuse(RequestHead.overloaded(head));
      return;
    }
    var length = RequestHead.bodyLength(head);
    var awaitsContinue = RequestHead.expectsContinue(head);
    if (awaitsContinue && length == 0) {
      // It may be left out (RFC 9110, 10.1.1), but botocore then misreads the connection's next
      // answer.
      var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(RequestBody.CONTINUE));
    }
    var body =
        new RequestBody(this, length, awaitsContinue && length != 0, server.config().readTimeout());
    var exchange = new Exchange(server, this, RequestHead.parse(head, this, body, server), body);
    current = exchange;
    exchange.start();
  }

  private void content(HttpContent content) {
    var last = content instanceof LastHttpContent;
    var broken = content.decoderResult().isFailure();
    if (current != null) {
      if (broken) {
        current.body().fail(new MalformedBodyException());
        content.release();
      } else {
        current.body().deliver(content.content(), last);
      }
    } else {
      drainedBytes += content.content().readableBytes();
      content.release();
      if (broken || (!last && drainedBytes > MAX_DRAIN_BYTES)) {
        linger();
      }
    }
    bodyOpen &= !last;
  }

  private void refuse(RequestHead.Refusal refusal) {
    var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(refusal.answer(server.dateHeader())));
    waitingSince = System.nanoTime();
    server.config().observer().completed("?", "refused", refusal.status(), 0, Duration.ZERO);
    if (!refusal.keepAlive()) {
      linger();
    }
  }

  private void afterExchange(Exchange exchange, boolean keepAlive) {
    exchange.body().release();
    current = null;
    waitingSince = System.nanoTime();
    if (!keepAlive || server.stopping()) {
      linger();
      return;
    }
    advance();
    if (inputClosed && current == null) {
      var _ = flushed().addListener(done -> close());
    }
    readIfUseful();
  }

  /// Sends what is left, tells the client that no more comes, and drops what it still sends.
  private void linger() {
    if (lingering) {
      return;
    }
    var clean = !bodyOpen && pending.isEmpty();
    lingering = true;
    dropPending();
    var _ =
        flushed()
            .addListener(
                done -> {
                  if (clean || inputClosed || !done.isSuccess()) {
                    close();
                  } else {
                    endOutput();
                  }
                });
    var _ = channel.eventLoop().schedule(this::close, LINGER.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void endOutput() {
    var encrypted = channel.pipeline().get(SslHandler.class);
    if (encrypted == null) {
      shutdownOutput();
    } else {
      var _ = encrypted.closeOutbound().addListener(told -> shutdownOutput());
    }
  }

  private void shutdownOutput() {
    var _ = ((DuplexChannel) channel).shutdownOutput();
    readIfUseful();
  }

  /// Completes when everything written so far has left for the network.
  private ChannelFuture flushed() {
    return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
  }

  private void readIfUseful() {
    if (!channel.isActive() || inputClosed) {
      return;
    }
    var exchange = current;
    var useful =
        lingering
            || (pending.isEmpty()
                && (exchange == null || (bodyOpen && exchange.body().wantsMore())));
    if (useful) {
      channel.read();
    }
  }

  private void scheduleIdleCheck(long nanos) {
    // One lazy timer per connection instead of one per request: it only ever moves forward.
    var _ = channel.eventLoop().schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
  }

  private void checkIdle() {
    if (!channel.isActive()) {
      return;
    }
    var limit = server.config().idleTimeout().toNanos();
    var idle = current == null ? System.nanoTime() - waitingSince : 0;
    if (idle >= limit) {
      close();
    } else {
      scheduleIdleCheck(limit - idle);
    }
  }

  private void signalWritability() {
    writability.lock();
    try {
      writable.signalAll();
    } finally {
      writability.unlock();
    }
  }

  private void dropPending() {
    while (!pending.isEmpty()) {
      ReferenceCountUtil.release(pending.remove());
    }
  }

  /// What streamed answers hold; from any thread.
  StreamBudget streams() {
    return server.streams();
  }

  /// The channel counts as full from so many bytes on; from any thread.
  void holdAtMost(int bytes) {
    if (channel.config().getWriteBufferHighWaterMark() != bytes) {
      var _ = channel.config().setWriteBufferWaterMark(waterMark(bytes));
    }
  }

  /// Full at so many bytes, and writable again when half of them have left.
  static WriteBufferWaterMark waterMark(int bytes) {
    return new WriteBufferWaterMark(bytes / 2, bytes);
  }

  /// A buffer for bytes on their way out.
  ByteBuf buffer(int capacity) {
    return channel.alloc().directBuffer(capacity, capacity);
  }
}
