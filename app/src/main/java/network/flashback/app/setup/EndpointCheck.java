package network.flashback.app.setup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Hex;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;

/// Port and public address of a node: is the port free, and does the address lead to it?
///
/// A server that answers with a random word stands on the port meanwhile, so that an answer through
/// the public address proves the way to this very process.
final class EndpointCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 16 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NodeSetup setup;
  private final URI endpoint;
  private final Address nodeKey;

  /// @param endpoint as registered, or to be registered
  /// @param nodeKey by which a node of one's own is known that has the port already
  EndpointCheck(NodeSetup setup, URI endpoint, Address nodeKey) {
    this.setup = setup;
    this.endpoint = endpoint;
    this.nodeKey = nodeKey;
  }

  List<Finding> look(SecureRandom random, InstantSource clock) throws InterruptedException {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    var word = Hex.encode(bytes);
    var listen = HttpServerConfig.on(setup.host(), setup.port(), clock).over(setup.tls());
    try (var trial = HttpServer.start(listen, _ -> HttpResponse.text(200, "text/plain", word))) {
      return List.of(
          Finding.ok("port", "%s:%d is free".formatted(setup.host(), trial.port())), reach(word));
    } catch (IOException taken) {
      if (answer(setup.local().resolve("/v1/node")).contains(nodeKey.toString())) {
        return List.of(
            Finding.ok("port", setup.port() + " is this node's own, which runs"),
            reach(nodeKey.toString()));
      }
      return List.of(
          Finding.refused(
              "port",
              "%s:%d cannot be had: %s".formatted(setup.host(), setup.port(), taken.getMessage()),
              "Stop what listens there, or choose another --port or --host."));
    }
  }

  private Finding reach(String word) throws InterruptedException {
    boolean reached = answer(endpoint.resolve("/v1/node")).contains(word);
    if (isOfThisMachineOnly()) {
      return reached
          ? Finding.warn(
              "endpoint",
              endpoint + " leads here, from this machine only",
              "For gateways elsewhere, register an address that others reach.")
          : Finding.refused(
              "endpoint",
              endpoint + " does not lead to this port",
              "Correct --endpoint, --host or --port.");
    }
    return reached
        ? Finding.warn(
            "endpoint",
            endpoint
                + " leads here when asked from this machine; from outside it was not checked: nobody there can call back",
            "While the node runs, ask from another network: curl " + endpoint.resolve("/v1/node"))
        : Finding.warn(
            "endpoint",
            endpoint
                + " does not lead here when asked from this machine, and from outside it was not checked",
            "Check DNS, the router's forwarding and the proxy. Some routers only lead others back: then ask from another network.");
  }

  private boolean isOfThisMachineOnly() {
    try {
      return InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /// What is answered, or nothing.
  private String answer(URI url) throws InterruptedException {
    try (var http = client(url)) {
      var request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
      try (var body = http.send(request, BodyHandlers.ofInputStream()).body()) {
        var text = new String(body.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
        return text.startsWith("{") ? JSON.readTree(text).path("nodeKey").asText() : text;
      }
    } catch (IOException | IllegalArgumentException silent) {
      return "";
    }
  }

  private HttpClient client(URI url) {
    return url.getAuthority().equals(setup.local().getAuthority())
        ? setup.localClient(PATIENCE)
        : HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }
}
