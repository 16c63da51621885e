package network.flashback.settlement.reporter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import network.flashback.chain.ChainException;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.http.BodyTooLargeException;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.Router;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.SummaryJson;

/// What a reporter serves to the other reporters and to everybody who checks them.
final class ReporterApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE_JSON = "application/json";

  private final EpochFiles files;
  private final Judge judge;

  ReporterApi(EpochFiles files, Judge judge) {
    this.files = files;
    this.judge = judge;
  }

  HttpHandler handler() {
    return Router.builder()
        .get("/v1/epochs/{e}/summaries", (request, p) -> summary(p.text("e")))
        .get("/v1/epochs/{e}/bundle", (request, p) -> bundle(p.text("e")))
        .post("/v1/epochs/{e}/bundle", (request, p) -> propose(p.text("e"), request))
        .get("/v1/records/{hash}", (request, p) -> records(p.text("hash")))
        .build();
  }

  private HttpResponse summary(String epoch) throws IOException {
    var summary = isEpoch(epoch) ? files.summary(Long.parseLong(epoch)) : Optional.empty();
    if (summary.isEmpty()) {
      return problem(404, "No summary of epoch " + epoch, "It is signed when the epoch ends.");
    }
    return json(SummaryJson.bytes(files.summary(Long.parseLong(epoch)).orElseThrow()));
  }

  private HttpResponse bundle(String epoch) throws IOException {
    Optional<QualityBundle> bundle =
        isEpoch(epoch) ? files.signedBundle(Long.parseLong(epoch)) : Optional.empty();
    return bundle
        .map(signed -> json(SummaryJson.bytes(signed)))
        .orElseGet(
            () -> problem(404, "Nothing signed for epoch " + epoch, "Ask again when it is over."));
  }

  private HttpResponse propose(String epoch, HttpRequest request) throws IOException {
    QualityBundle bundle;
    try {
      bundle = SummaryJson.parseBundle(request.readBody(QualityBundle.BYTES_MAX));
    } catch (BodyTooLargeException tooLarge) {
      return problem(413, "The bundle is too large", "Send at most 8 MiB.");
    } catch (IOException malformed) {
      return problem(400, "This is no bundle", String.valueOf(malformed.getMessage()));
    }
    if (!epoch.equals(Long.toString(bundle.epoch()))) {
      return problem(400, "The bundle is of epoch " + bundle.epoch(), "Post it there.");
    }
    try {
      return switch (judge.judge(bundle)) {
        case Judge.Judgement.Signed(var root, var signature) -> {
          var answer = JSON.createObjectNode();
          answer.put("root", root.root().toString());
          answer.put("recordsHash", root.recordsHash().toString());
          answer.put("signature", signature.toBytes().toString());
          yield HttpResponse.text(200, TYPE_JSON, answer.toString());
        }
        case Judge.Judgement.Refused(String reason) -> problem(409, "Not signed", reason);
      };
    } catch (ChainException unreachable) {
      return problem(503, "The chain cannot be asked", String.valueOf(unreachable.getMessage()));
    }
  }

  private HttpResponse records(String text) throws IOException {
    Optional<FileChannel> content =
        text.matches("0x[0-9a-f]{64}") ? files.open(Bytes32.fromHex(text)) : Optional.empty();
    if (content.isEmpty()) {
      return problem(404, "Nothing with the hash " + text, "Ask another reporter.");
    }
    FileChannel channel = content.get();
    return HttpResponse.file(200, channel, 0, channel.size())
        .closing(channel)
        .header("Content-Type", "application/octet-stream")
        .header("Cache-Control", "public, max-age=31536000, immutable");
  }

  static Signature parseSignature(byte[] json) throws IOException {
    try {
      JsonNode answer = JSON.readTree(json);
      return Signature.parse(Bytes.fromHex(answer.path("signature").asText()));
    } catch (IllegalArgumentException malformed) {
      throw new IOException("The answer holds no signature.", malformed);
    }
  }

  private static boolean isEpoch(String text) {
    return text.matches("[0-9]{1,10}");
  }

  private static HttpResponse json(Bytes content) {
    return HttpResponse.bytes(200, content.toArray()).header("Content-Type", TYPE_JSON);
  }

  private static HttpResponse problem(int status, String title, String detail) {
    var problem = JSON.createObjectNode();
    problem.put("type", "about:blank");
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    return HttpResponse.text(status, "application/problem+json", problem.toString());
  }
}
