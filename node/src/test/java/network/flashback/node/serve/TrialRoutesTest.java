package network.flashback.node.serve;

import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import network.flashback.chain.contract.Certificates;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.TrialAnswer;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What certifiers measure while a provider has no agreement yet.
class TrialRoutesTest extends ServingNode {
  private static final PrivateKey CERTIFIER = PrivateKey.of(Bytes32.of(91));

  @BeforeEach
  void name() {
    chain.certifiers.put(CERTIFIER.address(), Certificates.MEASURED_QUALITY);
  }

  @Test
  void bytesComeBackUnderTheNodesSignatureAndNothingOfThemStays() throws Exception {
    var content = content(3, 70_000);
    var answer = trial(CERTIFIER, content, NONCE.toString(), 60);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
    var headers = answer.headers();
    long at = Long.parseLong(headers.firstValue(RunAnswer.AT_HEADER).orElseThrow());
    var signature =
        Signature.parse(
            Bytes.fromHex(headers.firstValue(RunAnswer.SIGNATURE_HEADER).orElseThrow()));
    var sent = new TrialAnswer(PROVIDER, Keccak256.hash(content), CERTIFIER.address(), NONCE, at);
    assertThat(sent.isBy(NODE_KEY.address(), signature)).isTrue();
    try (var left = Files.list(disk.resolve("trials"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void onlyCertifiersOfMeasuredQualityTry() throws Exception {
    var other = PrivateKey.of(Bytes32.of(92));
    chain.certifiers.put(other.address(), Certificates.IDENTITY | Certificates.LOCATION);

    assertThat(trial(other, content(1, 10), NONCE.toString(), 60).statusCode()).isEqualTo(403);
    assertThat(
            trial(PrivateKey.of(Bytes32.of(93)), content(1, 10), NONCE.toString(), 60).statusCode())
        .isEqualTo(403);
    assertThat(send(request(TrialAnswer.PATH).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(400);
  }

  @Test
  void anAuthorisationThatIsOverOrHoldsTooLongIsRefused() throws Exception {
    assertThat(trial(CERTIFIER, content(1, 10), NONCE.toString(), 0).statusCode()).isEqualTo(400);
    assertThat(trial(CERTIFIER, content(1, 10), NONCE.toString(), 3_601).statusCode())
        .isEqualTo(400);
    assertThat(trial(CERTIFIER, content(1, 10), "17", 60).statusCode()).isEqualTo(400);
  }

  @Test
  void aTrialHasABoundInBytesAndACertifierOneInTrials() throws Exception {
    var tooMuch = content(1, TrialAnswer.BYTES_MAX + 1);
    assertThat(trial(CERTIFIER, tooMuch, NONCE.toString(), 60).statusCode()).isEqualTo(413);
    for (int trial = 2; trial <= 120; trial++) {
      assertThat(trial(CERTIFIER, content(1, 10), NONCE.toString(), 60).statusCode())
          .isEqualTo(200);
    }
    assertThat(trial(CERTIFIER, content(1, 10), NONCE.toString(), 60).statusCode()).isEqualTo(503);
    now.set(now.get().plusSeconds(60));
    assertThat(trial(CERTIFIER, content(1, 10), NONCE.toString(), 60).statusCode()).isEqualTo(200);
  }

  private HttpResponse<byte[]> trial(
      PrivateKey certifier, byte[] content, String nonce, long lifeSeconds) throws Exception {
    long expiry = now.get().getEpochSecond() + lifeSeconds;
    var signature = certifier.sign(TrialAnswer.request(PROVIDER, expiry).digest());
    return send(
        request(TrialAnswer.PATH)
            .POST(BodyPublishers.ofByteArray(content))
            .header(ProbeAnswer.NONCE_HEADER, nonce)
            .header(
                "Authorization",
                "Probe %s:%d:%s".formatted(certifier.address(), expiry, signature)));
  }
}
