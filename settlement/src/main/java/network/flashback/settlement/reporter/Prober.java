package network.flashback.settlement.reporter;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Wallet;
import network.flashback.settlement.reporter.ReporterChain.Commitment;
import network.flashback.settlement.wire.BoundedHttp;

/// Asks nodes for leaves and checks what they answer.
final class Prober {
  private static final Duration AUTHORIZATION_LIFE = Duration.ofMinutes(5);
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

  /// @param commitments any of which the answer may be proven against; the index lies in the first
  /// @param now of the chain, for the life of the authorisation
  ProbeOutcome probe(
      String endpoint, AgreementId id, long index, List<Commitment> commitments, Instant now)
      throws InterruptedException {
    try {
      HttpRequest request = request(endpoint, id, index, now);
      long began = System.nanoTime();
      HttpResponse<byte[]> response = http.send(request, timeout, LeafProof.BYTES_MAX);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      return judge(response, millis, index, commitments);
    } catch (IOException silent) {
      return new ProbeOutcome.Silent(String.valueOf(silent.getMessage()));
    }
  }

  private HttpRequest request(String endpoint, AgreementId id, long index, Instant now)
      throws IOException {
    var uri = BoundedHttp.below(endpoint, "/v1/agreements/" + id + "/leaves/" + index);
    return HttpRequest.newBuilder(uri).header("Authorization", authorization(id, now)).build();
  }

  private String authorization(AgreementId id, Instant now) {
    long expiry = now.plus(AUTHORIZATION_LIFE).getEpochSecond();
    var message = new PersonalMessage("flashback probe " + id + " " + expiry);
    return "Probe "
        + wallet.address()
        + ":"
        + expiry
        + ":"
        + wallet.sign(message.digest()).toBytes();
  }

  private static ProbeOutcome judge(
      HttpResponse<byte[]> response, long millis, long index, List<Commitment> commitments) {
    int status = response.statusCode();
    if (status >= SERVER_ERROR || status == TOO_MANY) {
      return new ProbeOutcome.Silent("HTTP " + status);
    }
    if (status != OK) {
      return new ProbeOutcome.Wrong(millis, "HTTP " + status);
    }
    try {
      LeafProof proof = LeafProof.parse(response.body());
      return commitments.stream().anyMatch(commitment -> proof.proves(index, commitment))
          ? new ProbeOutcome.Right(millis)
          : new ProbeOutcome.Wrong(
              millis, "not the leaf of the committed unit (revision " + proof.sequence() + ")");
    } catch (IOException malformed) {
      return new ProbeOutcome.Wrong(millis, String.valueOf(malformed.getMessage()));
    }
  }
}
