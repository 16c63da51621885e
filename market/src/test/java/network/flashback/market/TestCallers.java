package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.PrivateKey;

/// Sends requests as people and programs do.
final class TestCallers implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  TestCallers(int port) {
    this.port = port;
  }

  /// @param token of a session or a key; empty for none
  HttpResponse<String> send(
      String method, String path, String body, String token, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(method, path, body, token, headers), BodyHandlers.ofString());
  }

  /// The status alone, of an answer that may never end.
  int status(String method, String path, String body, String token, String... headers)
      throws IOException, InterruptedException {
    var answer = open(method, path, body, token, headers);
    answer.body().close();
    return answer.statusCode();
  }

  /// An answer whose body is read while it comes.
  HttpResponse<InputStream> open(
      String method, String path, String body, String token, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(method, path, body, token, headers), BodyHandlers.ofInputStream());
  }

  private HttpRequest request(
      String method, String path, String body, String token, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  /// What must succeed.
  JsonNode done(String method, String path, String body, String token) throws Exception {
    var answer = send(method, path, body, token);
    assertThat(answer.statusCode()).as("%s %s: %s", method, path, answer.body()).isLessThan(300);
    return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
  }

  /// The name of the problem behind `urn:flashback:problem:`.
  static String problem(HttpResponse<String> answer) throws IOException {
    var type = JSON.readTree(answer.body()).path("type").asText();
    return answer.statusCode() + " " + type.substring(type.lastIndexOf(':') + 1);
  }

  /// The token of a new session.
  String signIn(PrivateKey wallet) throws Exception {
    var message = challenge(wallet);
    return JSON.readTree(session(message, wallet, true).body()).path("token").asText();
  }

  String challenge(PrivateKey wallet) throws Exception {
    return done(
            "POST",
            "/v1/sessions/challenge",
            JSON.createObjectNode().put("wallet", wallet.address().toString()).toString(),
            "")
        .path("message")
        .asText();
  }

  HttpResponse<String> session(String message, PrivateKey signer, boolean bearer, String... headers)
      throws Exception {
    var body =
        JSON.createObjectNode()
            .put("message", message)
            .put("signature", signer.sign(new PersonalMessage(message).digest()).toString())
            .put("bearer", bearer);
    return send("POST", "/v1/sessions", body.toString(), "", headers);
  }

  String organisation(String token, String name) throws Exception {
    return done("POST", "/v1/organisations", "{\"name\":\"" + name + "\"}", token)
        .path("id")
        .asText();
  }

  /// Makes a wallet a member.
  ///
  /// @param owner token of an owner
  void join(String organisation, String owner, PrivateKey wallet, String token, String role)
      throws Exception {
    var invitation =
        JSON.createObjectNode().put("wallet", wallet.address().toString()).put("role", role);
    done(
        "POST", "/v1/organisations/" + organisation + "/invitations", invitation.toString(), owner);
    done("POST", "/v1/invitations/" + organisation + "/acceptance", "", token);
  }

  /// A key's id and its secret.
  JsonNode key(String organisation, String token, String... scopes) throws Exception {
    var request = JSON.createObjectNode().put("name", "a program");
    var list = request.putArray("scopes");
    for (var scope : scopes) {
      list.add(scope);
    }
    return done("POST", "/v1/organisations/" + organisation + "/keys", request.toString(), token);
  }

  @Override
  public void close() {
    client.close();
  }
}
