package network.flashback.gateway.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.access.OperatorToken;
import network.flashback.gateway.metadata.Jobs.Job;
import network.flashback.gateway.metadata.Upkeep;
import network.flashback.http.BodyTooLargeException;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.Router;
import network.flashback.providers.s3compatible.S3Source;

/// The operator's side of jobs: JSON below `/-/jobs`, beside `/healthz` and `/metrics`. No bucket
/// can be called `-`. Whoever has the gateway's root key may ask; see [OperatorToken].
///
/// ```text
/// GET  /-/jobs              all jobs and repairs
/// POST /-/jobs              begins one: {"kind": "migrate", "bucket": "b", "to": "0x..."}
/// GET  /-/jobs/{id}         one, with what of it failed
/// POST /-/jobs/{id}/pause   also: resume, cancel
/// ```
public final class JobApi implements HttpHandler {
  /// Everything below is the operator's.
  public static final String PREFIX = "/-/";

  private static final String JSON = "application/json";
  private static final int BODY_BYTES_MAX = 64 << 10;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final OperatorToken token;
  private final JobDesk desk;
  private final Supplier<List<Upkeep.Progress>> repairs;
  private final Runnable hurry;
  private final Router router;

  /// @param repairs how far each has come
  /// @param hurry wakes who works on jobs
  public JobApi(
      OperatorToken token, JobDesk desk, Supplier<List<Upkeep.Progress>> repairs, Runnable hurry) {
    this.token = token;
    this.desk = desk;
    this.repairs = repairs;
    this.hurry = hurry;
    this.router =
        Router.builder()
            .get("/-/jobs", (request, path) -> list())
            .post("/-/jobs", (request, path) -> begin(request))
            .get("/-/jobs/{id}", (request, path) -> show(path.text("id")))
            .post("/-/jobs/{id}/pause", (request, path) -> order(path.text("id"), desk::pause))
            .post("/-/jobs/{id}/resume", (request, path) -> order(path.text("id"), desk::resume))
            .post("/-/jobs/{id}/cancel", (request, path) -> order(path.text("id"), desk::cancel))
            .otherwise(
                request -> error(404, "there is nothing at this path: jobs are below /-/jobs"))
            .build();
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    if (!token.isIn(request.header("authorization"))) {
      return error(
              401,
              "this is for the gateway's operator: 'flashback job --config FILE', where the"
                  + " gateway's root key is, knows the token")
          .header("WWW-Authenticate", "Bearer")
          .route(PREFIX);
    }
    try {
      return router.handle(request);
    } catch (JobRefused refused) {
      return error(refused.status(), String.valueOf(refused.getMessage())).route(PREFIX);
    } catch (BodyTooLargeException large) {
      return error(413, "an order has at most " + BODY_BYTES_MAX + " bytes").route(PREFIX);
    }
  }

  private HttpResponse list() {
    var json = MAPPER.createObjectNode();
    var jobs = json.putArray("jobs");
    desk.list().forEach(job -> jobs.add(told(job)));
    var repaired = json.putArray("repairs");
    for (var repair : repairs.get()) {
      repaired
          .addObject()
          .put("lostAgreement", repair.lostAgreement().toString())
          .put("newAgreement", repair.newAgreement().toString())
          .put("itemsDone", repair.piecesDone())
          .put("itemsTotal", repair.piecesTotal())
          .put("bytesDone", repair.bytesDone())
          .put("bytesTotal", repair.bytesTotal())
          .put("state", repair.finished() ? "done" : "running");
    }
    return answer(200, json);
  }

  private HttpResponse show(String id) {
    var job = desk.show(parsed(id));
    var json = told(job);
    var failed = json.putArray("failed");
    for (var failure : desk.failures(job.id())) {
      failed
          .addObject()
          .put("name", failure.name())
          .put("why", failure.why())
          .put("attempts", failure.attempts())
          .put("nextAt", Instant.ofEpochMilli(failure.nextAt()).toString());
    }
    return answer(200, json);
  }

  private HttpResponse order(String id, Consumer<UUID> order) {
    order.accept(parsed(id));
    hurry.run();
    return show(id);
  }

  private HttpResponse begin(HttpRequest request) throws IOException {
    var order = read(request);
    var rate = order.path("rate").asLong(0);
    var id =
        switch (order.path("kind").asText()) {
          case "drain" -> desk.drain(number(order, "provider"), word(order, "to"), rate);
          case "migrate" -> desk.migrate(text(order, "bucket"), word(order, "to"), rate);
          case "rebalance" -> desk.rebalance(word(order, "one"), word(order, "other"), rate);
          case "import" ->
              desk.bringIn(
                  new S3Source.Place(
                      address(text(order, "endpoint")),
                      order.path("region").asText("us-east-1"),
                      text(order, "sourceBucket"),
                      order.path("prefix").asText(""),
                      order.path("pathStyle").asBoolean(true)),
                  order.path("accessKeyId").asText(""),
                  order.path("secretAccessKey").asText(""),
                  text(order, "bucket"),
                  rate);
          default ->
              throw new JobRefused(
                  400, "'kind' must be one of drain, rebalance, import and migrate");
        };
    hurry.run();
    return answer(201, told(desk.show(id)));
  }

  private static JsonNode read(HttpRequest request) throws IOException {
    try {
      var json = MAPPER.readTree(request.readBody(BODY_BYTES_MAX));
      return json == null ? JsonNodeFactory.instance.objectNode() : json;
    } catch (JsonProcessingException e) {
      // The parser's own message may repeat what was sent, and with it a secret.
      throw new JobRefused(
          400, "the order is no JSON: send an object such as {\"kind\": \"drain\"}");
    }
  }

  private static ObjectNode told(Job job) {
    var task = Task.ofJson(job.task()).toJson();
    task.remove("sealedSecret");
    var json = MAPPER.createObjectNode().put("id", job.id().toString()).put("kind", job.kind());
    json.put("state", job.state().word()).put("note", job.note());
    json.put("itemsDone", job.progress().itemsDone())
        .put("itemsTotal", job.progress().itemsTotal());
    json.put("bytesDone", job.progress().bytesDone())
        .put("bytesTotal", job.progress().bytesTotal());
    json.put("rate", job.rate()).put("failures", job.failures());
    json.put("startedAt", job.startedAt().toString());
    job.finishedAt().ifPresent(at -> json.put("finishedAt", at.toString()));
    json.set("task", task);
    return json;
  }

  private static UUID parsed(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new JobRefused(400, "'" + id + "' is no job's id: 'flashback job list' shows them");
    }
  }

  private static String text(JsonNode order, String field) {
    var text = order.path(field).asText("");
    if (text.isEmpty()) {
      throw new JobRefused(400, "'" + field + "' is missing");
    }
    return text;
  }

  private static long number(JsonNode order, String field) {
    if (!order.path(field).canConvertToLong()) {
      throw new JobRefused(400, "'" + field + "' must be a number");
    }
    return order.path(field).asLong();
  }

  private static Bytes32 word(JsonNode order, String field) {
    try {
      return Bytes32.fromHex(text(order, field));
    } catch (IllegalArgumentException e) {
      throw new JobRefused(
          400, "'" + field + "' must be an SLA's id: 0x and 64 hexadecimal digits");
    }
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new JobRefused(400, "'endpoint' is no address");
    }
  }

  private static HttpResponse answer(int status, ObjectNode json) {
    return HttpResponse.text(status, JSON, json + "\n");
  }

  private static HttpResponse error(int status, String message) {
    return answer(status, MAPPER.createObjectNode().put("error", message));
  }
}
