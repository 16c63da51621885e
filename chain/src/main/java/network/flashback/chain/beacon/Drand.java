package network.flashback.chain.beacon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import network.flashback.evm.Bytes;

/// Client of a drand HTTP relay (https://docs.drand.love/dev-guide/developer/http-api). What it
/// says needs no trust: the contract verifies the signature.
public final class Drand {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 16 * 1024;
  private static final int SIGNATURE_BYTES = 64;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI relay;

  public Drand(HttpClient http, URI relay) {
    this.http = http;
    this.relay = relay;
  }

  /// The signature of a round, x and y of a point of G1; empty when it is not due yet.
  ///
  /// @throws IOException when the relay cannot be reached or answers nonsense
  public Optional<Bytes> signature(long round) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(relay.resolve("/public/" + round)).timeout(TIMEOUT).build();
    var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    byte[] body;
    try (InputStream stream = response.body()) {
      body = stream.readNBytes(ANSWER_BYTES_MAX);
    }
    return switch (response.statusCode()) {
      case 200 -> Optional.of(parse(round, body));
      case 404, 425 -> Optional.empty();
      default ->
          throw new IOException(
              "The beacon at %s answered %d for round %d. Try another relay with 'beacon.url'."
                  .formatted(relay, response.statusCode(), round));
    };
  }

  private Bytes parse(long round, byte[] body) throws IOException {
    try {
      var answer = JSON.readTree(body);
      var signature = Bytes.fromHex("0x" + answer.path("signature").asText());
      if (answer.path("round").asLong() == round && signature.size() == SIGNATURE_BYTES) {
        return signature;
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException("The beacon at " + relay + " answered no round: " + e.getMessage(), e);
    }
    throw new IOException(
        "The beacon at %s answered something else than round %d with a signature of %d bytes."
            .formatted(relay, round, SIGNATURE_BYTES));
  }
}
