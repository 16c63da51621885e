package network.flashback.settlement.dispute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.chain.contract.Dispute;
import network.flashback.domain.dispute.DisputeCounts;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.http.BodyTooLargeException;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.settlement.archive.Published;

/// What a party shows of its disputes: how many there are, the evidence it published, and what it
/// keeps of the other side's.
public final class DisputeBook implements network.flashback.settlement.archive.Records {
  private static final String ROUTE = Dispute.EVIDENCE_PATH + "{hash}";

  private final Published published;
  private final KeptEvidence kept;
  private volatile DisputeCounts counts = DisputeCounts.NONE;

  /// @param directory keeps the evidence; made when absent
  public DisputeBook(Path directory) throws IOException {
    this.published = new Published(directory);
    this.kept = new KeptEvidence(directory.resolve("kept"));
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

  KeptEvidence kept() {
    return kept;
  }

  void show(DisputeCounts now) {
    counts = now;
  }

  /// Our own, or what is kept of the other side's.
  @Override
  public Optional<Bytes> find(Bytes32 hash, int bytesMax) throws IOException {
    var own = published.find(hash, bytesMax);
    return own.isPresent() ? own : kept.document(hash);
  }

  private Optional<HttpResponse> evidence(HttpRequest request) throws IOException {
    var path = request.rawPath();
    if (!path.startsWith(Dispute.EVIDENCE_PATH)) {
      return Optional.empty();
    }
    var text = path.substring(Dispute.EVIDENCE_PATH.length());
    if (!text.matches("0x[0-9a-f]{64}")) {
      return Optional.empty();
    }
    var hash = Bytes32.fromHex(text);
    return switch (request.method()) {
      case "GET" -> shown(hash);
      case "PUT" -> Optional.of(taken(hash, request));
      default -> Optional.empty();
    };
  }

  private Optional<HttpResponse> shown(Bytes32 hash) throws IOException {
    Optional<FileChannel> own = published.open(hash);
    Optional<FileChannel> content = own.isPresent() ? own : kept.open(hash);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    var channel = content.get();
    return Optional.of(
        HttpResponse.file(200, channel, 0, channel.size())
            .closing(channel)
            .header("Content-Type", "application/json")
            .header("X-Content-Type-Options", "nosniff")
            .header("Cache-Control", "public, max-age=31536000, immutable")
            .route(ROUTE));
  }

  // Anybody may bring what is missing: the hash on the chain says whether it is that.
  private HttpResponse taken(Bytes32 hash, HttpRequest request) throws IOException {
    if (!kept.wants(hash)) {
      return answer(404, "No dispute of this side has evidence with the hash " + hash + ".");
    }
    try {
      var document = Bytes.of(request.readBody(KeptEvidence.BYTES_MAX));
      return kept.has(hash) || kept.keep(hash, document)
          ? HttpResponse.empty(204).route(ROUTE)
          : answer(
              400,
              "The document has the hash "
                  + document.keccak256()
                  + ", not "
                  + hash
                  + ". Send the file byte for byte as it was hashed.");
    } catch (BodyTooLargeException tooLarge) {
      return answer(
          413,
          "Evidence of more than "
              + KeptEvidence.BYTES_MAX
              + " bytes is not kept here. Hand it to the panel yourself.");
    }
  }

  private static HttpResponse answer(int status, String words) {
    return HttpResponse.text(status, "text/plain; charset=utf-8", words + "\n").route(ROUTE);
  }
}
