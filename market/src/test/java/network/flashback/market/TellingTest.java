package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens on the chain is told: to whoever watches a stream, and to the webhooks of
/// organisations, whatever their receivers do.
class TellingTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TestNetwork network;
  private static TestCallers callers;
  private static Exercises exercises;
  private String owner;
  private String base;
  private HttpServer receiver;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile int status = 200;

  private record Message(String id, long timestamp, String signature, String body) {}

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
    callers = new TestCallers(network.market.port());
    network.publishOffers();
    exercises = new Exercises(network, callers);
  }

  @AfterAll
  static void stop() throws Exception {
    callers.close();
    network.close();
  }

  @BeforeEach
  void organisationAndReceiver() throws Exception {
    network.realTime();
    owner = callers.signIn(network.key(3));
    base = "/v1/organisations/" + callers.organisation(owner, "Told") + "/webhooks";
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          messages.add(
              new Message(
                  headers.getFirst("webhook-id"),
                  Long.parseLong(headers.getFirst("webhook-timestamp")),
                  headers.getFirst("webhook-signature"),
                  body));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void nobodyListensAnyMore() throws Exception {
    for (var webhook : callers.done("GET", base, "", owner).path("webhooks")) {
      callers.done("DELETE", base + "/" + webhook.path("id").asText(), "", owner);
    }
    receiver.stop(0);
  }

  @Test
  void aWebhookIsToldOnceAndSignedWhatHappensToItsConsumers() throws Exception {
    var webhook = webhook("agreement.opened");

    var sla = exercises.opensAnSla();

    var told = List.of(next(), next(), next());
    for (var message : told) {
      assertThat(JSON.readTree(message.body()).path("slaId").asText()).isEqualTo(sla);
      assertThat(signatures(message))
          .containsExactly(signature(webhook.path("secret").asText(), message));
    }
    assertThat(told.stream().map(Message::id).distinct()).hasSize(3);
    assertThat(awaited(webhook, "DELIVERED", 3).findValuesAsText("result"))
        .containsOnly("answered 200");
    assertThat(messages).isEmpty();
  }

  @Test
  void aReceiverThatFailsIsToldAgainLaterAndGivenUpAfterThreeDays() throws Exception {
    var webhook = webhook("sla.changed");
    status = 500;
    exercises.opensAnSla();
    var first = next();
    assertThat(awaited(webhook, "WAITING", 1).get(0).path("result").asText())
        .isEqualTo("answered 500");

    status = 204;
    network.clock.turn(Duration.ofSeconds(30));

    assertThat(next().id()).as("it is the same message").isEqualTo(first.id());
    assertThat(awaited(webhook, "DELIVERED", 1).get(0).path("attempts").asInt()).isEqualTo(2);
    status = 503;
    // The chain takes no quote that was made by a clock ahead of its own.
    network.clock.turn(Duration.ZERO);
    exercises.opensAnSla();
    next();
    awaited(webhook, "WAITING", 1);
    network.clock.turn(Duration.ofDays(3));
    owner = callers.signIn(network.key(3));
    next();
    assertThat(awaited(webhook, "DEAD", 1).get(0).path("result").asText())
        .isEqualTo("answered 503");
  }

  @Test
  void aReceiverThatWasAwayIsToldWhenItComesBack() throws Exception {
    var port = receiver.getAddress().getPort();
    var webhook = webhook("sla.changed");
    receiver.stop(0);
    exercises.opensAnSla();
    assertThat(awaited(webhook, "WAITING", 1).get(0).path("result").asText()).contains("refused");

    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    network.clock.turn(Duration.ofSeconds(30));

    awaited(webhook, "DELIVERED", 1);
  }

  @Test
  void aReceiverThatWantsNoMoreGetsNoMoreUntilItsSecretIsRotated() throws Exception {
    var webhook = webhook("sla.changed");
    status = 410;
    exercises.opensAnSla();
    next();
    awaited(webhook, "DEAD", 1);
    assertThat(callers.done("GET", base, "", owner).findValuesAsText("stopped").toString())
        .contains("410");

    status = 200;
    var id = webhook.path("webhook").path("id").asText();
    var rotated = callers.done("POST", base + "/" + id + "/rotation", "", owner);
    exercises.opensAnSla();
    var message = next();

    assertThat(signatures(message))
        .as("for a day both secrets count")
        .containsExactlyInAnyOrder(
            signature(rotated.path("secret").asText(), message),
            signature(webhook.path("secret").asText(), message));
  }

  @Test
  void aStreamGoesOnWhereItBrokeOff() throws Exception {
    var path = "/v1/events?types=agreement.opened";
    var first = exercises.opensAnSla();
    var before = new ArrayList<String>();
    String last;
    try (var lines = lines(path, "0")) {
      last = read(lines, before, seen -> seen.contains(first), 3);
    }
    var missed = exercises.opensAnSla();
    var after = new ArrayList<String>();
    try (var lines = lines(path, last)) {
      read(lines, after, seen -> true, 3);
    }

    assertThat(Set.copyOf(after))
        .as("what came while nobody listened, and only that")
        .isEqualTo(Set.of(missed));
  }

  @Test
  void aStreamTellsWhatHappensWhileItIsOpen() throws Exception {
    try (var lines = lines("/v1/events?types=sla.changed", "")) {
      assertThat(lines.readLine()).startsWith("retry:");
      var sla = exercises.opensAnSla();

      read(lines, new ArrayList<>(), sla::equals, 1);
    }
  }

  @Test
  void aTypeThatDoesNotExistIsNamed() throws Exception {
    var answer = callers.send("GET", "/v1/events?types=agreement.invented", "", "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("agreement.invented", "agreement.opened");
  }

  private static BufferedReader lines(String path, String last) throws Exception {
    var answer =
        last.isEmpty()
            ? callers.open("GET", path, "", "")
            : callers.open("GET", path, "", "", "Last-Event-ID", last);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /// Reads until as many events as wanted came; the SLAs that they are of go into `slas`.
  ///
  /// @return the number of the last one
  private static String read(
      BufferedReader lines, List<String> slas, Predicate<String> wanted, int count)
      throws IOException {
    var id = "";
    var found = 0;
    while (found < count) {
      var line = Objects.requireNonNull(lines.readLine(), "the stream ended");
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        var sla = JSON.readTree(line.substring(6)).path("slaId").asText();
        slas.add(sla);
        found += wanted.test(sla) ? 1 : 0;
      }
    }
    return id;
  }

  private JsonNode webhook(String type) throws Exception {
    var request =
        "{\"url\":\"http://127.0.0.1:%d/hook\",\"types\":[\"%s\"],\"consumers\":[\"%s\"]}"
            .formatted(
                receiver.getAddress().getPort(), type, network.key(TestNetwork.CONSUMER).address());
    return callers.done("POST", base, request, owner);
  }

  private Message next() throws InterruptedException {
    return Objects.requireNonNull(
        messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing was told");
  }

  /// The messages of a webhook that are in a state and were tried, once there are as many.
  private JsonNode awaited(JsonNode webhook, String state, int count) throws Exception {
    var path = base + "/" + webhook.path("webhook").path("id").asText() + "/deliveries";
    var deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (true) {
      var found = JSON.createArrayNode();
      var all = callers.done("GET", path, "", owner).path("deliveries");
      for (var one : all) {
        if (one.path("state").asText().equals(state) && one.has("result")) {
          found.add(one);
        }
      }
      if (found.size() == count) {
        return found;
      }
      assertThat(System.nanoTime()).as("%d %s of %s", count, state, all).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static Set<String> signatures(Message message) {
    return new TreeSet<>(Arrays.asList(message.signature().split(" ", -1)));
  }

  /// As the specification of Standard Webhooks has it.
  private static String signature(String secret, Message message) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    var signed = message.id() + "." + message.timestamp() + "." + message.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
