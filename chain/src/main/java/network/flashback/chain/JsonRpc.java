package network.flashback.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.evm.Bytes;

/// JSON-RPC 2.0 over HTTP with one node of the chain. Safe for many threads.
public final class JsonRpc implements AutoCloseable {
  private static final long ANSWER_BYTES_MAX = 64L << 20;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  static final ObjectMapper JSON = new ObjectMapper();

  private final URI node;
  private final RetryPolicy retry;
  private final HttpClient http;
  private final AtomicLong ids = new AtomicLong();

  /// One call of a batch.
  public record Request(String method, List<?> parameters) {
    public static Request of(String method, Object... parameters) {
      return new Request(method, Arrays.asList(parameters));
    }
  }

  public JsonRpc(URI node, RetryPolicy retry) {
    String scheme = String.valueOf(node.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "The chain's RPC address '" + display(node) + "' must begin with http:// or https://.");
    }
    this.node = node;
    this.retry = retry;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  public URI node() {
    return node;
  }

  /// The result of one request.
  ///
  /// @throws RpcException when the node refuses
  /// @throws NodeUnreachableException when it does not answer after all retries
  public JsonNode call(String method, Object... parameters) {
    Request request = Request.of(method, parameters);
    long id = ids.incrementAndGet();
    JsonNode answer = exchange(body(request, id));
    if (answer.path("id").asLong() != id) {
      throw noJsonRpc("the answer to request " + id + " carries id " + answer.path("id"), null);
    }
    return result(request, answer);
  }

  /// Sends all requests at once; results come in the order of the requests.
  public List<JsonNode> batch(List<Request> requests) {
    if (requests.isEmpty()) {
      return List.of();
    }
    ArrayNode body = JSON.createArrayNode();
    long first = ids.getAndAdd(requests.size()) + 1;
    for (int i = 0; i < requests.size(); i++) {
      body.add(body(requests.get(i), first + i));
    }
    JsonNode answers = exchange(body);
    if (!answers.isArray()) {
      // A node that refuses a batch as a whole answers with one error.
      result(new Request("a batch", List.of()), answers);
      throw noJsonRpc("a batch was not answered by an array", null);
    }
    Map<Long, JsonNode> byId = new HashMap<>();
    answers.forEach(answer -> byId.put(answer.path("id").asLong(), answer));
    return java.util.stream.IntStream.range(0, requests.size())
        .mapToObj(
            i -> {
              JsonNode answer = byId.get(first + i);
              if (answer == null) {
                throw noJsonRpc("a batch's answer lacks id " + (first + i), null);
              }
              return result(requests.get(i), answer);
            })
        .toList();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static ObjectNode body(Request request, long id) {
    ObjectNode body = JSON.createObjectNode();
    body.put("jsonrpc", "2.0");
    body.put("id", id);
    body.put("method", request.method());
    body.set("params", JSON.valueToTree(request.parameters()));
    return body;
  }

  private static JsonNode result(Request request, JsonNode answer) {
    JsonNode error = answer.get("error");
    if (error != null && !error.isNull()) {
      throw new RpcException(
          request.method(),
          error.path("code").asInt(),
          error.path("message").asText("no message"),
          errorData(error.path("data")));
    }
    return answer.path("result");
  }

  // Nodes put the returned bytes either into `data` itself or into a field of it.
  private static Bytes errorData(JsonNode data) {
    String text = data.isTextual() ? data.asText() : data.path("data").asText("");
    return text.matches("0x([0-9a-fA-F]{2})*") ? Bytes.fromHex(text) : Bytes.EMPTY;
  }

  private JsonNode exchange(JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(node)
            .timeout(retry.requestTimeout())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        var handler =
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX);
        HttpResponse<byte[]> response = http.send(request, handler);
        if (!isTemporary(response.statusCode())) {
          return parse(response);
        }
        if (attempt >= retry.attempts()) {
          throw unreachable(attempt, "it answers HTTP " + response.statusCode(), null);
        }
      } catch (IOException failed) {
        if (attempt >= retry.attempts()) {
          throw unreachable(attempt, reason(failed), failed);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new ChainException("Interrupted while waiting for the chain's node.", interrupted);
      }
      Pause.of(retry.pauseAfter(attempt));
    }
  }

  private JsonNode parse(HttpResponse<byte[]> response) {
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (answer.isObject() || answer.isArray()) {
        return answer;
      }
      throw noJsonRpc("HTTP " + response.statusCode() + " without a JSON object", null);
    } catch (JsonProcessingException notJson) {
      throw noJsonRpc("HTTP " + response.statusCode() + " with text that is no JSON", notJson);
    } catch (IOException impossible) {
      throw new AssertionError("Reading from memory does not fail.", impossible);
    }
  }

  private static boolean isTemporary(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private NodeUnreachableException unreachable(
      int attempts, String reason, @org.jspecify.annotations.Nullable Throwable cause) {
    return new NodeUnreachableException(
        "The chain's node at "
            + display(node)
            + " cannot be reached after "
            + attempts
            + " attempts: "
            + reason
            + ". Check that it runs and that the RPC address is right; on a development machine `flashback up` starts it.",
        cause);
  }

  private NodeUnreachableException noJsonRpc(
      String reason, @org.jspecify.annotations.Nullable Throwable cause) {
    return new NodeUnreachableException(
        "What answers at "
            + display(node)
            + " is no JSON-RPC node of a chain: "
            + reason
            + ". Check the RPC address.",
        cause);
  }

  private static String reason(IOException failed) {
    return failed.getMessage() == null
        ? failed.getClass().getSimpleName()
        : failed.getClass().getSimpleName() + ": " + failed.getMessage();
  }

  // Providers of nodes put API keys into user info, path and query: messages show scheme, host and
  // port only.
  static String display(URI node) {
    return node.getScheme()
        + "://"
        + node.getHost()
        + (node.getPort() < 0 ? "" : ":" + node.getPort());
  }
}
