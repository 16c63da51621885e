package network.flashback.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.sdk.model.ListSlasQuery;
import network.flashback.sdk.model.Profile;
import network.flashback.sdk.model.ProfileSubmission;
import network.flashback.sdk.model.ProviderList;
import network.flashback.sdk.model.SlaState;
import network.flashback.sdk.model.StreamEventsQuery;
import network.flashback.sdk.signing.NotSignedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlashbackClientTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String KEY = "a-key-that-nobody-may-see";
  private static final String PROFILE =
      "{\"name\":\"A\",\"description\":\"B\",\"website\":\"C\",\"addedLater\":1}";
  private static final String NONE = "{\"providers\":[]}";
  private static final String PROBLEM =
      "{\"type\":\"INVALID_FIELD\",\"title\":\"A field is wrong\",\"status\":400,\"detail\":\"document is no JSON object.\",\"field\":\"document\",\"remedy\":\"Send one.\"}";

  private final List<Duration> waits = new ArrayList<>();
  private AnsweringServer server;
  private FlashbackClient client;

  @BeforeEach
  void begin() throws IOException {
    server = new AnsweringServer();
    client = builder().build();
  }

  @AfterEach
  void end() {
    client.close();
    server.close();
  }

  private FlashbackClient.Builder builder() {
    return FlashbackClient.at(server.address())
        .apiKey(KEY)
        .clock(InstantSource.fixed(NOW))
        .pause(waits::add);
  }

  @Test
  void aRefusalHasTheFieldTheReasonAndTheRemedy() {
    server.then(400, PROBLEM);
    var refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> client.profiles().publishProfile(new ProfileSubmission("x")));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.type()).isEqualTo("INVALID_FIELD");
    assertThat(refused.field()).contains("document");
    assertThat(refused.reason()).isEqualTo("document is no JSON object.");
    assertThat(refused.remedy()).isEqualTo("Send one.");
    assertThat(refused.refusals()).isEmpty();
    assertThat(refused).hasMessageContaining("document is no JSON object. Send one.");
  }

  @Test
  void aProxysAnswerIsARefusalToo() {
    server.then(418, "<html>no</html>");
    assertThatThrownBy(() -> client.providers().listProviders())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("418");
  }

  @Test
  void aReadIsMadeAgainWhenThePlatformIsBackAndNotBeforeItAsked() {
    server.then(503, "", "Retry-After", "7").then(502, "").then(200, NONE);
    assertThat(client.providers().listProviders()).isEqualTo(new ProviderList(List.of()));
    assertThat(waits.getFirst()).isEqualTo(Duration.ofSeconds(7));
    assertThat(waits.get(1)).isLessThanOrEqualTo(RetryPolicy.STANDARD.waitAfter(2));
    assertThat(waits).hasSize(2);
  }

  @Test
  void aDateToComeBackAtIsWaitedForAndOneFarAwayIsNot() {
    server
        .then(429, "", "Retry-After", "Thu, 1 Jan 2026 00:00:05 GMT")
        .then(429, "", "Retry-After", "3600");
    var refused =
        catchThrowableOfType(ProblemException.class, () -> client.providers().listProviders());
    assertThat(waits).containsExactly(Duration.ofSeconds(5));
    assertThat(refused.retryAfter()).contains(Duration.ofHours(1));
  }

  @Test
  void readsEndAfterTheAttemptsOfThePolicy() {
    for (var i = 0; i < RetryPolicy.STANDARD.attempts(); i++) {
      server.then(503, "");
    }
    assertThatThrownBy(() -> client.providers().listProviders())
        .isInstanceOf(ProblemException.class);
    assertThat(server.asked()).hasSize(RetryPolicy.STANDARD.attempts());
  }

  @Test
  void aWriteThatCannotBeToldApartFromItsRepeatIsMadeOnce() {
    server.then(503, "");
    var call = Call.post("/v1/things").body(new ProfileSubmission("x")).done();
    assertThatThrownBy(() -> calls().send(call)).isInstanceOf(ProblemException.class);
    assertThat(server.asked()).hasSize(1);
    assertThat(server.asked().getFirst().headers().containsKey("Idempotency-Key")).isFalse();
  }

  @Test
  void aWriteWithAKeyIsMadeAgainWithTheSameKeyAndAnotherWithAnother() {
    server.then(exchange -> {}).then(503, "").then(200, PROFILE).then(200, PROFILE);
    var call = Call.post("/v1/things").body(new ProfileSubmission("x")).repeatable().done();
    assertThat(calls().send(call, Profile.class)).isEqualTo(new Profile("A", "B", "C"));
    calls().send(call, Profile.class);
    var keys =
        server.asked().stream().map(one -> one.headers().getFirst("Idempotency-Key")).toList();
    assertThat(keys.getFirst()).hasSize(32).isEqualTo(keys.get(1)).isEqualTo(keys.get(2));
    assertThat(keys.get(3)).hasSize(32).isNotEqualTo(keys.getFirst());
    assertThat(server.asked()).allSatisfy(one -> assertThat(one.body()).contains("\"x\""));
  }

  @Test
  void aLostWriteSaysThatItMayHaveBeenCarriedOut() {
    server.then(exchange -> {});
    var call = Call.post("/v1/things").body(new ProfileSubmission("x")).done();
    assertThatThrownBy(() -> calls().send(call))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("it may have been carried out");
  }

  @Test
  void aRedirectIsNotFollowed() {
    server.then(302, "", "Location", server.address() + "/elsewhere");
    assertThatThrownBy(() -> client.providers().listProviders())
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("no credential is carried");
    assertThat(server.asked()).hasSize(1);
    try (var following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      assertThatThrownBy(() -> builder().http(following))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anAnswerWithATagIsSentOnce() {
    server.then(200, NONE, "ETag", "\"one\"").then(304, "", "ETag", "\"one\"");
    assertThat(client.providers().listProviders()).isEqualTo(client.providers().listProviders());
    assertThat(server.asked().getFirst().headers().containsKey("If-None-Match")).isFalse();
    assertThat(server.asked().getLast().headers().getFirst("If-None-Match")).isEqualTo("\"one\"");
  }

  @Test
  void anAnswerThatIsTooLongIsGivenUp() {
    server.then(200, NONE + " ".repeat(1_000));
    try (var narrow = builder().answerBytesMax(500).retries(RetryPolicy.NONE).build()) {
      assertThatThrownBy(() -> narrow.providers().listProviders())
          .isInstanceOf(UnansweredException.class);
    }
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() {
    var given = new CountDownLatch(1);
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          awaitQuietly(given);
        });
    try (var hasty =
        builder().answerTimeout(Duration.ofMillis(300)).retries(RetryPolicy.NONE).build()) {
      assertThatThrownBy(() -> hasty.providers().listProviders())
          .isInstanceOf(UnansweredException.class)
          .hasMessageContaining("no whole answer within 300 ms");
    } finally {
      given.countDown();
    }
  }

  @Test
  void pagesAreAskedForWhenTheStreamComesToThem() {
    server.then(200, slas("FORMING", "\"next\":\"c1\""));
    assertThat(client.slas().allSlas(ListSlasQuery.all()).findFirst()).isPresent();
    assertThat(server.asked()).hasSize(1);

    server.then(200, slas("FORMING", "\"next\":\"c/ 1\"")).then(200, slas("LATER", "\"x\":1"));
    var states =
        client.slas().allSlas(ListSlasQuery.all().withLimit(1)).map(one -> one.state()).toList();
    assertThat(states).containsExactly(SlaState.FORMING, SlaState.UNKNOWN_TO_THIS_SDK);
    assertThat(server.asked().getLast().target()).isEqualTo("/v1/slas?limit=1&cursor=c%2F%201");
  }

  @Test
  void aPageBehindItselfIsNoEndlessWalk() {
    server
        .then(200, slas("FORMING", "\"next\":\"c1\""))
        .then(200, slas("FORMING", "\"next\":\"c1\""));
    assertThatThrownBy(() -> client.slas().allSlas(ListSlasQuery.all()).count())
        .isInstanceOf(UnansweredException.class);
  }

  @Test
  void anAnswerWithoutWhatMustBeThereIsNone() {
    server.then(200, "{\"name\":\"A\"}").then(200, "{\"providers\":null}");
    assertThatThrownBy(() -> client.profiles().publishProfile(new ProfileSubmission("x")))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("Profile");
    assertThatThrownBy(() -> client.providers().listProviders())
        .isInstanceOf(UnansweredException.class);
  }

  @Test
  void theKeyTravelsInItsHeaderAndShowsNowhereElse() {
    server.then(200, NONE).then(400, PROBLEM).then(exchange -> {});
    client.providers().listProviders();
    assertThat(server.asked().getFirst().headers().getFirst("Authorization"))
        .isEqualTo("Bearer " + KEY);
    assertThat(client.toString()).contains("API key").doesNotContain(KEY);
    var refused =
        catchThrowableOfType(FlashbackException.class, () -> client.slas().sla(Bytes32.ZERO));
    assertThat(refused.toString()).doesNotContain(KEY);
    var lost =
        catchThrowableOfType(
            FlashbackException.class, () -> calls().send(Call.post("/v1/things").done()));
    assertThat(lost.toString()).doesNotContain(KEY);
  }

  @Test
  void aKeyDoesNotTravelUnencryptedToAnotherMachine() {
    var elsewhere = FlashbackClient.at(URI.create("http://market.example")).apiKey(KEY);
    assertThatThrownBy(elsewhere::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https");
    elsewhere.credentialsOverPlainHttp().build().close();
    FlashbackClient.at(URI.create("https://market.example/")).apiKey(KEY).build().close();
    assertThatThrownBy(() -> FlashbackClient.at(URI.create("https://me:pw@market.example")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eventsComeOneAfterAnotherAndTheStreamGoesOnAfterTheLast() {
    server
        .then(200, ": alive\n\nid: 7\nevent: a.b\ndata: {\"x\":\ndata: 1}\n\nid: 8\nda")
        .then(400, PROBLEM);
    var query = StreamEventsQuery.all();
    try (var events = client.events().streamEvents(query, "6")) {
      var first = events.next().orElseThrow();
      assertThat(first.id()).isEqualTo("7");
      assertThat(first.type()).isEqualTo("a.b");
      assertThat(first.data().path("x").asInt()).isEqualTo(1);
      assertThat(events.next()).isEmpty();
    }
    assertThat(server.asked().getFirst().headers().getFirst("Last-Event-ID")).isEqualTo("6");
    assertThatThrownBy(() -> client.events().streamEvents(query, null))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aWalletSignsInAndItsSessionIsCarriedFromThenOn() {
    var wallet = PrivateKey.of(Bytes32.of(7));
    server
        .then(201, challenge(wallet.address().toString()))
        .then(
            201,
            "{\"wallet\":\"%s\",\"createdAt\":1,\"expiresAt\":2,\"token\":\"fresh\"}"
                .formatted(wallet.address()))
        .then(200, NONE)
        .then(201, challenge("0x00000000000000000000000000000000000000aa"));
    try (var session = client.signedIn(wallet, 31_337)) {
      session.providers().listProviders();
      assertThat(session.toString()).contains("session").doesNotContain("fresh");
    }
    assertThat(server.asked().get(1).body()).contains("\"bearer\":true", "0x");
    assertThat(server.asked().get(2).headers().getFirst("Authorization")).isEqualTo("Bearer fresh");
    assertThatThrownBy(() -> client.signedIn(wallet, 31_337))
        .isInstanceOf(NotSignedException.class);
    assertThat(server.asked()).hasSize(4);
  }

  private String challenge(String wallet) {
    var lines =
        List.of(
            server.address().getAuthority() + " wants you to sign in with your Ethereum account:",
            wallet,
            "",
            "",
            "URI: " + server.address(),
            "Version: 1",
            "Chain ID: 31337",
            "Nonce: abcdefgh12345678",
            "Issued At: 2026-01-01T00:00:00Z",
            "Expiration Time: 2026-01-01T00:05:00Z");
    return "{\"message\":\"%s\",\"expiresAt\":1}".formatted(String.join("\\n", lines));
  }

  @Test
  void aValueStaysInItsPartOfThePath() {
    server.then(200, NONE);
    var call = Call.get("/v1/things/{id}").at("id", "a/b?c").with("n", BigInteger.TWO).done();
    calls().send(call, ProviderList.class);
    assertThat(server.asked().getFirst().target()).isEqualTo("/v1/things/a%2Fb%3Fc?n=2");
    assertThatThrownBy(() -> Call.get("/v1/things/{id}").at("id", ".."))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Calls calls() {
    return client.calls();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String slas(String state, String more) {
    var word = Bytes32.ZERO.toString();
    return """
        {"slas": [{"id": "%s", "consumer": "0x0000000000000000000000000000000000000000", "market": 1,
          "state": "%s", "deposited": "1", "reserveReleased": "0", "openedAt": 1, "startBy": 2,
          "endsAt": 3, "transaction": "%s", "quoted": true, "agreements": []}], %s}
        """
        .formatted(word, state, word, more);
  }
}
