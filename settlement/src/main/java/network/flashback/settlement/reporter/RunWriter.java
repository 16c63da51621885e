package network.flashback.settlement.reporter;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.WriteAnswer;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.quality.WrittenBytes;
import network.flashback.settlement.reporter.ReporterChain.Target;
import network.flashback.settlement.wire.BoundedHttp;

/// Writes 1 MiB over the disk of an agreement, as a gateway would a piece, and takes the time.
/// Nothing of it stays.
final class RunWriter {
  private static final int NO_CONTENT = 204;
  private static final int ANSWER_BYTES_MAX = 4_096;

  /// Each holds its bytes in memory.
  private static final int AT_ONCE = 16;

  private final BoundedHttp http;
  private final Prober prober;
  private final Address self;
  private final Duration timeout;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  /// @param self the reporter that writes
  RunWriter(BoundedHttp http, Prober prober, Address self, Duration timeout) {
    this.http = http;
    this.prober = prober;
    this.self = self;
    this.timeout = timeout;
  }

  /// One write.
  ///
  /// @param at second of the chain, for the life of the authorisation
  /// @param seed of the bytes, which nobody else knows yet
  record Deed(Target target, Instant at, Bytes32 nonce, Bytes32 seed) {}

  WriteOutcome write(Deed deed) throws InterruptedException {
    slots.acquire();
    try {
      return send(deed);
    } finally {
      slots.release();
    }
  }

  private WriteOutcome send(Deed deed) throws InterruptedException {
    byte[] content = WrittenBytes.of(deed.seed());
    var hash = WrittenBytes.hash(content);
    long began = System.nanoTime();
    try {
      var answer = http.send(request(deed, content), timeout, ANSWER_BYTES_MAX);
      long micros = micros(began);
      if (answer.statusCode() != NO_CONTENT) {
        return new WriteOutcome.Failed(micros, "HTTP " + answer.statusCode());
      }
      return signed(deed, answer, hash)
          .<WriteOutcome>map(signature -> new WriteOutcome.Written(micros, signature))
          .orElseGet(
              () ->
                  new WriteOutcome.Failed(micros, "not signed by the node's key for these bytes"));
    } catch (IOException silent) {
      return new WriteOutcome.Failed(micros(began), String.valueOf(silent.getMessage()));
    }
  }

  private HttpRequest request(Deed deed, byte[] content) throws IOException {
    var id = deed.target().agreementId();
    var address =
        BoundedHttp.below(deed.target().endpoint(), "/v1/agreements/" + id + WriteAnswer.PATH);
    return HttpRequest.newBuilder(address)
        .POST(HttpRequest.BodyPublishers.ofByteArray(content))
        .header("Authorization", prober.authorization(id, deed.at()))
        .header(ProbeAnswer.NONCE_HEADER, deed.nonce().toString())
        .build();
  }

  private Optional<SignedAnswer> signed(Deed deed, HttpResponse<byte[]> answer, Bytes32 hash) {
    var at = answer.headers().firstValue(RunAnswer.AT_HEADER).orElse("");
    var signature = answer.headers().firstValue(RunAnswer.SIGNATURE_HEADER).orElse("");
    if (!at.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    try {
      var given =
          new SignedAnswer(
              0,
              deed.seed(),
              deed.nonce(),
              Long.parseLong(at),
              Signature.parse(Bytes.fromHex(signature)));
      var target = deed.target();
      long off = given.at() - deed.at().getEpochSecond();
      boolean believed =
          Math.abs(off) <= SignedAnswer.CLOCK_TOLERANCE.toSeconds()
              && given.isWriteBy(target.nodeKey(), target.agreementId(), hash, self);
      return believed ? Optional.of(given) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static long micros(long began) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
  }
}
