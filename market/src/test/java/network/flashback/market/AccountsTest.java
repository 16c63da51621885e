package network.flashback.market;

import static network.flashback.market.TestCallers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.flashback.evm.PrivateKey;
import network.flashback.market.visit.RateLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is signed in, who belongs where, and what is noted of it.
class AccountsTest {
  private static TestNetwork network;
  private static TestCallers callers;
  private static final String LEAVE = "/membership";

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
    callers = new TestCallers(network.market.port());
  }

  @AfterAll
  static void stop() throws Exception {
    callers.close();
    network.close();
  }

  @BeforeEach
  void now() {
    network.realTime();
  }

  @Test
  void aSignedMessageOpensASessionForADay() throws Exception {
    var token = callers.signIn(wallet(3));

    var session = callers.done("GET", "/v1/sessions/current", "", token);

    assertThat(session.path("wallet").asText()).isEqualTo(wallet(3).address().toString());
    assertThat(session.has("token")).isFalse();
    network.clock.turn(Duration.ofHours(24).plusSeconds(1));
    assertThat(problem(callers.send("GET", "/v1/sessions/current", "", token)))
        .isEqualTo("401 unauthenticated");
  }

  @Test
  void whoSignedOutIsOut() throws Exception {
    var token = callers.signIn(wallet(3));

    callers.done("DELETE", "/v1/sessions/current", "", token);

    assertThat(callers.send("GET", "/v1/sessions/current", "", token).statusCode()).isEqualTo(401);
  }

  @Test
  void aMessageServesOnceAndForFiveMinutes() throws Exception {
    var message = callers.challenge(wallet(3));
    assertThat(callers.session(message, wallet(3), true).statusCode()).isEqualTo(201);
    assertThat(problem(callers.session(message, wallet(3), true))).isEqualTo("403 sign-in-refused");

    var late = callers.challenge(wallet(3));
    network.clock.turn(Duration.ofMinutes(5).plusSeconds(1));
    assertThat(problem(callers.session(late, wallet(3), true))).isEqualTo("403 sign-in-refused");
  }

  @Test
  void aMessageForAnotherPageChainOrTimeOpensNothing() throws Exception {
    var chain = "Chain ID: " + network.chain.id();
    var future = network.clock.instant().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
    for (var change :
        List.of(
            List.of("market.test wants", "evil.test wants"),
            List.of("URI: http://market.test", "URI: http://evil.test"),
            List.of("URI: http://market.test", "URI: https://market.test"),
            List.of("market.test wants", "https://market.test wants"),
            List.of(chain, "Chain ID: 1"),
            List.of("Issued At: 20", "Issued At: 19"),
            List.of("\nExpiration", "\nNot Before: " + future + "\nExpiration"))) {
      var message = callers.challenge(wallet(3));
      var altered = message.replace(change.get(0), change.get(1));
      assertThat(altered).isNotEqualTo(message);

      var answer = callers.session(altered, wallet(3), true);

      assertThat(answer.statusCode()).as(answer.body()).isIn(400, 403);
    }
  }

  @Test
  void onlyTheWalletThatTheMessageNamesMaySignIt() throws Exception {
    var message = callers.challenge(wallet(3));

    assertThat(problem(callers.session(message, wallet(4), true)))
        .isEqualTo("403 signature-invalid");
    assertThat(
            problem(callers.session(message.replace("grants nobody", "grants"), wallet(4), true)))
        .isEqualTo("403 signature-invalid");
    assertThat(callers.session(message, wallet(3), true).statusCode())
        .as("what was refused did not use the nonce up")
        .isEqualTo(201);
  }

  @Test
  void theCookieIsForOurPagesAlone() throws Exception {
    var message = callers.challenge(wallet(3));
    assertThat(problem(callers.session(message, wallet(3), false, "Origin", "http://evil.test")))
        .isEqualTo("403 origin-refused");
    var answer = callers.session(message, wallet(3), false, "Origin", TestNetwork.ORIGIN);
    var set = answer.headers().firstValue("Set-Cookie").orElseThrow();

    assertThat(set).contains("HttpOnly", "SameSite=Strict", "Path=/");
    assertThat(answer.body()).doesNotContain("token");
    var cookie = set.substring(0, set.indexOf(';'));
    var name = "{\"name\":\"From the console\"}";
    assertThat(callers.send("GET", "/v1/sessions/current", "", "", "Cookie", cookie).statusCode())
        .isEqualTo(200);
    assertThat(problem(callers.send("POST", "/v1/organisations", name, "", "Cookie", cookie)))
        .isEqualTo("403 origin-refused");
    assertThat(
            callers
                .send(
                    "POST",
                    "/v1/organisations",
                    name,
                    "",
                    "Cookie",
                    "other=1; " + cookie,
                    "Origin",
                    TestNetwork.ORIGIN)
                .statusCode())
        .isEqualTo(201);
    assertThat(
            callers
                .send("GET", "/v1/network", "", "", "Cookie", "flashback=fbs_expired")
                .statusCode())
        .as("an old cookie does not shut anybody out of what is public")
        .isEqualTo(200);
  }

  @Test
  void anOrganisationKeepsAnOwner() throws Exception {
    var owner = callers.signIn(wallet(3));
    var organisation = callers.organisation(owner, "Kept");
    var second = callers.signIn(wallet(4));
    var base = "/v1/organisations/" + organisation;
    assertThat(problem(callers.send("DELETE", base + LEAVE, "", owner)))
        .isEqualTo("409 last-owner");
    callers.join(organisation, owner, wallet(4), second, "ADMIN");
    assertThat(problem(role(base, second, wallet(3), "MEMBER"))).isEqualTo("403 forbidden");
    assertThat(problem(role(base, second, wallet(4), "OWNER"))).isEqualTo("403 forbidden");
    assertThat(role(base, owner, wallet(4), "OWNER").statusCode()).isEqualTo(200);
    try (var threads = Executors.newFixedThreadPool(2)) {
      Callable<Integer> first = () -> callers.send("DELETE", base + LEAVE, "", owner).statusCode();
      Callable<Integer> other = () -> callers.send("DELETE", base + LEAVE, "", second).statusCode();
      var left = threads.invokeAll(List.of(first, other));

      assertThat(List.of(left.get(0).get(), left.get(1).get()))
          .as("both leave at once")
          .containsExactlyInAnyOrder(204, 409);
    }
  }

  @Test
  void onlyWhoWasInvitedComesIn() throws Exception {
    var owner = callers.signIn(wallet(3));
    var organisation = callers.organisation(owner, "Closed");
    var stranger = callers.signIn(wallet(5));
    var accept = "/v1/invitations/" + organisation + "/acceptance";
    assertThat(problem(callers.send("POST", accept, "", stranger))).isEqualTo("404 not-found");

    callers.join(organisation, owner, wallet(5), stranger, "AUDITOR");

    var own = callers.done("GET", "/v1/organisations/" + organisation, "", stranger);
    assertThat(own.path("role").asText()).isEqualTo("AUDITOR");
    assertThat(problem(callers.send("POST", accept, "", stranger)))
        .as("an invitation serves once")
        .isEqualTo("404 not-found");
    assertThat(callers.done("GET", "/v1/organisations", "", stranger).findValuesAsText("id"))
        .contains(organisation);
  }

  @Test
  void aKeyDoesWhatItsScopesSayAndItsMakerStillMay() throws Exception {
    var owner = callers.signIn(wallet(3));
    var organisation = callers.organisation(owner, "Keys");
    var admin = callers.signIn(wallet(4));
    callers.join(organisation, owner, wallet(4), admin, "ADMIN");
    var base = "/v1/organisations/" + organisation;
    var secret = callers.key(organisation, admin, "audit:read").path("secret").asText();
    assertThat(callers.send("GET", base + "/audit", "", secret).statusCode()).isEqualTo(200);
    assertThat(problem(callers.send("GET", base + "/members", "", secret)))
        .isEqualTo("403 forbidden");

    assertThat(role(base, owner, wallet(4), "MEMBER").statusCode()).isEqualTo(200);
    assertThat(problem(callers.send("GET", base + "/audit", "", secret)))
        .as("members may not read the log, nor may their keys")
        .isEqualTo("403 forbidden");
    callers.done("DELETE", base + "/members/" + wallet(4).address(), "", owner);
    assertThat(problem(callers.send("GET", base + "/audit", "", secret)))
        .isEqualTo("401 unauthenticated");
  }

  @Test
  void aSecretIsShownOnceAndKeptNowhere() throws Exception {
    var owner = callers.signIn(wallet(3));
    var organisation = callers.organisation(owner, "Secrets");
    var made = callers.key(organisation, owner, "organisation:read");
    var secret = made.path("secret").asText();
    var base = "/v1/organisations/" + organisation;
    callers.done("GET", base, "", secret);

    var listed = callers.done("GET", base + "/keys", "", owner);

    assertThat(listed.toString()).doesNotContain(secret).contains("lastUsed");
    String stored;
    try (var database = network.database()) {
      stored = Stored.everything(database);
    }
    assertThat(stored).contains(made.path("key").path("id").asText());
    assertThat(stored).doesNotContain(secret.substring(secret.indexOf('.') + 1));
    assertThat(stored).doesNotContain(owner);
    callers.done("DELETE", base + "/keys/" + made.path("key").path("id").asText(), "", owner);
    assertThat(callers.send("GET", base, "", secret).statusCode()).isEqualTo(401);
  }

  @Test
  void aKeyEndsWhenItsTimeIsOver() throws Exception {
    var owner = callers.signIn(wallet(3));
    var organisation = callers.organisation(owner, "Times");
    var base = "/v1/organisations/" + organisation;
    var request = "{\"name\":\"short\",\"scopes\":[\"organisation:read\"],\"lifeSeconds\":60}";
    var secret = callers.done("POST", base + "/keys", request, owner).path("secret").asText();
    assertThat(callers.send("GET", base, "", secret).statusCode()).isEqualTo(200);

    network.clock.turn(Duration.ofSeconds(61));

    assertThat(callers.send("GET", base, "", secret).statusCode()).isEqualTo(401);
  }

  @Test
  void noKeyHoldsARightThatMakesRights() throws Exception {
    var owner = callers.signIn(wallet(3));
    var organisation = callers.organisation(owner, "Rights");
    for (var scope : List.of("keys:write", "members:write", "all")) {
      var request = "{\"name\":\"k\",\"scopes\":[\"" + scope + "\"]}";
      var answer =
          callers.send("POST", "/v1/organisations/" + organisation + "/keys", request, owner);
      assertThat(answer.statusCode()).as(scope).isEqualTo(400);
    }
  }

  @Test
  void theLogSaysWhoDidOrTriedWhatAndCannotBeChanged() throws Exception {
    var owner = callers.signIn(wallet(3));
    var organisation = callers.organisation(owner, "Logged");
    var member = callers.signIn(wallet(4));
    callers.join(organisation, owner, wallet(4), member, "MEMBER");
    var base = "/v1/organisations/" + organisation;
    var refused = "{\"name\":\"k\",\"scopes\":[\"audit:read\"]}";
    assertThat(callers.send("POST", base + "/keys", refused, member).statusCode()).isEqualTo(403);
    var stranger = callers.signIn(wallet(5));
    assertThat(callers.send("POST", base + "/keys", refused, stranger).statusCode()).isEqualTo(404);

    var first = callers.done("GET", base + "/audit?limit=3", "", owner);
    var rest =
        callers.done("GET", base + "/audit?cursor=" + first.path("next").asText(), "", owner);

    assertThat(first.findValuesAsText("operation"))
        .containsExactly("makeKey", "acceptInvitation", "invite");
    assertThat(first.findValuesAsText("result"))
        .containsExactly("urn:flashback:problem:forbidden", "done", "done");
    assertThat(first.findValuesAsText("actor"))
        .startsWith(wallet(4).address().toString(), wallet(4).address().toString());
    assertThat(rest.findValuesAsText("operation")).containsExactly("makeOrganisation");
    try (var database = network.database()) {
      for (var change : List.of("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit")) {
        assertThatThrownBy(() -> database.change(handle -> handle.execute(change)))
            .hasMessageContaining("only added to");
      }
    }
  }

  @Test
  void whoSendsTooMuchIsToldWhenToComeBackAndNobodyElseIs() throws Exception {
    var database = network.emptyDatabase("limited");
    network.clock.stop();
    try (var market = network.start(Optional.empty(), database, new RateLimits(6, 4));
        var visitors = new TestCallers(market.port())) {
      var token = visitors.signIn(wallet(3));
      for (var left = 3; left >= 0; left--) {
        var answer = visitors.send("GET", "/v1/sessions/current", "", token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("RateLimit").orElseThrow())
            .startsWith("\"caller\";r=" + left + ";");
      }
      var refused = visitors.send("GET", "/v1/sessions/current", "", token);
      assertThat(problem(refused)).isEqualTo("429 too-many-requests");
      assertThat(refused.headers().firstValue("Retry-After").orElseThrow()).matches("[0-9]{1,2}");
      for (var left = 3; left >= 0; left--) {
        assertThat(visitors.send("GET", "/v1/epochs", "", "").statusCode()).isEqualTo(200);
      }
      assertThat(visitors.send("GET", "/v1/epochs", "", "").statusCode()).isEqualTo(429);
      for (var guess = 0; guess < 6; guess++) {
        var wrong = visitors.send("GET", "/v1/epochs", "", "fbs_wrong" + guess);
        assertThat(wrong.statusCode()).isEqualTo(401);
      }
      assertThat(visitors.send("GET", "/v1/epochs", "", "fbs_wrong").statusCode())
          .as("guesses are bounded too")
          .isEqualTo(429);
    }
  }

  private static HttpResponse<String> role(
      String base, String token, PrivateKey wallet, String role) throws Exception {
    return callers.send(
        "PUT", base + "/members/" + wallet.address(), "{\"role\":\"" + role + "\"}", token);
  }

  private static PrivateKey wallet(int index) {
    return network.key(index);
  }
}
