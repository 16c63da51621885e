package network.flashback.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.access.OperatorToken;
import network.flashback.gateway.access.RootKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator's side of jobs, over HTTP.
class JobApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMPORT =
      """
      {"kind": "import", "bucket": "photos", "endpoint": "http://127.0.0.1:1", "sourceBucket": "there",
       "accessKeyId": "AK", "secretAccessKey": "very-secret"}""";

  @TempDir Path disks;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String token = new OperatorToken(RootKey.of(Bytes32.of(123456789))).header();
  private TestWorld world;

  @BeforeEach
  void start() throws Exception {
    world = TestWorld.twoOfThree(disks);
    world.client().createBucket(b -> b.bucket("photos"));
  }

  @AfterEach
  void stop() {
    http.close();
    world.close();
  }

  @Test
  void onlyWhoeverHasTheRootKeyMayAsk() throws Exception {
    for (String wrong :
        new String[] {"", "Bearer ", "Bearer " + "0".repeat(64), token + "0", token.substring(1)}) {
      var answer = send("POST", "/-/jobs", IMPORT, wrong);
      assertThat(answer.statusCode()).as("'%s'", wrong).isEqualTo(401);
      assertThat(answer.body()).contains("flashback job").doesNotContain(token.substring(7));
      assertThat(send("GET", "/-/jobs", "", wrong).statusCode()).isEqualTo(401);
      assertThat(send("GET", "/-/anything", "", wrong).statusCode()).isEqualTo(401);
    }
    assertThat(world.gateway().jobs().list()).isEmpty();
    assertThat(send("GET", "/-/jobs", "", token).statusCode()).isEqualTo(200);
  }

  @Test
  void aJobIsBegunShownPausedResumedAndCancelled() throws Exception {
    var begun = read(send("POST", "/-/jobs", IMPORT, token));
    var path = "/-/jobs/" + begun.path("id").asText();
    assertThat(begun.path("state").asText()).isEqualTo("running");
    assertThat(read(send("GET", path, "", token)).path("task").path("sourceBucket").asText())
        .isEqualTo("there");
    assertThat(read(send("POST", path + "/pause", "", token)).path("state").asText())
        .isEqualTo("paused");
    assertThat(send("POST", path + "/pause", "", token).statusCode()).isEqualTo(409);
    assertThat(read(send("POST", path + "/resume", "", token)).path("state").asText())
        .isEqualTo("running");
    assertThat(read(send("POST", path + "/cancel", "", token)).path("state").asText())
        .isEqualTo("cancelled");
    var listed = read(send("GET", "/-/jobs", "", token));
    assertThat(listed.path("jobs")).hasSize(1);
    assertThat(listed.path("repairs")).isEmpty();
  }

  @Test
  void theSecretOfASourceIsNeitherShownNorReadableInTheDatabase() throws Exception {
    var begun = send("POST", "/-/jobs", IMPORT, token);
    var shown =
        send("GET", "/-/jobs/" + JSON.readTree(begun.body()).path("id").asText(), "", token);
    assertThat(begun.body() + shown.body()).contains("AK").doesNotContain("very-secret", "sealed");
    assertThat(TestDatabase.texts(world.database(), "SELECT task FROM jobs").getFirst())
        .contains("sealedSecret")
        .doesNotContain("very-secret");
  }

  @Test
  void whatCannotBeReadIsRefusedWithAReason() throws Exception {
    refused("not json", 400, "no JSON");
    refused("{}", 400, "'kind'");
    refused("[1]", 400, "'kind'");
    refused("{\"kind\": \"drain\"}", 400, "'provider'");
    refused("{\"kind\": \"drain\", \"provider\": 1, \"to\": \"0x12\"}", 400, "'to'");
    refused("{\"kind\": \"migrate\", \"to\": \"x\"}", 400, "'bucket'");
    refused(IMPORT.replace("http://127.0.0.1:1", "file:///etc"), 400, "no address");
    refused(IMPORT.replace("photos", "nowhere"), 400, "no bucket");
    refused(IMPORT.replace("very-secret", ""), 400, "or neither");
    refused(" ".repeat(70_000), 413, "at most");
    assertThat(send("GET", "/-/jobs/xyz", "", token).statusCode()).isEqualTo(400);
    assertThat(send("GET", "/-/jobs/" + new java.util.UUID(1, 2), "", token).statusCode())
        .isEqualTo(404);
    assertThat(send("DELETE", "/-/jobs", "", token).statusCode()).isEqualTo(405);
    assertThat(send("GET", "/-/other", "", token).statusCode()).isEqualTo(404);
    assertThat(world.gateway().jobs().list()).isEmpty();
  }

  private void refused(String order, int status, String reason) throws Exception {
    var answer = send("POST", "/-/jobs", order, token);
    assertThat(answer.statusCode()).as(order.strip()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(reason);
  }

  private static JsonNode read(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(String method, String path, String body, String authorization)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.gateway().port() + path))
            .method(method, BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
