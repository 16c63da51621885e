package network.flashback.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.http.HealthCheck.Health;

/// What every role shows its operator: `GET /healthz` and `GET /metrics`.
public final class Operations implements AutoCloseable {
  private final String role;
  private final Map<String, HealthCheck> checks;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /// Prepares meters and checks of one role.
  ///
  /// @param role the role's name, a tag of every metric
  /// @param checks by name; all must hold for the role to be healthy
  public Operations(String role, Map<String, HealthCheck> checks) {
    this.role = role;
    this.checks = new TreeMap<>(checks);
    registry.config().commonTags("role", role);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    var pool = PooledByteBufAllocator.DEFAULT.metric();
    Gauge.builder("http.direct.memory", pool, metric -> (double) metric.usedDirectMemory())
        .description("Direct memory reserved by the pool of network buffers")
        .baseUnit("bytes")
        .register(registry);
  }

  /// Where modules register their own meters.
  public MeterRegistry registry() {
    return registry;
  }

  /// Starts a server that answers the two operations paths itself, gives the rest to the handler,
  /// and counts and times every request.
  public HttpServer serve(HttpServerConfig config, HttpHandler handler) throws IOException {
    var own = config.observer();
    var server =
        HttpServer.start(
            config.observedBy(
                (method, route, status, bytesSent, took) -> {
                  observe(method, route, status, bytesSent, took);
                  own.completed(method, route, status, bytesSent, took);
                }),
            before(handler));
    var port = Integer.toString(server.port());
    config
        .tls()
        .ifPresent(
            tls ->
                Gauge.builder("tls.certificate.expires", tls, it -> it.expires().getEpochSecond())
                    .description("When the certificate in use ends, seconds since 1970 UTC")
                    .tag("port", port)
                    .register(registry));
    Gauge.builder("http.requests.under.way", server, HttpServer::requestsUnderWay)
        .tag("port", port)
        .register(registry);
    Gauge.builder("http.connections.open", server, HttpServer::openConnections)
        .tag("port", port)
        .register(registry);
    return server;
  }

  /// The handler with the two operations paths in front of it.
  public HttpHandler before(HttpHandler handler) {
    return request -> {
      if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
        return handler.handle(request);
      }
      return switch (request.rawPath()) {
        case "/healthz" -> health();
        case "/metrics" -> metrics();
        default -> handler.handle(request);
      };
    };
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private HttpResponse metrics() {
    return HttpResponse.text(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape())
        .route("/metrics");
  }

  private HttpResponse health() {
    var healthy = true;
    var text = new StringBuilder();
    for (var entry : checks.entrySet()) {
      var found = run(entry.getValue());
      healthy &= found instanceof Health.Healthy;
      text.append(text.isEmpty() ? "" : ",");
      switch (found) {
        case Health.Healthy(var detail) -> append(text, entry.getKey(), true, "detail", detail);
        case Health.Unhealthy(var reason) -> append(text, entry.getKey(), false, "reason", reason);
      }
    }
    var json =
        "{\"role\":%s,\"healthy\":%s,\"checks\":{%s}}\n".formatted(quoted(role), healthy, text);
    return HttpResponse.text(healthy ? 200 : 503, "application/json", json).route("/healthz");
  }

  private static Health run(HealthCheck check) {
    try {
      return check.check();
    } catch (Exception e) {
      // The message may name hosts or files; the class alone tells an operator where to look.
      return new Health.Unhealthy("the check failed with " + e.getClass().getSimpleName());
    }
  }

  private static void append(
      StringBuilder text, String name, boolean healthy, String field, String message) {
    text.append(quoted(name)).append(":{\"healthy\":").append(healthy);
    text.append(",\"").append(field).append("\":").append(quoted(message)).append('}');
  }

  private static String quoted(String text) {
    var json = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  private void observe(String method, String route, int status, long bytesSent, Duration took) {
    // Any token can be a method; only the known ones may become a time series.
    var known =
        switch (method) {
          case "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH" -> method;
          default -> "other";
        };
    Timer.builder("http.server.requests")
        .tag("method", known)
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .publishPercentileHistogram(false)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10))
        .register(registry)
        .record(took);
    registry.counter("http.server.sent", "route", route).increment((double) bytesSent);
  }
}
