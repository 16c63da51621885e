package network.flashback.node.serve;

import static network.flashback.node.FakeChain.AGREEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.MessageDigest;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.WriteAnswer;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What reporters write to a node that they measure.
class WriteRoutesTest extends ServingNode {
  private static final PrivateKey REPORTER = PrivateKey.of(Bytes32.of(77));

  @BeforeEach
  void join() {
    chain.reporters.add(REPORTER.address());
  }

  private void keepAndCommit() throws Exception {
    var token = open();
    put(token, 1, content(1, 300));
    var summary = store.summary(AGREEMENT);
    var revision = new Revision(AGREEMENT, summary.root(), summary.leaves(), 1, TreeHash.STANDARD);
    revise(token, revision, sessionKey);
    chain.commit(AGREEMENT, store.newestRevision(AGREEMENT).orElseThrow());
  }

  @Test
  void theNodeSignsThatItHadTheBytesAndNothingOfThemStays() throws Exception {
    keepAndCommit();
    var before = store.summary(AGREEMENT);
    long used = store.usedBytes();
    var content = content(3, WriteAnswer.BYTES_MAX);

    var answer = write(REPORTER, content, NONCE.toString());

    assertThat(answer.statusCode()).isEqualTo(204);
    var headers = answer.headers();
    long at = Long.parseLong(headers.firstValue(RunAnswer.AT_HEADER).orElseThrow());
    assertThat(at).isEqualTo(now.get().getEpochSecond());
    var signature =
        Signature.parse(
            Bytes.fromHex(headers.firstValue(RunAnswer.SIGNATURE_HEADER).orElseThrow()));
    var hash = Bytes32.of(MessageDigest.getInstance("SHA-256").digest(content));
    var taken = new WriteAnswer(AGREEMENT, hash, REPORTER.address(), NONCE, at);
    assertThat(taken.isBy(NODE_KEY.address(), signature)).isTrue();
    try (var left = Files.list(disk.resolve("trials"))) {
      assertThat(left).isEmpty();
    }
    assertThat(store.summary(AGREEMENT)).isEqualTo(before);
    assertThat(store.usedBytes()).isEqualTo(used);
  }

  @Test
  void onlyReportersWriteWhatDoesNotStay() throws Exception {
    keepAndCommit();
    var session = path(WriteAnswer.PATH).POST(BodyPublishers.ofByteArray(content(1, 10)));
    assertThat(send(session.header("Authorization", open())).statusCode()).isEqualTo(403);
    var stranger = PrivateKey.of(Bytes32.of(78));
    assertThat(write(stranger, content(1, 10), NONCE.toString()).statusCode()).isEqualTo(403);
    assertThat(json(write(REPORTER, content(1, 10), "17")).get("field").asText())
        .isEqualTo("Probe-Nonce");
  }

  @Test
  void nothingIsTakenForAnAgreementOfWhichNothingIsKept() throws Exception {
    assertThat(write(REPORTER, content(1, 10), NONCE.toString()).statusCode()).isEqualTo(403);
    assertThat(disk.resolve("trials")).doesNotExist();
  }

  @Test
  void aWriteHasABoundInBytesAndAReporterOneInWrites() throws Exception {
    keepAndCommit();
    var tooMuch = content(1, WriteAnswer.BYTES_MAX + 1);
    assertThat(write(REPORTER, tooMuch, NONCE.toString()).statusCode()).isEqualTo(413);
    for (int write = 2; write <= 120; write++) {
      assertThat(write(REPORTER, content(1, 10), NONCE.toString()).statusCode()).isEqualTo(204);
    }
    assertThat(write(REPORTER, content(1, 10), NONCE.toString()).statusCode()).isEqualTo(503);
    now.set(now.get().plusSeconds(60));
    assertThat(write(REPORTER, content(1, 10), NONCE.toString()).statusCode()).isEqualTo(204);
  }

  private HttpResponse<byte[]> write(PrivateKey reporter, byte[] content, String nonce)
      throws Exception {
    long expiry = now.get().getEpochSecond() + 60;
    var message = new PersonalMessage("flashback probe " + AGREEMENT + " " + expiry);
    return send(
        path(WriteAnswer.PATH)
            .POST(BodyPublishers.ofByteArray(content))
            .header(ProbeAnswer.NONCE_HEADER, nonce)
            .header(
                "Authorization",
                "Probe %s:%d:%s"
                    .formatted(reporter.address(), expiry, reporter.sign(message.digest()))));
  }
}
