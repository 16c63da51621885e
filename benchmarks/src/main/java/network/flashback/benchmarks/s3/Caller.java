package network.flashback.benchmarks.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A client with one connection, as lean as Java allows: its own work must not hide the server's.
/// Every answer is compared with what it must be.
final class Caller implements AutoCloseable {
  private static final int BUFFER_BYTES = 128 << 10;
  private static final int SLICE_BYTES = 64 << 10;
  private static final Duration SILENCE_MAX = Duration.ofMinutes(2);
  private static final int DETAIL_CHARS = 500;

  private final InetSocketAddress server;
  private final Duration pause;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private @Nullable Socket socket;
  private int position;
  private int end;

  /// What came back.
  ///
  /// @param detail the beginning of the answer's body, where it was no success
  record Answer(int status, String detail) {
    boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  Caller(URI endpoint) {
    this(endpoint, Duration.ZERO);
  }

  /// @param pause after each 64 KiB sent or received: a slow client
  Caller(URI endpoint, Duration pause) {
    this.server = new InetSocketAddress(endpoint.getHost(), endpoint.getPort());
    this.pause = pause;
  }

  /// Connects, if it is not connected.
  Socket connect() throws IOException {
    var open = socket;
    if (open == null) {
      open = new Socket();
      open.setTcpNoDelay(true);
      open.setSoTimeout((int) SILENCE_MAX.toMillis());
      open.connect(server);
      position = 0;
      end = 0;
      socket = open;
    }
    return open;
  }

  /// Sends and takes the answer.
  ///
  /// @throws IOException when the server does not succeed, or answers something else
  void call(Request request) throws IOException, InterruptedException {
    var answer = ask(request);
    if (!answer.isSuccess()) {
      throw new IOException(
          "%s answered %d: %s".formatted(server, answer.status(), answer.detail()));
    }
  }

  /// Like [#call], for callers that want to know of refusals.
  Answer ask(Request request) throws IOException, InterruptedException {
    var open = connect();
    send(open.getOutputStream(), request);
    return receive(open.getInputStream(), request);
  }

  @Override
  public void close() throws IOException {
    disconnect();
  }

  /// Ends the connection; the next request makes a new one.
  void disconnect() throws IOException {
    var open = socket;
    if (open != null) {
      socket = null;
      open.close();
    }
  }

  private void send(OutputStream out, Request request) throws IOException, InterruptedException {
    out.write(request.head());
    var body = request.body();
    if (pause.isZero()) {
      out.write(body);
      return;
    }
    for (int at = 0; at < body.length; at += SLICE_BYTES) {
      out.write(body, at, Math.min(SLICE_BYTES, body.length - at));
      Thread.sleep(pause);
    }
  }

  private Answer receive(InputStream in, Request request) throws IOException, InterruptedException {
    var head = head(in);
    int status = Integer.parseInt(head.substring(9, 12));
    if (status == 100) {
      return receive(in, request);
    }
    var expected = status / 100 == 2 ? request.answer() : Request.NOTHING;
    var body = new Body(expected);
    var length = value(head, "content-length");
    if (!length.isEmpty()) {
      take(in, Long.parseLong(length), body);
    } else if (value(head, "transfer-encoding").equals("chunked")) {
      chunks(in, body);
    }
    if (value(head, "connection").equals("close")) {
      disconnect();
    }
    if (body.seen != expected.length && expected.length > 0) {
      throw new IOException("%s sent %d of %d bytes".formatted(server, body.seen, expected.length));
    }
    return new Answer(status, status / 100 == 2 ? "" : body.beginning.toString());
  }

  private String head(InputStream in) throws IOException {
    int searched = position;
    while (true) {
      for (int at = searched; at + 3 < end; at++) {
        if (buffer[at] == '\r' && buffer[at + 2] == '\r' && buffer[at + 3] == '\n') {
          var head = new String(buffer, position, at - position, StandardCharsets.ISO_8859_1);
          position = at + 4;
          return head.toLowerCase(Locale.ROOT);
        }
      }
      searched = Math.max(position, end - 3);
      if (position > 0) {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        searched -= position;
        end -= position;
        position = 0;
      }
      fill(in);
    }
  }

  private static String value(String head, String name) {
    int at = head.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return "";
    }
    int from = at + name.length() + 3;
    int to = head.indexOf("\r\n", from);
    return head.substring(from, to < 0 ? head.length() : to).strip();
  }

  private void chunks(InputStream in, Body body) throws IOException, InterruptedException {
    while (true) {
      int size = Integer.parseInt(line(in).strip(), 16);
      take(in, size, body);
      line(in);
      if (size == 0) {
        return;
      }
    }
  }

  private String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    while (true) {
      if (position == end) {
        position = 0;
        end = 0;
        fill(in);
      }
      char next = (char) buffer[position++];
      if (next == '\n') {
        return line.toString();
      }
      line.append(next);
    }
  }

  private void take(InputStream in, long length, Body body)
      throws IOException, InterruptedException {
    for (long left = length; left > 0; ) {
      if (position == end) {
        position = 0;
        end = 0;
        if (!pause.isZero()) {
          Thread.sleep(pause);
        }
        fill(in);
      }
      int taken = (int) Math.min(left, end - position);
      body.add(buffer, position, taken);
      position += taken;
      left -= taken;
    }
  }

  private void fill(InputStream in) throws IOException {
    int room = pause.isZero() ? buffer.length - end : Math.min(SLICE_BYTES, buffer.length - end);
    int got = room == 0 ? -1 : in.read(buffer, end, room);
    if (got < 0) {
      throw new EOFException(server + " ended the connection inside an answer");
    }
    end += got;
  }

  /// A body as it comes, compared with what it must be.
  private final class Body {
    private final byte[] expected;
    private final StringBuilder beginning = new StringBuilder();
    private int seen;

    Body(byte[] expected) {
      this.expected = expected;
    }

    void add(byte[] source, int from, int count) throws IOException {
      if (expected.length == 0) {
        int shown = Math.clamp((long) DETAIL_CHARS - beginning.length(), 0, count);
        beginning.append(new String(source, from, shown, StandardCharsets.UTF_8));
        return;
      }
      if (seen + count > expected.length
          || Arrays.mismatch(expected, seen, seen + count, source, from, from + count) >= 0) {
        throw new IOException(server + " sent other bytes than were stored");
      }
      seen += count;
    }
  }
}
