package network.flashback.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import network.flashback.gateway.access.OperatorToken;
import network.flashback.gateway.access.RootKey;

/// The operator of a gateway, where the gateway runs: its root key shows who asks.
public final class GatewayOperator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI address;
  private final OperatorToken token;

  private GatewayOperator(URI address, OperatorToken token) {
    this.address = address;
    this.token = token;
  }

  /// The operator of the gateway with this configuration.
  public static GatewayOperator of(Configuration config) throws IOException {
    var file = config.path(ConfigurationKey.GATEWAY_ROOT_KEY);
    if (!Files.exists(file)) {
      throw new IOException(
          "there is no root key %s: name the configuration of the gateway itself with --config"
              .formatted(file));
    }
    var rootKey =
        RootKey.openOrCreate(
            file,
            Passphrase.fromKeyFile(config.path(ConfigurationKey.KEYSTORE_PASSWORD_FILE)),
            ScryptCost.LIGHT,
            new SecureRandom());
    return new GatewayOperator(address(config), new OperatorToken(rootKey));
  }

  private static URI address(Configuration config) {
    int port = config.port(ConfigurationKey.HTTP_PORT);
    if (!config.isEmpty(ConfigurationKey.HTTP_TLS_CERTIFICATE)) {
      // Its certificate is for that name.
      return URI.create(
          "https://%s:%d".formatted(config.text(ConfigurationKey.GATEWAY_DOMAIN), port));
    }
    var host = config.text(ConfigurationKey.HTTP_HOST);
    // Listening on every address includes this machine's own.
    var reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return URI.create("http://%s:%d".formatted(reachable, port));
  }

  /// What the gateway shows at a path.
  public JsonNode read(String path) throws IOException, InterruptedException {
    return ask(HttpRequest.newBuilder(address.resolve(path)).GET());
  }

  /// What the gateway answers to an order.
  public JsonNode order(String path, JsonNode order) throws IOException, InterruptedException {
    return ask(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order.toString())));
  }

  @Override
  public void close() {
    http.close();
  }

  private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    try {
      var answer =
          http.send(
              request.header("Authorization", token.header()).timeout(PATIENCE).build(),
              BodyHandlers.ofString());
      var json = JSON.readTree(answer.body());
      if (answer.statusCode() >= 300) {
        throw new IOException(json.path("error").asText("HTTP " + answer.statusCode()));
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new IOException(
          "what answers at %s is no gateway: check http.host and http.port".formatted(address));
    } catch (ConnectException e) {
      throw new IOException(
          "no gateway answers at %s: start it, or name its own configuration with --config"
              .formatted(address),
          e);
    }
  }
}
