package network.flashback.settlement.reporter;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.reporter.ReporterChain.Peer;
import network.flashback.settlement.wire.BoundedHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other reporters, asked all at once. Whoever is down, slow or talks nonsense gives nothing;
/// what they give is still to be verified.
final class Peers implements AutoCloseable {
  static final int SUMMARY_BYTES_MAX = 2 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  // Raw records are long, and nobody waits for them.
  private static final Duration RECORDS_TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int SIGNATURE_BYTES_MAX = 4 * 1024;

  private final BoundedHttp http;
  private final Duration timeout;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param timeout of one answer
  Peers(BoundedHttp http, Duration timeout) {
    this.http = http;
    this.timeout = timeout;
  }

  /// What a peer answered.
  record Answer<T>(Peer peer, T content) {}

  List<Answer<Summary.Signed>> summaries(long epoch, List<Peer> peers) throws InterruptedException {
    return ask(
        peers,
        peer -> {
          var answer = get(peer, "/v1/epochs/" + epoch + "/summaries", SUMMARY_BYTES_MAX);
          return answer.isEmpty()
              ? Optional.empty()
              : Optional.of(SummaryJson.parseSigned(answer.get()));
        });
  }

  /// The bundles that they signed already.
  List<Answer<QualityBundle>> signedBundles(long epoch, List<Peer> peers)
      throws InterruptedException {
    return ask(
        peers,
        peer -> {
          var answer = get(peer, "/v1/epochs/" + epoch + "/bundle", QualityBundle.BYTES_MAX);
          return answer.isEmpty()
              ? Optional.empty()
              : Optional.of(SummaryJson.parseBundle(answer.get()));
        });
  }

  /// Their signatures under a bundle's root.
  List<Answer<Signature>> propose(QualityBundle bundle, List<Peer> peers)
      throws InterruptedException {
    byte[] body = SummaryJson.bytes(bundle).toArray();
    return ask(
        peers,
        peer -> {
          var address =
              BoundedHttp.below(peer.endpoint(), "/v1/epochs/" + bundle.epoch() + "/bundle");
          var request =
              HttpRequest.newBuilder(address)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build();
          var answer = http.send(request, timeout, SIGNATURE_BYTES_MAX);
          if (answer.statusCode() != OK) {
            String reason = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
            LOG.info("Reporter {} does not sign: {}", peer.key(), reason);
            return Optional.empty();
          }
          return Optional.of(ReporterApi.parseSignature(answer.body()));
        });
  }

  /// What a peer serves under a hash, if that is the hash of it.
  Optional<Bytes> records(Bytes32 hash, Peer peer, int bytesMax) throws InterruptedException {
    try {
      var address = BoundedHttp.below(peer.endpoint(), "/v1/records/" + hash);
      var answer = http.get(address, RECORDS_TIMEOUT, bytesMax);
      return answer.statusCode() == OK
          ? Optional.of(Bytes.of(answer.body())).filter(content -> content.keccak256().equals(hash))
          : Optional.empty();
    } catch (IOException nothing) {
      LOG.debug("Reporter {}: {}", peer.key(), nothing.getMessage());
      return Optional.empty();
    }
  }

  private Optional<byte[]> get(Peer peer, String path, int bytesMax)
      throws IOException, InterruptedException {
    var answer = http.get(BoundedHttp.below(peer.endpoint(), path), timeout, bytesMax);
    return answer.statusCode() == OK ? Optional.of(answer.body()) : Optional.empty();
  }

  private interface Question<T> {
    Optional<T> ask(Peer peer) throws IOException, InterruptedException;
  }

  private <T> List<Answer<T>> ask(List<Peer> peers, Question<T> question)
      throws InterruptedException {
    List<Callable<Optional<Answer<T>>>> questions = new ArrayList<>();
    for (Peer peer : peers) {
      questions.add(
          () -> {
            try {
              return question.ask(peer).map(content -> new Answer<>(peer, content));
            } catch (IOException nothing) {
              LOG.debug("Reporter {}: {}", peer.key(), nothing.getMessage());
              return Optional.empty();
            }
          });
    }
    List<Answer<T>> answers = new ArrayList<>();
    for (Future<Optional<Answer<T>>> answer : threads.invokeAll(questions)) {
      try {
        answer.get().ifPresent(answers::add);
      } catch (ExecutionException unexpected) {
        LOG.warn("Asking a reporter failed", unexpected.getCause());
      }
    }
    return answers;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
