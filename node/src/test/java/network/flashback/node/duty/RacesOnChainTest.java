package network.flashback.node.duty;

import static network.flashback.node.duty.TestNetwork.EPOCH_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.contract.AgreementId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a node sends when others are faster, or when it does not hear what came of what it sent.
class RacesOnChainTest extends NodeOnChain {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private PublicNode publicNode;
  private JsonRpc rpc;
  private AgreementId id;

  @BeforeEach
  void serveOneAgreement() throws Exception {
    publicNode = new PublicNode(network.rpc());
    rpc = new JsonRpc(publicNode.uri(), RetryPolicy.STANDARD);
    id = network.open(offer(), 8 * EPOCH_SECONDS + 1000, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    chain = network.through(rpc, Duration.ofMinutes(1));
    duties = newDuties();
    second(2 * EPOCH_SECONDS + 1);
    assertThat(chain.seedOf(1)).isEmpty();
  }

  @AfterEach
  void leave() throws IOException {
    rpc.close();
    publicNode.close();
  }

  @Test
  void theSeedOfWhoWasFasterIsAsGoodAndTheAuditFollowsInTheSameLook() throws Exception {
    publicNode.beforeTheNext(this::anotherPostsTheSeed);
    second(2 * EPOCH_SECONDS + 5);
    assertThat(network.refused()).as("its own seed came second").isEqualTo(1);
    assertThat(chain.isConfirmed(1)).isTrue();
    second(2 * EPOCH_SECONDS + 6);
    second(3 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(2)).isTrue();
    assertThat(network.refused()).as("nothing else is wasted").isEqualTo(1);
    assertThat(duties.counts().passed()).isEqualTo(2);
  }

  @Test
  void anAuditOfWhichNothingIsHeardIsWaitedForAndNotSentAgain() throws Exception {
    anotherPostsTheSeed();
    waitsForBlocks();
    second(2 * EPOCH_SECONDS + 5);
    assertThat(network.waiting()).isEqualTo(1);
    lookAgain(Duration.ofSeconds(1));
    lookAgain(Duration.ofSeconds(2));
    assertThat(network.waiting()).as("the audit, once").isEqualTo(1);
    network.mine();
    lookAgain(Duration.ofSeconds(3));
    requireProvenOnce();
    assertThat(duties.counts().passed()).isEqualTo(1);
  }

  @Test
  void aNodeThatStartsAnewWaitsForWhatTheProcessBeforeItSent() throws Exception {
    anotherPostsTheSeed();
    waitsForBlocks();
    second(2 * EPOCH_SECONDS + 5);
    waitsForBlocks();
    lookAgain(Duration.ofSeconds(1));
    assertThat(network.waiting()).as("the audit, once").isEqualTo(1);
    network.mine();
    lookAgain(Duration.ofSeconds(2));
    requireProvenOnce();
  }

  private void anotherPostsTheSeed() {
    var beacon = network.contracts.beacon();
    var signature = network.signatureOf(beacon.roundOf(1)).orElseThrow();
    network.send(network.consumer, beacon.post(1, signature));
  }

  /// A new process, on a chain whose blocks come when the test says so.
  private void waitsForBlocks() {
    network.minesAtOnce(false);
    chain = network.through(rpc, PATIENCE);
    duties = newDuties();
  }

  private void requireProvenOnce() {
    assertThat(chain.isConfirmed(1)).isTrue();
    assertThat(network.waiting()).isZero();
    assertThat(network.refused()).isZero();
  }
}
