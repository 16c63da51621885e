package network.flashback.node.serve;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import network.flashback.chain.contract.Certificates;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.TrialAnswer;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.Wallet;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.node.Agreements;
import network.flashback.node.store.DiskTrial;

/// Trials of certifiers, who measure before there is any agreement: bytes that are written to the
/// disk, synced, read again and sent back under the node's signature. They are free, and therefore
/// bounded; nothing of them stays.
final class TrialRoutes {
  private static final int AT_ONCE = 2;
  private static final int A_MINUTE = 120;
  private static final Duration SCOPES_HOLD = Duration.ofSeconds(10);
  private static final int KNOWN_MAX = 1_000;

  private final DiskTrial disk;
  private final long providerId;
  private final Agreements agreements;
  private final Wallet nodeKey;
  private final InstantSource clock;
  private final Allowance allowance;
  private final Map<Address, Known> known = new HashMap<>();

  private record Known(int scopes, Instant askedAt) {}

  /// @param disk that the bytes pass over
  /// @param nodeKey signs what is sent back
  TrialRoutes(
      DiskTrial disk, long providerId, Agreements agreements, Wallet nodeKey, InstantSource clock) {
    this.disk = disk;
    this.providerId = providerId;
    this.agreements = agreements;
    this.nodeKey = nodeKey;
    this.clock = clock;
    this.allowance = new Allowance("trials of a certifier", A_MINUTE, AT_ONCE, clock);
  }

  HttpResponse sendBack(HttpRequest request) throws IOException {
    long now = clock.instant().getEpochSecond();
    var certifier =
        ProbeAuthorization.asker(request, expiry -> TrialAnswer.request(providerId, expiry), now);
    if ((scopesOf(certifier) & Certificates.MEASURED_QUALITY) == 0) {
      throw Problem.NOT_ALLOWED.because(
          certifier + " is no certifier of measured quality in the register.");
    }
    var nonce = request.header(ProbeAnswer.NONCE_HEADER).orElse("");
    if (!ProbeAnswer.isNonce(nonce)) {
      throw Json.invalid(
          ProbeAnswer.NONCE_HEADER, "is no 32 bytes in hexadecimal: draw one for each trial");
    }
    return allowance.spend(
        certifier,
        () -> answer(request.readBody(TrialAnswer.BYTES_MAX), certifier, Bytes32.fromHex(nonce)));
  }

  private HttpResponse answer(byte[] content, Address certifier, Bytes32 nonce) throws IOException {
    byte[] again = disk.pass(content);
    long at = clock.instant().getEpochSecond();
    var signature =
        new TrialAnswer(providerId, Keccak256.hash(again), certifier, nonce, at).sign(nodeKey);
    return HttpResponse.bytes(200, again)
        .header("Content-Type", "application/octet-stream")
        .header(RunAnswer.AT_HEADER, Long.toString(at))
        .header(RunAnswer.SIGNATURE_HEADER, signature.toBytes().toString());
  }

  private synchronized int scopesOf(Address wallet) {
    var now = clock.instant();
    var last = known.get(wallet);
    if (last == null || !now.isBefore(last.askedAt.plus(SCOPES_HOLD))) {
      if (known.size() >= KNOWN_MAX) {
        known.clear();
      }
      last = new Known(agreements.certifierScopes(wallet), now);
      known.put(wallet, last);
    }
    return last.scopes;
  }
}
