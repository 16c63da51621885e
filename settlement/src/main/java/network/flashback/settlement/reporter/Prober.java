package network.flashback.settlement.reporter;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Wallet;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.reporter.ReporterChain.Commitment;
import network.flashback.settlement.reporter.ReporterChain.Target;
import network.flashback.settlement.wire.BoundedHttp;

/// Asks nodes for leaves and checks what they answer.
final class Prober {
  private static final Duration AUTHORIZATION_LIFE = SignedAnswer.CLOCK_TOLERANCE;
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final BoundedHttp http;
  private final Wallet wallet;
  private final Duration timeout;

  Prober(BoundedHttp http, Wallet wallet, Duration timeout) {
    this.http = http;
    this.wallet = wallet;
    this.timeout = timeout;
  }

  /// One question for one leaf.
  ///
  /// @param leaf its index; it lies in the first of the commitments
  /// @param commitments any of which the answer may be proven against
  /// @param now of the chain, for the life of the authorisation
  record Question(
      Target target, long leaf, List<Commitment> commitments, Instant now, Bytes32 nonce) {
    Question {
      commitments = List.copyOf(commitments);
    }
  }

  ProbeOutcome probe(Question question) throws InterruptedException {
    try {
      HttpRequest request = request(question);
      long began = System.nanoTime();
      HttpResponse<byte[]> response = http.send(request, timeout, LeafProof.BYTES_MAX);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      return judge(response, millis, question);
    } catch (IOException silent) {
      return new ProbeOutcome.Silent(String.valueOf(silent.getMessage()));
    }
  }

  /// The proof of a leaf, where the node shows it.
  Optional<LeafProof> proofOf(Question question) throws InterruptedException {
    try {
      var response = http.send(request(question), timeout, LeafProof.BYTES_MAX);
      return response.statusCode() == OK
          ? Optional.of(LeafProof.parse(response.body()))
          : Optional.empty();
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  private HttpRequest request(Question question) throws IOException {
    var id = question.target().agreementId();
    var uri =
        BoundedHttp.below(
            question.target().endpoint(), "/v1/agreements/" + id + "/leaves/" + question.leaf());
    return HttpRequest.newBuilder(uri)
        .header("Authorization", authorization(id, question.now()))
        .header(ProbeAnswer.NONCE_HEADER, question.nonce().toString())
        .build();
  }

  String authorization(AgreementId id, Instant now) {
    long expiry = now.plus(AUTHORIZATION_LIFE).getEpochSecond();
    var message = new PersonalMessage("flashback probe " + id + " " + expiry);
    return "Probe "
        + wallet.address()
        + ":"
        + expiry
        + ":"
        + wallet.sign(message.digest()).toBytes();
  }

  private ProbeOutcome judge(HttpResponse<byte[]> response, long millis, Question question) {
    int status = response.statusCode();
    if (status >= SERVER_ERROR || status == TOO_MANY) {
      return new ProbeOutcome.Silent("HTTP " + status);
    }
    if (status != OK) {
      return new ProbeOutcome.Wrong(millis, "HTTP " + status);
    }
    try {
      LeafProof proof = LeafProof.parse(response.body());
      if (question.commitments().stream().noneMatch(c -> proof.proves(question.leaf(), c))) {
        return new ProbeOutcome.Wrong(
            millis, "not the leaf of the committed unit (revision " + proof.sequence() + ")");
      }
      return believed(proof.answerTo(question.nonce()), millis, question);
    } catch (IOException malformed) {
      return new ProbeOutcome.Wrong(millis, String.valueOf(malformed.getMessage()));
    }
  }

  // Nobody would believe that there was an answer, which the node did not sign, or not now.
  private ProbeOutcome believed(SignedAnswer answer, long millis, Question question) {
    var target = question.target();
    boolean signed =
        answer.isBy(target.nodeKey(), target.agreementId(), question.leaf(), wallet.address());
    if (!signed) {
      return new ProbeOutcome.Wrong(millis, "not signed by the node's key " + target.nodeKey());
    }
    long off = answer.at() - question.now().getEpochSecond();
    return Math.abs(off) > SignedAnswer.CLOCK_TOLERANCE.toSeconds()
        ? new ProbeOutcome.Wrong(millis, "the node's clock is " + off + " s off")
        : new ProbeOutcome.Right(millis, answer);
  }
}
