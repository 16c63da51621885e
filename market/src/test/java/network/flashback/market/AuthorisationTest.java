package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import network.flashback.market.account.Role;
import network.flashback.market.account.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Walks every operation that the API's document names, with everybody who must not get through.
class AuthorisationTest {
  private static final Path GOLDEN = Path.of("..", "docs", "api", "authorisation.md");
  private static final String NO_TOKEN = "";
  private static final String WRONG = "fbs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final List<String> REFUSED = List.of("401", "403");

  private static TestNetwork network;
  private static TestCallers callers;
  private static String organisation;
  private static String owner;
  private static String ended;
  private static String revoked;
  private static String strangers;
  private static String strangersKey;
  private static String cookie;
  private static final Map<Role, String> ROLES = new LinkedHashMap<>();

  private record Operation(String name, String method, String path, String access) {}

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
    callers = new TestCallers(network.market.port());
    owner = callers.signIn(network.key(3));
    organisation = callers.organisation(owner, "Ours");
    var index = 10;
    for (var role : Role.values()) {
      var wallet = network.key(index++);
      var token = callers.signIn(wallet);
      ROLES.put(role, token);
      callers.join(organisation, owner, wallet, token, role.name());
    }
    ended = callers.signIn(network.key(3));
    callers.done("DELETE", "/v1/sessions/current", "", ended);
    var key = callers.key(organisation, owner, "organisation:read");
    revoked = key.path("secret").asText();
    callers.done(
        "DELETE",
        "/v1/organisations/" + organisation + "/keys/" + key.path("key").path("id").asText(),
        "",
        owner);
    strangers = callers.signIn(network.key(4));
    var other = callers.organisation(strangers, "Theirs");
    strangersKey = callers.key(other, strangers, forKeys(null)).path("secret").asText();
    var set =
        callers
            .session(callers.challenge(network.key(3)), network.key(3), false)
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow();
    cookie = set.substring(0, set.indexOf(';'));
  }

  @AfterAll
  static void stop() throws Exception {
    callers.close();
    network.close();
  }

  @Test
  void everyOperationLetsNobodyThroughWhomItsAccessDoesNotName() throws Exception {
    var tested = new LinkedHashSet<String>();
    for (var operation : operations()) {
      requireClosed(operation, WRONG, "401");
      requireClosed(operation, ended, "401");
      requireClosed(operation, revoked, "401");
      switch (operation.access().split(" ", -1)[0]) {
        case "anybody" -> assertThat(status(operation, NO_TOKEN)).isNotIn(REFUSED);
        case "signed" -> signedIn(operation);
        case "scope" -> scoped(operation, operation.access().substring("scope ".length()));
        default -> throw new AssertionError("no walk for " + operation);
      }
      tested.add(operation.name());
    }

    requireListed(tested);
  }

  private static void signedIn(Operation operation) throws Exception {
    requireClosed(operation, NO_TOKEN, "401");
    requireClosed(operation, strangersKey, "403");
    requireOurPage(operation);
  }

  private static void scoped(Operation operation, String scope) throws Exception {
    requireClosed(operation, NO_TOKEN, "401");
    requireClosed(operation, strangers, "404");
    requireClosed(operation, strangersKey, "404");
    var key = callers.key(organisation, owner, forKeys(scope));
    requireClosed(operation, key.path("secret").asText(), "403");
    for (var role : ROLES.entrySet()) {
      if (!names(role.getKey().scopes()).contains(scope)) {
        requireClosed(operation, role.getValue(), "403");
      }
    }
    requireOurPage(operation);
  }

  private static void requireOurPage(Operation operation) throws Exception {
    if (!operation.method().equals("GET")) {
      assertThat(status(operation, NO_TOKEN, "Cookie", cookie))
          .as("%s", operation)
          .isEqualTo("403");
      assertThat(status(operation, NO_TOKEN, "Cookie", cookie, "Origin", "http://market.test:81"))
          .as("%s", operation)
          .isEqualTo("403");
    }
  }

  private static void requireClosed(Operation operation, String token, String status)
      throws Exception {
    assertThat(status(operation, token)).as("%s with '%s'", operation, token).isEqualTo(status);
  }

  private static String status(Operation operation, String token, String... headers)
      throws Exception {
    var body = operation.method().equals("GET") || operation.method().equals("DELETE") ? "" : "{}";
    var path =
        operation
            .path()
            .replace("{organisation}", organisation)
            .replace("{wallet}", network.key(3).address().toString())
            .replaceAll("\\{\\w+}", "1");
    return Integer.toString(callers.status(operation.method(), path, body, token, headers));
  }

  private static List<Operation> operations() throws Exception {
    var all = new ArrayList<Operation>();
    JsonNode paths = network.getJson("/openapi.json").path("paths");
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            all.add(
                                new Operation(
                                    operation.getValue().path("operationId").asText(),
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    operation.getValue().path("x-access").asText()))));
    return all;
  }

  private static void requireListed(Set<String> tested) throws Exception {
    var text = new StringBuilder();
    text.append(
        """
        # Who may call what

        Generated from the table of routes by `AuthorisationTest` (market), which sends every operation requests of everybody who must not get through: without a token, with one that was never given out, of an ended session, of a revoked key, of another organisation's people and keys, of every role and of keys without the scope, and with the console's cookie from another page. Where strangers ask for an organisation's things the answer is 404, as for what is not there.

        | operation | | access | roles | keys | walked |
        |---|---|---|---|---|---|
        """);
    for (var operation : operations()) {
      text.append(row(operation, tested)).append('\n');
    }
    var missing =
        operations().stream().map(Operation::name).filter(name -> !tested.contains(name)).toList();
    text.append("\nOperations without an authorisation test: ")
        .append(missing.isEmpty() ? "none" : String.join(", ", missing))
        .append(".\n");
    if (Boolean.getBoolean("flashback.golden.write")) {
      Files.writeString(GOLDEN, text);
    }

    assertThat(missing).as("operations without an authorisation test").isEmpty();
    assertThat(text.toString())
        .as(
            "docs/api/authorisation.md is stale: run this test with -Dflashback.golden.write=true,"
                + " and look at the difference")
        .isEqualTo(Files.readString(GOLDEN));
  }

  private static String row(Operation operation, Set<String> tested) {
    var scope = operation.access().startsWith("scope ") ? operation.access().substring(6) : "";
    var roles =
        Arrays.stream(Role.values())
            .filter(role -> names(role.scopes()).contains(scope))
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    var keys =
        Arrays.stream(Scope.values())
            .anyMatch(one -> one.toString().equals(scope) && one.isForKeys());
    return "| `%s` | `%s %s` | %s | %s | %s | %s |"
        .formatted(
            operation.name(),
            operation.method(),
            operation.path(),
            operation.access(),
            roles,
            scope.isEmpty() ? "" : keys ? "yes" : "no",
            tested.contains(operation.name()) ? "yes" : "no");
  }

  private static List<String> names(Set<Scope> scopes) {
    return scopes.stream().map(Scope::toString).toList();
  }

  /// All scopes that a key may hold, but this one.
  private static String[] forKeys(@org.jspecify.annotations.Nullable String but) {
    return Arrays.stream(Scope.values())
        .filter(Scope::isForKeys)
        .map(Scope::toString)
        .filter(name -> !name.equals(but))
        .toArray(String[]::new);
  }
}
