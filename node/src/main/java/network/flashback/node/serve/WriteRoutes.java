package network.flashback.node.serve;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.WriteAnswer;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.node.store.Pieces;

/// Bytes of reporters that measure how fast a node takes them: they pass over the disk that the
/// agreement lies on, as a piece would, and nothing of them stays. They are free, as probes are,
/// and therefore bounded.
final class WriteRoutes {
  /// At the same time, up to 1 MiB each.
  private static final int AT_ONCE = 4;

  /// Of one reporter; it writes once for each agreement in an epoch.
  private static final int A_MINUTE = 120;

  private final Pieces store;
  private final ProbeRoutes probes;
  private final Wallet nodeKey;
  private final InstantSource clock;
  private final Allowance allowance;

  /// @param nodeKey signs that the bytes were taken
  WriteRoutes(Pieces store, ProbeRoutes probes, Wallet nodeKey, InstantSource clock) {
    this.store = store;
    this.probes = probes;
    this.nodeKey = nodeKey;
    this.clock = clock;
    this.allowance = new Allowance("writes of a reporter", A_MINUTE, AT_ONCE, clock);
  }

  HttpResponse write(HttpRequest request, AgreementId agreement) throws IOException {
    var reporter =
        probes
            .authorise(request, agreement)
            .orElseThrow(
                () ->
                    Problem.NOT_ALLOWED.because(
                        "Only reporters may write what does not stay: a piece is put by PUT."));
    var nonce = request.header(ProbeAnswer.NONCE_HEADER).orElse("");
    if (!ProbeAnswer.isNonce(nonce)) {
      throw Json.invalid(
          ProbeAnswer.NONCE_HEADER, "is no 32 bytes in hexadecimal: draw one for each write");
    }
    probes.requireCommitted(agreement);
    return allowance.spend(
        reporter, () -> take(request, agreement, reporter, Bytes32.fromHex(nonce)));
  }

  private HttpResponse take(
      HttpRequest request, AgreementId agreement, Address reporter, Bytes32 nonce)
      throws IOException {
    byte[] passed = store.tryDisk(agreement, request.readBody(WriteAnswer.BYTES_MAX));
    long at = clock.instant().getEpochSecond();
    var signed = new WriteAnswer(agreement, sha256(passed), reporter, nonce, at).sign(nodeKey);
    return HttpResponse.empty(204)
        .header(RunAnswer.AT_HEADER, Long.toString(at))
        .header(RunAnswer.SIGNATURE_HEADER, signed.toBytes().toString());
  }

  private static Bytes32 sha256(byte[] content) {
    try {
      return Bytes32.of(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256.", impossible);
    }
  }
}
