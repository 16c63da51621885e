package network.flashback.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that sends exactly the bytes a test says.
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(port, 64 * 1024);
  }

  RawClient(int port, int receiveBuffer) throws IOException {
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// One answer as the client saw it.
  record Answer(int status, String head, String body) {
    boolean says(String headerLine) {
      return head.contains("\r\n" + headerLine + "\r\n");
    }
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// Reads one answer with its body.
  Answer answer() throws IOException {
    var head = head();
    var status = Integer.parseInt(head.substring(9, 12));
    return new Answer(status, head, body(head));
  }

  /// Reads up to the empty line.
  String head() throws IOException {
    var text = new StringBuilder();
    while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
      var next = in.read();
      if (next < 0) {
        throw new EOFException("connection closed inside the head: " + text);
      }
      text.append((char) next);
    }
    return text.substring(0, text.length() - 2);
  }

  byte[] bytes(int length) throws IOException {
    return in.readNBytes(length);
  }

  /// Reads everything until the server closes.
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /// True when the server has closed in good order.
  boolean atEnd() throws IOException {
    return in.read() < 0;
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /// Cuts the connection with a reset.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String body(String head) throws IOException {
    var lower = head.toLowerCase(java.util.Locale.ROOT);
    if (lower.contains("transfer-encoding: chunked")) {
      return chunks();
    }
    var at = lower.indexOf("content-length: ");
    if (at < 0) {
      return "";
    }
    var length = Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private String chunks() throws IOException {
    var text = new StringBuilder();
    while (true) {
      var size = Integer.parseInt(line(), 16);
      text.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
      line();
      if (size == 0) {
        return text.toString();
      }
    }
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("connection closed inside a chunk");
      }
      text.append((char) next);
    }
    return text.toString().strip();
  }
}
