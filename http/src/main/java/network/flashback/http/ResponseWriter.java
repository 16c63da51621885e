package network.flashback.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import network.flashback.http.HttpResponse.Body;

/// Sends one answer from a virtual thread; never more ahead of the client than a share of what all
/// answers may hold ([StreamBudget]), and one piece.
final class ResponseWriter {
  /// A body up to this size is copied behind its head: one system call and packet instead of two,
  /// and one turn of the event loop instead of three.
  private static final int SMALL_BYTES = 32 * 1024;

  private static final int COPIED_BYTES = 64 * 1024;

  /// More than a connection's event loop takes to close it and to fail what it had to send.
  private static final long CLOSED_WITHIN_SECONDS = 1;

  private final Connection connection;
  private final HttpRequest request;
  private final HttpServer server;
  private long bytesSent;

  ResponseWriter(Connection connection, HttpRequest request, HttpServer server) {
    this.connection = connection;
    this.request = request;
    this.server = server;
  }

  /// Body bytes handed to the network so far.
  long bytesSent() {
    return bytesSent;
  }

  /// Sends the answer; true when the connection can serve another request after it.
  boolean write(HttpResponse response, boolean mayKeepAlive) throws IOException {
    var unframed = response.body() instanceof Body.Chunked && request.minorVersion() == 0;
    var keepAlive = mayKeepAlive && !unframed;
    var head = ResponseHead.encode(response, server.dateHeader(), !unframed, keepAlive);
    if (bodyless(response)) {
      send(head);
      return keepAlive;
    }
    connection.awaitWritable();
    switch (response.body()) {
      case Body.Empty() -> send(head);
      case Body.Declared(var length) -> send(head);
      case Body.Bytes(var bytes) -> writeBytes(head, bytes);
      case Body.File(var channel, var position, var length) ->
          writeFile(head, channel, position, length);
      case Body.Stream(var length, var writer) -> writeStream(head, length, writer);
      case Body.Chunked(var writer) -> writeChunked(head, writer, !unframed);
    }
    return keepAlive;
  }

  private boolean bodyless(HttpResponse response) {
    return request.method().equals("HEAD") || response.status() == 204 || response.status() == 304;
  }

  private void writeBytes(byte[] head, byte[] bytes) throws IOException {
    if (bytes.length <= SMALL_BYTES) {
      var whole = new byte[head.length + bytes.length];
      System.arraycopy(head, 0, whole, 0, head.length);
      System.arraycopy(bytes, 0, whole, head.length, bytes.length);
      send(whole);
      bytesSent = bytes.length;
    } else {
      writeStream(head, bytes.length, out -> out.write(bytes));
    }
  }

  private void writeFile(byte[] head, FileChannel file, long position, long length)
      throws IOException {
    if (length <= SMALL_BYTES) {
      var bytes = new byte[(int) length];
      readFully(file, position, ByteBuffer.wrap(bytes));
      writeBytes(head, bytes);
      return;
    }
    if (file.size() < position + length) {
      throw new EOFException("the file ends before position " + (position + length));
    }
    if (request.encrypted()) {
      // The kernel has no key: the bytes pass through the program.
      writeStream(head, length, out -> copy(file, position, length, out));
      return;
    }
    var _ = connection.channel().write(Unpooled.wrappedBuffer(head));
    var region = new OpenFileRegion(file, position, length);
    var sent = connection.channel().writeAndFlush(region);
    // Until it is known what the kernel took, all of it may have left.
    bytesSent = length;
    try {
      awaitRegion(sent, region);
    } finally {
      if (sent.isDone()) {
        bytesSent = region.transferred();
      }
    }
  }

  private static void copy(FileChannel file, long position, long length, OutputStream out)
      throws IOException {
    var chunk = new byte[COPIED_BYTES];
    for (long sent = 0; sent < length; ) {
      int next = (int) Math.min(chunk.length, length - sent);
      readFully(file, position + sent, ByteBuffer.wrap(chunk, 0, next));
      out.write(chunk, 0, next);
      sent += next;
    }
  }

  private void awaitRegion(ChannelFuture sent, DefaultFileRegion region) throws IOException {
    var timeout = server.config().writeTimeout();
    var before = -1L;
    try {
      while (!sent.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        if (region.transferred() == before) {
          connection.close();
          var _ = sent.await(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS);
          throw new SocketTimeoutException(
              "the client took nothing of the file for " + timeout.toMillis() + " ms");
        }
        before = region.transferred();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connection.close();
      throw new IOException("interrupted while sending a file: the server stops", e);
    }
    if (!sent.isSuccess()) {
      throw new IOException("sending a file failed", sent.cause());
    }
  }

  private void writeStream(byte[] head, long length, BodyWriter writer) throws IOException {
    if (length <= SMALL_BYTES) {
      var whole = new SmallOutput(head, (int) length);
      writer.writeTo(whole);
      send(whole.finished());
      bytesSent = length;
      return;
    }
    run(head, new BodyOutput(connection, BodyOutput.Framing.PLAIN, length), writer);
  }

  private void writeChunked(byte[] head, BodyWriter writer, boolean framed) throws IOException {
    var framing = framed ? BodyOutput.Framing.CHUNKED : BodyOutput.Framing.PLAIN;
    run(head, new BodyOutput(connection, framing, Long.MAX_VALUE), writer);
  }

  private void run(byte[] head, BodyOutput out, BodyWriter writer) throws IOException {
    try {
      var _ = connection.channel().write(Unpooled.wrappedBuffer(head));
      writer.writeTo(out);
      out.finish();
    } finally {
      bytesSent = out.written();
      out.release();
    }
  }

  private void send(byte[] bytes) {
    var _ = connection.channel().writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  private static void readFully(FileChannel file, long position, ByteBuffer target)
      throws IOException {
    while (target.hasRemaining()) {
      if (file.read(target, position + target.position()) < 0) {
        throw new EOFException("the file ends before position " + (position + target.limit()));
      }
    }
  }

  /// A region whose file stays open: many answers share the channel of a segment file.
  private static final class OpenFileRegion extends DefaultFileRegion {
    OpenFileRegion(FileChannel file, long position, long count) {
      super(file, position, count);
    }

    @Override
    protected void deallocate() {
      // Closing is the business of whoever opened the file; see HttpResponse.closing.
    }
  }
}
