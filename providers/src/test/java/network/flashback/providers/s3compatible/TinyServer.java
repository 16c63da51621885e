package network.flashback.providers.s3compatible;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// As much of an S3 server as a store needs, in plain sockets, so that a test decides when a
/// connection ends; it keeps connections alive until then.
final class TinyServer implements AutoCloseable {
  /// What happens to a request besides being answered.
  enum Fate {
    ANSWERED,
    /// The connection is reset as soon as the head of the request is there.
    RESET_AT_ITS_HEAD,
    /// The connection is reset in the middle of the body.
    RESET_IN_ITS_BODY,
    /// The body is kept, and the connection reset before the end of the request and any answer.
    KEPT_AND_RESET,
    /// The answer is an acknowledgement and ends in its head, in good order.
    CUT_IN_ITS_HEAD,
    /// The answer ends in the middle of its body.
    CUT_IN_ITS_ANSWER,
    /// The client is never told to go on with the body.
    WITHOUT_CONTINUE
  }

  /// What becomes of every request.
  interface Rule {
    /// Decides over one.
    ///
    /// @param number how many requests of this method came before
    Fate of(String method, int number);
  }

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Rule rule;

  TinyServer(Rule rule) throws IOException {
    this.rule = rule;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /// How many requests of this method came.
  int requests(String method) {
    return counter(method).get();
  }

  private AtomicInteger counter(String method) {
    return requests.computeIfAbsent(method, _ -> new AtomicInteger());
  }

  private void accept() {
    try {
      while (true) {
        var client = listening.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      for (var first = line(in); answer(first.split(" "), client, in); first = line(in)) {
        client.getOutputStream().flush();
      }
      // Without lingering a close is a RST.
      client.setSoLinger(true, 0);
    } catch (IOException gone) {
      // The client has what it wanted.
    }
  }

  /// Whether the connection goes on.
  private boolean answer(String[] request, Socket client, InputStream in) throws IOException {
    var head = new ConcurrentHashMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      head.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    var fate = rule.of(request[0], counter(request[0]).getAndIncrement());
    if (fate == Fate.RESET_AT_ITS_HEAD) {
      return false;
    }
    if (fate == Fate.CUT_IN_ITS_HEAD || fate == Fate.CUT_IN_ITS_ANSWER) {
      var rest = "Content-Type: application/xml\r\nContent-Length: 100\r\n\r\n<ListBucketResult>";
      var text = "HTTP/1.1 200 OK\r\n" + (fate == Fate.CUT_IN_ITS_HEAD ? "" : rest);
      client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
      return false;
    }
    switch (request[0]) {
      case "PUT" -> {
        return put(request[1], head, fate, client, in);
      }
      case "HEAD", "GET" -> get(request[0].equals("GET"), request[1], client);
      default -> say(client, "204 No Content", "", "");
    }
    return true;
  }

  private boolean put(
      String path, Map<String, String> head, Fate fate, Socket client, InputStream in)
      throws IOException {
    if (head.containsKey("expect") && fate != Fate.WITHOUT_CONTINUE) {
      client
          .getOutputStream()
          .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
    }
    var length = Integer.parseInt(head.get("x-amz-decoded-content-length"));
    var half = fate == Fate.RESET_IN_ITS_BODY;
    var body = chunks(in, half ? length / 2 : length);
    if (half) {
      return false;
    }
    var taken = objects.putIfAbsent(path, body) != null;
    if (fate == Fate.KEPT_AND_RESET) {
      return false;
    }
    for (int end = 0; end < 3; end++) {
      line(in);
    }
    if (taken) {
      say(client, "412 Precondition Failed", "", "");
    } else {
      say(client, "200 OK", "ETag: \"" + md5(body) + "\"\r\n", "");
    }
    return true;
  }

  /// The signed chunks of a body, up to the closing one that is empty.
  private static byte[] chunks(InputStream in, int length) throws IOException {
    var body = new ByteArrayOutputStream();
    while (body.size() < length) {
      int chunk = Integer.parseInt(line(in).replaceFirst(";.*", ""), 16);
      body.write(in.readNBytes(Math.min(chunk, length - body.size())));
      if (body.size() < length) {
        line(in);
      }
    }
    return body.toByteArray();
  }

  private void get(boolean whole, String path, Socket client) throws IOException {
    var there = objects.get(path);
    if (path.contains("list-type")) {
      var all = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
      objects.forEach(
          (key, bytes) ->
              all.append(
                  "<Contents><Key>%s</Key><Size>%d</Size></Contents>"
                      .formatted(key, bytes.length)));
      say(
          client,
          "200 OK",
          "Content-Type: application/xml\r\n",
          all.append("</ListBucketResult>").toString());
    } else if (there == null) {
      say(client, "404 Not Found", "", "");
    } else {
      var status = whole ? "206 Partial Content" : "200 OK";
      var head = "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n".formatted(status, there.length);
      client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().write(there, 0, whole ? there.length : 0);
    }
  }

  private static void say(Socket client, String status, String headers, String body)
      throws IOException {
    var text =
        "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(status, headers, body.length(), body);
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
