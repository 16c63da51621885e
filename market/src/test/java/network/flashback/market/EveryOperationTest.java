package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.flashback.market.Exercises.Request;
import network.flashback.market.database.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every operation succeeds, and every write is whole or nothing: cut off while it is sent, lost
/// while it is carried out, and sent again.
class EveryOperationTest {
  private static final Path GOLDEN = Path.of("..", "docs", "api", "exercised.md");
  private static final String KEY = "Idempotency-Key";

  /// Their transactions are their own; repeating them changes nothing for another reason.
  private static final Set<String> APART = Set.of("publishOffer", "publishProfile", "openSla");

  /// Who did this may not ask again: what they are told then.
  private static final Map<String, Integer> ENDS_ACCESS = Map.of("signOut", 401, "leave", 404);

  private static TestNetwork network;
  private static TestCallers callers;
  private static Database database;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
    callers = new TestCallers(network.market.port());
    network.publishOffers();
    database = network.database();
    database.change(
        handle -> {
          handle.execute(
              "CREATE FUNCTION cut() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'cut'; END $$"
                  + " LANGUAGE plpgsql");
          handle.execute(
              "CREATE TRIGGER cut BEFORE INSERT ON idempotency FOR EACH ROW EXECUTE FUNCTION"
                  + " cut()");
        });
    cutting(false);
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
    callers.close();
    network.close();
  }

  @Test
  void everyOperationSucceedsAndEveryWriteIsWholeOrNothing() throws Exception {
    var exercises = new Exercises(network, callers);
    var succeeded = new LinkedHashMap<String, Integer>();
    for (var exercise : exercises.all()) {
      var request = exercise.making().request();
      if (exercise.operation().equals("streamEvents")) {
        var status = callers.status("GET", request.path(), "", "");
        assertThat(status).isEqualTo(200);
        succeeded.put(exercise.operation(), status);
        continue;
      }
      var answer =
          request.method().equals("GET")
              ? callers.send("GET", request.path(), "", request.token())
              : written(exercise.operation(), request);
      assertThat(answer.statusCode())
          .as("%s: %s", exercise.operation(), answer.body())
          .isBetween(200, 299);
      if (!answer.body().isEmpty()) {
        exercises.answered(exercise.operation(), TestNetwork.json(answer));
      }
      network.market.catchUp();
      succeeded.put(exercise.operation(), answer.statusCode());
    }

    requireListed(succeeded);
  }

  @Test
  void whileARequestIsCarriedOutItsKeyIsTaken() throws Exception {
    var owner = callers.signIn(network.key(6));
    var key = "while-one-is-carried-out";
    Callable<HttpResponse<String>> request =
        () -> callers.send("POST", "/v1/organisations", "{\"name\":\"Once\"}", owner, KEY, key);
    try (var threads = Executors.newSingleThreadExecutor()) {
      var first =
          database.transact(
              handle -> {
                handle.execute("LOCK TABLE idempotency IN ACCESS EXCLUSIVE MODE");
                var waiting = threads.submit(request);
                awaitWaiter();
                try {
                  assertThat(TestCallers.problem(request.call())).isEqualTo("409 key-in-flight");
                } catch (Exception failure) {
                  throw new AssertionError(failure);
                }
                return waiting;
              });
      assertThat(first.get().statusCode()).isEqualTo(201);
      assertThat(request.call().body()).isEqualTo(first.get().body());
    }
    assertThat(callers.done("GET", "/v1/organisations", "", owner).path("organisations"))
        .hasSize(1);
  }

  @Test
  void aKeyOfTooFewCharactersIsRefusedAndQuotesAreNoPartOfIt() throws Exception {
    var owner = callers.signIn(network.key(7));
    var body = "{\"name\":\"Quoted\"}";
    for (var wrong : List.of("short", "with a space in it, long", "x".repeat(256))) {
      assertThat(callers.send("POST", "/v1/organisations", body, owner, KEY, wrong).statusCode())
          .isEqualTo(400);
    }
    var key = "8e03978e-40d5-43dd-bc93-6894a57f9324";
    var bare = callers.send("POST", "/v1/organisations", body, owner, KEY, key);
    var quoted = callers.send("POST", "/v1/organisations", body, owner, KEY, '"' + key + '"');

    assertThat(quoted.body()).isEqualTo(bare.body());
  }

  @Test
  void aKeyIsItsCallersOwnAndAnAnswerWithASecretIsForItsTokenAlone() throws Exception {
    var key = "the-same-for-both-callers";
    var body = "{\"name\":\"Mine\"}";
    var one = callers.signIn(network.key(8));
    var other = callers.signIn(network.key(5));
    var first = callers.send("POST", "/v1/organisations", body, one, KEY, key);

    assertThat(callers.send("POST", "/v1/organisations", body, other, KEY, key).body())
        .isNotEqualTo(first.body());
    var another = callers.signIn(network.key(8));
    assertThat(
            TestCallers.problem(callers.send("POST", "/v1/organisations", body, another, KEY, key)))
        .isEqualTo("422 key-of-another-request");
  }

  private static HttpResponse<String> written(String operation, Request request) throws Exception {
    var key = operation + "-with-a-key-of-its-own";
    var before = Stored.byRequests(database);
    cutOff(request, key);
    assertThat(Stored.byRequests(database)).as("%s, cut off", operation).isEqualTo(before);

    cutting(true);
    var lost = send(request, request.body(), key);
    cutting(false);
    assertThat(lost.statusCode()).as("%s, lost: %s", operation, lost.body()).isEqualTo(500);
    if (!APART.contains(operation)) {
      assertThat(Stored.byRequests(database)).as("%s, lost", operation).isEqualTo(before);
    }

    var answer = send(request, request.body(), key);
    var after = Stored.byRequests(database);
    var again = send(request, request.body(), key);
    if (ENDS_ACCESS.containsKey(operation)) {
      assertThat(again.statusCode()).as(operation).isEqualTo(ENDS_ACCESS.get(operation));
      assertThat(Stored.byRequests(database)).as("%s, again", operation).isEqualTo(after);
      return answer;
    }
    assertThat(again.statusCode()).as(operation).isEqualTo(answer.statusCode());
    assertThat(again.body()).as(operation).isEqualTo(answer.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).as(operation).hasValue("true");
    assertThat(Stored.byRequests(database)).as("%s, again", operation).isEqualTo(after);
    if (!request.body().isEmpty()) {
      var other = send(request, request.body() + " ", key);
      assertThat(TestCallers.problem(other)).as(operation).startsWith("422");
      assertThat(Stored.byRequests(database)).as("%s, other", operation).isEqualTo(after);
    }
    return answer;
  }

  private static HttpResponse<String> send(Request request, String body, String key)
      throws Exception {
    return callers.send(request.method(), request.path(), body, request.token(), KEY, key);
  }

  /// Half of the body arrives, or half of the head where there is no body.
  private static void cutOff(Request request, String key) throws Exception {
    var body = request.body().getBytes(StandardCharsets.UTF_8);
    var head =
        "%s %s HTTP/1.1\r\nHost: market.test\r\n%s: %s\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(request.method(), request.path(), KEY, key, request.token(), body.length)
            .replace("Authorization: Bearer \r\n", "")
            .getBytes(StandardCharsets.UTF_8);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), network.market.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(head, 0, body.length == 0 ? head.length / 2 : head.length);
      socket.getOutputStream().write(body, 0, body.length / 2);
      socket.shutdownOutput();
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).as(request.path()).doesNotStartWith("HTTP/1.1 2");
    }
  }

  private static void cutting(boolean on) {
    database.change(
        handle ->
            handle.execute(
                "ALTER TABLE idempotency %s TRIGGER cut".formatted(on ? "ENABLE" : "DISABLE")));
  }

  /// Until somebody waits for the table that this thread holds.
  private static void awaitWaiter() {
    try (var other = network.database()) {
      var deadline = System.nanoTime() + 20_000_000_000L;
      while (other.read(
          handle ->
              handle
                      .createQuery(
                          "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
                              + " 'idempotency'::regclass")
                      .mapTo(Long.class)
                      .one()
                  == 0)) {
        assertThat(System.nanoTime()).as("somebody waits within 20 s").isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  private static void requireListed(Map<String, Integer> succeeded) throws Exception {
    var missing = new TreeSet<String>();
    var text = new StringBuilder();
    text.append(
        """
        # What is exercised

        Generated by `EveryOperationTest` (market): each operation of [openapi.json](openapi.json) answered a real request as it should, on a real chain and a real database. Each write was also cut off while it was sent, lost while it was carried out, sent again under its key, and sent with another body under that key.

        | operation | answered |
        |---|---|
        """);
    for (var name :
        network.getJson("/openapi.json").path("paths").findValuesAsText("operationId")) {
      if (succeeded.containsKey(name)) {
        text.append("| `%s` | %d |\n".formatted(name, succeeded.get(name)));
      } else {
        missing.add(name);
      }
    }
    text.append("\nOperations that no request exercised: ")
        .append(missing.isEmpty() ? "none" : String.join(", ", missing))
        .append(".\n");
    if (Boolean.getBoolean("flashback.golden.write")) {
      Files.writeString(GOLDEN, text);
    }

    assertThat(missing).as("operations that no request exercised").isEmpty();
    assertThat(text.toString())
        .as(
            "docs/api/exercised.md is stale: run this test with -Dflashback.golden.write=true, and"
                + " look at the difference")
        .isEqualTo(Files.readString(GOLDEN));
  }
}
