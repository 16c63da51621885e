package network.flashback.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The bytes of one request body between the event loop, which delivers, and the handler, which
/// reads; the loop stops reading from the socket while more than a bound is queued.
final class RequestBody extends InputStream {
  /// The socket is not read while at least this much waits for the handler.
  private static final int HIGH_BYTES = 128 * 1024;

  private static final int LOW_BYTES = 32 * 1024;
  static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Connection connection;
  private final long declaredLength;
  private final Duration readTimeout;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
  private int queuedBytes;
  private long receivedBytes;
  private boolean awaitsContinue;
  private boolean paused;
  private boolean complete;
  private boolean released;
  private @Nullable IOException failure;

  /// @param declaredLength the Content-Length, or -1 when the body is chunked
  RequestBody(
      Connection connection, long declaredLength, boolean awaitsContinue, Duration readTimeout) {
    this.connection = connection;
    this.declaredLength = declaredLength;
    this.awaitsContinue = awaitsContinue;
    this.readTimeout = readTimeout;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      return awaitBytes() ? take(target, offset, length) : -1;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return queuedBytes;
    } finally {
      lock.unlock();
    }
  }

  /// Takes over a buffer from the event loop.
  void deliver(ByteBuf bytes, boolean last) {
    lock.lock();
    try {
      awaitsContinue = false;
      receivedBytes += bytes.readableBytes();
      if (released || failure != null || !bytes.isReadable()) {
        bytes.release();
      } else {
        queuedBytes += bytes.readableBytes();
        queue.add(bytes);
      }
      complete |= last;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The client broke off: the handler's reads fail from now on.
  void fail(IOException cause) {
    lock.lock();
    try {
      if (!complete && failure == null) {
        failure = cause;
        arrived.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void failAborted() {
    fail(
        new EOFException(
            "the client closed the connection after "
                + receivedBytes
                + (declaredLength < 0 ? " bytes" : " of " + declaredLength + " bytes")
                + " of the body"));
  }

  /// Whether the socket may be read on; asked by the event loop.
  boolean wantsMore() {
    lock.lock();
    try {
      paused = queuedBytes >= HIGH_BYTES && !released;
      return !paused;
    } finally {
      lock.unlock();
    }
  }

  /// Frees what nobody will read.
  void release() {
    lock.lock();
    try {
      released = true;
      while (!queue.isEmpty()) {
        queue.remove().release();
      }
      queuedBytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /// How many bytes may still come before the next request can start on this connection; -1 when
  /// nobody knows, [Long#MAX_VALUE] when the connection is of no further use.
  long bytesToCome() {
    lock.lock();
    try {
      if (complete) {
        return 0;
      }
      // Without a "100 Continue" the client may send the body or leave it out: only closing is
      // safe.
      if (failure != null || awaitsContinue) {
        return Long.MAX_VALUE;
      }
      return declaredLength < 0 ? -1 : declaredLength - receivedBytes;
    } finally {
      lock.unlock();
    }
  }

  /// Why reads fail, when they do.
  @Nullable IOException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /// True when a byte is queued, false at the end of the body.
  private boolean awaitBytes() throws IOException {
    if (awaitsContinue) {
      awaitsContinue = false;
      var _ = connection.channel().writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
    }
    try {
      var nanos = readTimeout.toNanos();
      while (queue.isEmpty() && !complete && failure == null) {
        if (nanos <= 0) {
          failure =
              new SocketTimeoutException(
                  "the client sent nothing for " + readTimeout.toMillis() + " ms inside the body");
        }
        nanos = arrived.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the body: the server stops");
    }
    if (queue.isEmpty() && failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    return !queue.isEmpty();
  }

  private int take(byte[] target, int offset, int length) {
    var taken = 0;
    while (taken < length && !queue.isEmpty()) {
      var head = queue.element();
      var step = Math.min(head.readableBytes(), length - taken);
      head.readBytes(target, offset + taken, step);
      taken += step;
      if (!head.isReadable()) {
        queue.remove().release();
      }
    }
    queuedBytes -= taken;
    if (paused && queuedBytes <= LOW_BYTES) {
      paused = false;
      connection.readOn();
    }
    return taken;
  }
}
