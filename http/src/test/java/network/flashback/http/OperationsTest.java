package network.flashback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.http.HealthCheck.Health;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private final AtomicReference<Health> database =
      new AtomicReference<>(new Health.Healthy("version \"18\""));

  private RawClient.Answer get(RawClient client, String path) throws Exception {
    return client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").answer();
  }

  @Test
  void healthNamesEveryCheckAndTurns503WithTheFirstThatFails() throws Exception {
    Map<String, HealthCheck> checks =
        Map.of(
            "database",
            database::get,
            "disk",
            () -> {
              if (database.get() instanceof Health.Unhealthy) {
                throw new IllegalStateException("/secret/path");
              }
              return new Health.Healthy("ok");
            });
    try (var operations = new Operations("node", checks);
        var server =
            operations.serve(
                HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
                request -> HttpResponse.empty(404));
        var client = new RawClient(server.port())) {
      var healthy = get(client, "/healthz");
      assertThat(healthy.status()).isEqualTo(200);
      assertThat(healthy.body())
          .isEqualTo(
              "{\"role\":\"node\",\"healthy\":true,\"checks\":{\"database\":{\"healthy\":true,"
                  + "\"detail\":\"version \\\"18\\\"\"},\"disk\":{\"healthy\":true,\"detail\":\"ok\"}}}\n");
      database.set(new Health.Unhealthy("it does not answer: start it"));
      var sick = get(client, "/healthz");
      assertThat(sick.status()).isEqualTo(503);
      assertThat(sick.body())
          .contains("\"reason\":\"it does not answer: start it\"")
          .contains("IllegalStateException")
          .doesNotContain("secret");
    }
  }

  @Test
  void metricsCountRequestsByRouteAndStatus() throws Exception {
    try (var operations = new Operations("node", Map.of());
        var server =
            operations.serve(
                HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
                request -> HttpResponse.text(200, "text/plain", "12345").route("Piece"));
        var client = new RawClient(server.port())) {
      get(client, "/x");
      get(client, "/y");
      // Requests of one connection are in order, so both are counted before this one is answered.
      var metrics = get(client, "/metrics");
      assertThat(metrics.body())
          .contains("jvm_memory_used_bytes")
          .contains("jvm_buffer_memory_used_bytes")
          .contains("http_direct_memory_bytes")
          .contains("http_requests_under_way")
          .contains("http_server_sent_total{role=\"node\",route=\"Piece\"} 10.0")
          .contains(
              "http_server_requests_seconds_count{method=\"GET\",role=\"node\",route=\"Piece\",status=\"200\"} 2");
    }
  }
}
