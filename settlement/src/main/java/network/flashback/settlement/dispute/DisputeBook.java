package network.flashback.settlement.dispute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.domain.dispute.DisputeCounts;
import network.flashback.evm.Bytes32;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.settlement.archive.Published;

/// What a party shows of its disputes: how many there are, and the evidence it published.
public final class DisputeBook {
  /// Where evidence is found below a party's endpoint; the hash follows.
  public static final String EVIDENCE_PATH = "/.well-known/flashback/evidence/";

  private final Published published;
  private volatile DisputeCounts counts = DisputeCounts.NONE;

  /// @param directory keeps the evidence; made when absent
  public DisputeBook(Path directory) throws IOException {
    this.published = new Published(directory);
  }

  public DisputeCounts counts() {
    return counts;
  }

  /// Evidence first; whatever is none goes to `handler`.
  public HttpHandler before(HttpHandler handler) {
    return request -> {
      var evidence = evidence(request);
      return evidence.isPresent() ? evidence.get() : handler.handle(request);
    };
  }

  Published published() {
    return published;
  }

  void show(DisputeCounts now) {
    counts = now;
  }

  private Optional<HttpResponse> evidence(HttpRequest request) throws IOException {
    var path = request.rawPath();
    if (!request.method().equals("GET") || !path.startsWith(EVIDENCE_PATH)) {
      return Optional.empty();
    }
    var hash = path.substring(EVIDENCE_PATH.length());
    Optional<FileChannel> content =
        hash.matches("0x[0-9a-f]{64}") ? published.open(Bytes32.fromHex(hash)) : Optional.empty();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    var channel = content.get();
    return Optional.of(
        HttpResponse.file(200, channel, 0, channel.size())
            .closing(channel)
            .header("Content-Type", "application/json")
            .header("Cache-Control", "public, max-age=31536000, immutable")
            .route(EVIDENCE_PATH + "{hash}"));
  }
}
