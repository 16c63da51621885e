package network.flashback.settlement.reporter;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.LeafRun;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.reporter.Prober.Question;
import network.flashback.settlement.reporter.ReporterChain.Commitment;
import network.flashback.settlement.wire.BoundedHttp;

/// Reads a run of leaves, up to 1 MiB, as a gateway would read a piece, and takes the time. The
/// proof of one leaf, asked for before the clock runs, proves all of the run.
final class RunReader {
  /// Of less nobody can tell a throughput from a delay: 64 KiB.
  static final int LEAVES_MIN = 256;

  private static final int OK = 200;

  private final BoundedHttp http;
  private final Prober prober;
  private final Address self;
  private final Duration timeout;

  /// @param self the reporter that asks
  RunReader(BoundedHttp http, Prober prober, Address self, Duration timeout) {
    this.http = http;
    this.prober = prober;
    this.self = self;
    this.timeout = timeout;
  }

  RunOutcome read(Question question) throws InterruptedException {
    Optional<LeafProof> proof = prober.proofOf(question);
    Optional<Commitment> commitment = proof.flatMap(shown -> proven(question, shown));
    if (proof.isEmpty() || commitment.isEmpty()) {
      return new RunOutcome.Unfit();
    }
    var path = proof.get().unitPath();
    var run = LeafRun.around(path.pieceIndex(), path.pieceLeaves());
    if (run.leaves() < LEAVES_MIN) {
      return new RunOutcome.Unfit();
    }
    long began = System.nanoTime();
    try {
      var answer = http.send(request(question), timeout, run.bytes());
      long micros = micros(began);
      return judged(question, answer, run, proof.get(), commitment.get(), micros);
    } catch (IOException silent) {
      return new RunOutcome.Failed(
          run.leaves(), micros(began), String.valueOf(silent.getMessage()));
    }
  }

  private static Optional<Commitment> proven(Question question, LeafProof proof) {
    return question.commitments().stream()
        .filter(commitment -> proof.proves(question.leaf(), commitment))
        .findFirst();
  }

  private HttpRequest request(Question question) throws IOException {
    var id = question.target().agreementId();
    var address =
        BoundedHttp.below(
            question.target().endpoint(),
            "/v1/agreements/" + id + "/leaves/" + question.leaf() + "/run");
    return HttpRequest.newBuilder(address)
        .header("Authorization", prober.authorization(id, question.now()))
        .header(ProbeAnswer.NONCE_HEADER, question.nonce().toString())
        .build();
  }

  private RunOutcome judged(
      Question question,
      HttpResponse<byte[]> answer,
      LeafRun run,
      LeafProof proof,
      Commitment commitment,
      long micros) {
    if (answer.statusCode() != OK) {
      return new RunOutcome.Failed(run.leaves(), micros, "HTTP " + answer.statusCode());
    }
    byte[] content = answer.body();
    boolean proven =
        content.length == run.bytes()
            && proof
                .unitPath()
                .proves(
                    question.leaf(),
                    run.rootBy(commitment.treeHash(), content, proof.piecePath()),
                    commitment.root(),
                    commitment.leaves());
    if (!proven) {
      return new RunOutcome.Failed(run.leaves(), micros, "not the leaves of the committed unit");
    }
    return signed(question, answer, run)
        .<RunOutcome>map(
            signature -> new RunOutcome.Read(run.leaves(), content.length, micros, signature))
        .orElseGet(
            () -> new RunOutcome.Failed(run.leaves(), micros, "not signed by the node's key"));
  }

  private Optional<SignedAnswer> signed(
      Question question, HttpResponse<byte[]> answer, LeafRun run) {
    var headers = answer.headers();
    var words =
        List.of(
            headers.firstValue(RunAnswer.SEQUENCE_HEADER).orElse(""),
            headers.firstValue(RunAnswer.AT_HEADER).orElse(""));
    var signature = headers.firstValue(RunAnswer.SIGNATURE_HEADER).orElse("");
    if (!words.stream().allMatch(word -> word.matches("[0-9]{1,18}"))) {
      return Optional.empty();
    }
    try {
      var given =
          new SignedAnswer(
              Long.parseLong(words.getFirst()),
              Bytes32.ZERO,
              question.nonce(),
              Long.parseLong(words.getLast()),
              Signature.parse(Bytes.fromHex(signature)));
      var target = question.target();
      long off = given.at() - question.now().getEpochSecond();
      boolean believed =
          Math.abs(off) <= SignedAnswer.CLOCK_TOLERANCE.toSeconds()
              && given.isRunBy(
                  target.nodeKey(), target.agreementId(), question.leaf(), run.leaves(), self);
      return believed ? Optional.of(given) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static long micros(long began) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
  }
}
