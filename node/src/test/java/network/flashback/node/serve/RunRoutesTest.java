package network.flashback.node.serve;

import static network.flashback.node.FakeChain.AGREEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;
import org.junit.jupiter.api.Test;

/// What a node shows to those who measure it.
class RunRoutesTest extends ServingNode {
  private static final PrivateKey REPORTER = PrivateKey.of(Bytes32.of(77));
  private static final int BYTES = 70_000;

  private void keepAndCommit() throws Exception {
    var token = open();
    put(token, 1, content(1, BYTES));
    var summary = store.summary(AGREEMENT);
    var revision = new Revision(AGREEMENT, summary.root(), summary.leaves(), 1, TreeHash.STANDARD);
    revise(token, revision, sessionKey);
    chain.commit(AGREEMENT, store.newestRevision(AGREEMENT).orElseThrow());
    chain.reporters.add(REPORTER.address());
  }

  @Test
  void aReporterIsSentTheRunAroundALeafUnderTheNodesSignature() throws Exception {
    keepAndCommit();
    var answer = probe(REPORTER, "3/run", NONCE.toString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Arrays.copyOf(content(1, BYTES), 256 * 256));
    var at = answer.headers().firstValue(RunAnswer.AT_HEADER).orElseThrow();
    assertThat(at).isEqualTo(Long.toString(now.get().getEpochSecond()));
    var signature =
        Signature.parse(
            Bytes.fromHex(answer.headers().firstValue(RunAnswer.SIGNATURE_HEADER).orElseThrow()));
    var sent =
        new RunAnswer(AGREEMENT, 3, 256, 1, REPORTER.address(), NONCE, now.get().getEpochSecond());
    assertThat(sent.isBy(NODE_KEY.address(), signature)).isTrue();
    var last = probe(REPORTER, "273/run", NONCE.toString());
    assertThat(last.body())
        .as("the run that holds the last leaf, padded as it was hashed")
        .isEqualTo(Arrays.copyOfRange(content(1, BYTES), 272 * 256, 274 * 256));
  }

  @Test
  void onlyReportersReadRunsAndNoOneMoreThanItsAllowance() throws Exception {
    keepAndCommit();
    assertThat(send(path("/leaves/3/run").GET().header("Authorization", open())).statusCode())
        .isEqualTo(403);
    assertThat(probe(PrivateKey.of(Bytes32.of(78)), "3/run", NONCE.toString()).statusCode())
        .isEqualTo(403);
    assertThat(json(probe(REPORTER, "3/run", "17")).get("field").asText()).isEqualTo("Probe-Nonce");
    for (int run = 1; run <= 120; run++) {
      assertThat(probe(REPORTER, "3/run", NONCE.toString()).statusCode()).isEqualTo(200);
    }
    assertThat(probe(REPORTER, "3/run", NONCE.toString()).statusCode()).isEqualTo(503);
    now.set(now.get().plusSeconds(60));
    assertThat(probe(REPORTER, "3/run", NONCE.toString()).statusCode()).isEqualTo(200);
  }

  @Test
  void whatTheNodePromisedIsShownToAnybodyByItsHash() throws Exception {
    var shown = send(request(QualityPromise.PATH + QualityPromise.USUAL.hash()).GET());
    assertThat(Bytes.of(shown.body())).isEqualTo(QualityPromise.USUAL.document());
    for (var other : new String[] {Bytes32.of(5).toString(), "x"}) {
      assertThat(send(request(QualityPromise.PATH + other).GET()).statusCode()).isEqualTo(404);
    }
  }
}
