package network.flashback.market.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Sends one POST to a stranger's address, with a connection of its own.
///
/// A client of the JDK looks names up again when it connects, so that an address that was checked
/// before may not be the one that is reached. Here the address that was checked is the one that is
/// connected to; the name is only for TLS and `Host`. Redirects are not followed.
final class Messenger {
  private static final Duration WHOLE = Duration.ofSeconds(15);
  private static final int STATUS_LINE_MAX = 1_024;

  private final boolean loopbackToo;
  private final Duration whole;

  /// @param loopbackToo also plain HTTP to this machine: for development chains
  Messenger(boolean loopbackToo) {
    this(loopbackToo, WHOLE);
  }

  /// @param whole longest time from the first step to the last
  Messenger(boolean loopbackToo, Duration whole) {
    this.loopbackToo = loopbackToo;
    this.whole = whole;
  }

  /// What came of it: a status, or why there is none.
  record Outcome(Optional<Integer> status, String words) {
    boolean isDelivered() {
      return status.filter(code -> code >= 200 && code < 300).isPresent();
    }

    /// The receiver wants no more.
    boolean isGone() {
      return status.filter(code -> code == 410).isPresent();
    }
  }

  /// Whether this may be an address of a webhook at all, before any name is looked up.
  boolean takes(URI uri) {
    return "https".equals(uri.getScheme())
        || (loopbackToo
            && ("localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost())));
  }

  Outcome post(URI uri, Map<String, String> headers, String body) {
    if (!takes(uri)) {
      return new Outcome(Optional.empty(), "only https is sent to");
    }
    // Cuts a receiver that sends a byte now and then, and so never runs into a time limit of reads.
    try (var watch = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
        var socket = new Socket()) {
      var cutting = watch.schedule(() -> cut(socket), whole.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return sent(socket, uri, headers, body);
      } finally {
        cutting.cancel(false);
        watch.shutdownNow();
      }
    } catch (IOException failure) {
      return new Outcome(Optional.empty(), words(failure));
    }
  }

  private Outcome sent(Socket socket, URI uri, Map<String, String> headers, String body)
      throws IOException {
    var secure = "https".equals(uri.getScheme());
    var port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    socket.connect(
        new InetSocketAddress(allowed(uri.getHost()), port), Math.toIntExact(whole.toMillis()));
    socket.setSoTimeout(Math.toIntExact(whole.toMillis()));
    try (var connection = secure ? tls(socket, uri.getHost(), port) : socket) {
      var content = body.getBytes(StandardCharsets.UTF_8);
      var out = new ByteArrayOutputStream();
      out.writeBytes(head(uri, headers, content.length).getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(content);
      connection.getOutputStream().write(out.toByteArray());
      connection.getOutputStream().flush();
      return answer(connection);
    }
  }

  private InetAddress allowed(String host) throws IOException {
    for (var address : InetAddress.getAllByName(host)) {
      if (PublicAddresses.contains(address) || (loopbackToo && address.isLoopbackAddress())) {
        return address;
      }
    }
    throw new IOException("the host has no address that everybody may reach");
  }

  private static SSLSocket tls(Socket socket, String host, int port) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var secure = (SSLSocket) factory.createSocket(socket, host, port, true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private static String head(URI uri, Map<String, String> headers, int length) {
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var head = new StringBuilder("POST ").append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority());
    head.append("\r\nConnection: close\r\nUser-Agent: flashback-webhooks\r\n");
    head.append("Content-Type: application/json\r\nContent-Length: ").append(length).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString();
  }

  /// The status alone: nothing else that a receiver says is read.
  private static Outcome answer(Socket connection) throws IOException {
    var line = new StringBuilder();
    var in = connection.getInputStream();
    for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.length() == STATUS_LINE_MAX) {
        return new Outcome(Optional.empty(), "the answer is no HTTP");
      }
      line.append((char) next);
    }
    var status = line.toString();
    if (!status.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?\r?")) {
      return new Outcome(Optional.empty(), "the answer is no HTTP");
    }
    var code = Integer.parseInt(status.substring(9, 12));
    return new Outcome(Optional.of(code), "answered " + code);
  }

  private static void cut(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // That is what was wanted.
    }
  }

  /// The kind of failure alone: messages of the system may tell of our own network.
  private String words(IOException failure) {
    return switch (failure) {
      case java.net.UnknownHostException unknown -> "the host's name is not known";
      case java.net.SocketTimeoutException slow -> "no answer in time";
      case java.net.ConnectException refused -> "the connection was refused";
      case javax.net.ssl.SSLException tls -> "TLS failed: check the certificate";
      default ->
          String.valueOf(failure.getMessage()).startsWith("the host has no address")
              ? String.valueOf(failure.getMessage())
              : "the connection broke off, or took more than %d s".formatted(whole.toSeconds());
    };
  }
}
