package network.flashback.app.development;

import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import network.flashback.evm.Bytes;
import network.flashback.evm.bls.BeaconSchedule;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.http.HealthCheck;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Operations;
import network.flashback.http.Router;

/// A beacon that speaks drand's HTTP API and signs with a known test key. The contract verifies its
/// rounds exactly as the real ones; only who holds the key differs, so it is refused on any real
/// chain (its public key is not drand's).
public final class FakeDrand implements AutoCloseable {
  private static final String JSON = "application/json";

  private final BlsBn254.Secret secret = BlsBn254.Secret.ofDevelopmentBeacon();
  private final BeaconSchedule schedule;
  private final InstantSource clock;
  private final Operations operations;
  private final HttpServer server;

  private FakeDrand(HttpServerConfig config, BeaconSchedule schedule, InstantSource clock)
      throws IOException {
    this.schedule = schedule;
    this.clock = clock;
    this.operations =
        new Operations(
            "beacon", Map.of("key", () -> new HealthCheck.Health.Healthy("development key")));
    this.server =
        operations.serve(
            config,
            Router.builder()
                .get("/info", (request, path) -> info())
                .get("/public/{round}", (request, path) -> round(path.text("round")))
                .build());
  }

  /// Serves rounds from now on.
  public static FakeDrand start(
      HttpServerConfig config, BeaconSchedule schedule, InstantSource clock) throws IOException {
    return new FakeDrand(config, schedule, clock);
  }

  public int port() {
    return server.port();
  }

  /// The public key as the contract takes it: four words of 32 bytes.
  public static BigInteger[] publicKeyWords() {
    var key = BlsBn254.Secret.ofDevelopmentBeacon().publicKey().toArray();
    var words = new BigInteger[4];
    for (int i = 0; i < words.length; i++) {
      words[i] = new BigInteger(1, key, 32 * i, 32);
    }
    return words;
  }

  @Override
  public void close() {
    server.close();
    operations.close();
  }

  private HttpResponse info() {
    return HttpResponse.text(
        200,
        JSON,
        "{\"public_key\":\"%s\",\"genesis_time\":%d,\"period\":%d,\"schemeID\":\"bls-bn254-unchained-on-g1\",\"metadata\":{\"beaconID\":\"fake-drand\"}}"
            .formatted(
                hex(secret.publicKey()),
                schedule.genesis().getEpochSecond(),
                schedule.periodSeconds()));
  }

  private HttpResponse round(String word) {
    long newest = schedule.firstRoundAfter(clock.instant()) - 1;
    long round;
    if (word.equals("latest")) {
      round = newest;
    } else {
      try {
        round = Long.parseLong(word);
      } catch (NumberFormatException e) {
        return HttpResponse.text(
            400, JSON, "{\"error\":\"the round must be a whole number or 'latest'\"}");
      }
    }
    if (round < 1) {
      return HttpResponse.text(404, JSON, "{\"error\":\"rounds count from 1\"}");
    }
    if (round > newest) {
      // drand answers 425 for a round that is not due yet.
      return HttpResponse.text(
          425, JSON, "{\"error\":\"round %d is not due yet\"}".formatted(round));
    }
    var signature = secret.sign(round);
    return HttpResponse.text(
        200,
        JSON,
        "{\"round\":%d,\"randomness\":\"%s\",\"signature\":\"%s\"}"
            .formatted(
                round,
                HexFormat.of().formatHex(BlsBn254.randomness(signature).toArray()),
                hex(signature)));
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }
}
