package network.flashback.http;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Address and limits of one server.
///
/// @param bind port 0 lets the system choose
/// @param tls what connections are encrypted with; empty for plain HTTP
/// @param maxConcurrentRequests beyond it a request is answered 503 with Retry-After
/// @param maxConnections beyond it a new connection is closed at once
/// @param maxRequestLineBytes beyond it 414
/// @param maxHeaderBytes all header lines together; beyond it 431
/// @param maxHeaders number of header lines; beyond it 431
/// @param idleTimeout from the last answer (or connect) to the complete head of the next request
/// @param readTimeout longest silence of a client inside a body
/// @param writeTimeout longest time a client may take nothing of an answer
/// @param closeGrace how long [HttpServer#close] waits for requests under way
/// @param clock for the Date header
/// @param requestIds names of requests, unique in logs
/// @param observer told of every completed request
public record HttpServerConfig(
    InetSocketAddress bind,
    Optional<Tls> tls,
    int maxConcurrentRequests,
    int maxConnections,
    int maxRequestLineBytes,
    int maxHeaderBytes,
    int maxHeaders,
    Duration idleTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    Duration closeGrace,
    InstantSource clock,
    Supplier<String> requestIds,
    RequestObserver observer) {

  /// Refuses limits that would make the server useless.
  public HttpServerConfig {
    requirePositive("maxConcurrentRequests", maxConcurrentRequests);
    requirePositive("maxConnections", maxConnections);
    requirePositive("maxRequestLineBytes", maxRequestLineBytes);
    requirePositive("maxHeaderBytes", maxHeaderBytes);
    requirePositive("maxHeaders", maxHeaders);
    requirePositive("idleTimeout", idleTimeout.toNanos());
    requirePositive("readTimeout", readTimeout.toNanos());
    requirePositive("writeTimeout", writeTimeout.toNanos());
    if (closeGrace.isNegative()) {
      throw new IllegalArgumentException(
          "closeGrace " + closeGrace + " is negative: use 0 or more");
    }
  }

  /// Usual limits on this address.
  ///
  /// @param clock whose time answers carry
  public static HttpServerConfig on(InetSocketAddress bind, InstantSource clock) {
    return new HttpServerConfig(
        bind,
        Optional.empty(),
        1024,
        8192,
        16 * 1024,
        16 * 1024,
        128,
        Duration.ofSeconds(75),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        clock,
        countedIds(new SecureRandom().nextLong()),
        (method, route, status, bytesSent, took) -> {});
  }

  /// Usual limits on this host and port.
  public static HttpServerConfig on(String host, int port, InstantSource clock) {
    return on(new InetSocketAddress(host, port), clock);
  }

  /// This, over TLS where there is a certificate.
  public HttpServerConfig over(Optional<Tls> certificate) {
    return new HttpServerConfig(
        bind,
        certificate,
        maxConcurrentRequests,
        maxConnections,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxHeaders,
        idleTimeout,
        readTimeout,
        writeTimeout,
        closeGrace,
        clock,
        requestIds,
        observer);
  }

  /// This, with another bound of concurrent requests.
  public HttpServerConfig withMaxConcurrentRequests(int max) {
    return copy(max, idleTimeout, readTimeout, writeTimeout, closeGrace, clock, observer);
  }

  /// This, with other time limits.
  public HttpServerConfig withTimeouts(Duration idle, Duration read, Duration write) {
    return copy(maxConcurrentRequests, idle, read, write, closeGrace, clock, observer);
  }

  /// This, with another wait at close.
  public HttpServerConfig withCloseGrace(Duration grace) {
    return copy(
        maxConcurrentRequests, idleTimeout, readTimeout, writeTimeout, grace, clock, observer);
  }

  /// This, with another clock for the Date header.
  public HttpServerConfig withClock(InstantSource other) {
    return copy(
        maxConcurrentRequests, idleTimeout, readTimeout, writeTimeout, closeGrace, other, observer);
  }

  /// This, with another observer.
  public HttpServerConfig observedBy(RequestObserver other) {
    return copy(
        maxConcurrentRequests, idleTimeout, readTimeout, writeTimeout, closeGrace, clock, other);
  }

  private HttpServerConfig copy(
      int concurrent,
      Duration idle,
      Duration read,
      Duration write,
      Duration grace,
      InstantSource time,
      RequestObserver watcher) {
    return new HttpServerConfig(
        bind,
        tls,
        concurrent,
        maxConnections,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxHeaders,
        idle,
        read,
        write,
        grace,
        time,
        requestIds,
        watcher);
  }

  /// 16 hexadecimal digits that count on from the start value: unique in a process, and between
  /// processes when the start is random.
  static Supplier<String> countedIds(long start) {
    var next = new AtomicLong(start);
    // An odd multiplier permutes the 64-bit numbers, so neighbours look different and never repeat.
    return () -> HexFormat.of().toHexDigits(next.getAndIncrement() * 0x9E3779B97F4A7C15L);
  }

  private static void requirePositive(String field, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(field + " is " + value + ": give a positive number");
    }
  }
}
