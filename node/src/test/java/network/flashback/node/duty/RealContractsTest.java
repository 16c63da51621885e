package network.flashback.node.duty;

import static network.flashback.node.duty.TestNetwork.EPOCH_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import network.flashback.chain.contract.AgreementState;
import network.flashback.evm.possession.TreeHash;
import network.flashback.node.store.PieceStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The node's duties against the contracts themselves: what it proves, the verifier accepts; what
/// it is owed, it gets.
class RealContractsTest extends NodeOnChain {
  @Test
  void aNodeEarnsByProvingWhatItKeepsAndNothingElse() throws Exception {
    // The first epoch begins a thousand seconds from now.
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 1000, BigInteger.valueOf(1000));
    put(id, 0, 3_000_000);
    put(id, 1, 1);
    put(id, 2, 70_000);
    cosign(id, 1);
    second(1);
    assertThat(chain.agreement(id).state()).isEqualTo(AgreementState.ACTIVE);

    // What changes during epoch 1 does not touch its audit.
    second(EPOCH_SECONDS + 2);
    store.remove(id, pieceId(0));
    put(id, 3, 500_000);
    cosign(id, 2);
    second(EPOCH_SECONDS + 25);
    assertThat(chain.committed(id).sequence()).isEqualTo(2);
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(1)).isTrue();
    assertThat(duties.counts().passed()).isEqualTo(1);

    // A restarted node goes on where it was.
    duties = newDuties();
    second(3 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(2)).isTrue();

    pay(id, 700);
    for (int epoch = 3; epoch <= 5; epoch++) {
      second((epoch + 1) * EPOCH_SECONDS + 5);
      assertThat(chain.isConfirmed(epoch)).isTrue();
    }
    assertThat(store.provableSequences(id)).containsExactly(2L);
    second(6 * EPOCH_SECONDS + 25);

    assertThat(chain.agreement(id).egressClaimed()).isEqualTo(700);
    var paidSeconds = chain.agreement(id).clock();
    assertThat(paidSeconds).isGreaterThanOrEqualTo(4 * EPOCH_SECONDS);
    var gross = chain.agreement(id).rate().multiply(BigInteger.valueOf(paidSeconds)).shiftRight(32);
    var wallet = network.dollar().balanceOf(network.payout);
    // The fee is 2 %, taken at withdrawal.
    assertThat(wallet)
        .isBetween(
            gross.multiply(BigInteger.valueOf(97)).divide(BigInteger.valueOf(100)),
            gross.add(BigInteger.valueOf(700)));
  }

  @ParameterizedTest
  @EnumSource(TreeHash.class)
  void aNodeProvesWhatItKeepsHoweverTheFirstRevisionHashesIt(TreeHash hash) throws Exception {
    treeHash = hash;
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    cosign(id, 1);
    put(id, 0, 100_000);
    put(id, 1, 300);
    cosign(id, 2);
    second(1);
    assertThat(network.contracts.possession().treeHashOf(id)).contains(hash);
    assertThat(store.find(id, pieceId(0)).orElseThrow().treeHash()).isEqualTo(hash);
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(1)).isTrue();

    // Whoever starts the node again finds the kind on the disk, for what comes as well.
    store.close();
    store = PieceStore.open(disk, 1 << 30, 0);
    duties = newDuties();
    put(id, 2, 200_000);
    cosign(id, 3);
    assertThat(store.find(id, pieceId(2)).orElseThrow().treeHash()).isEqualTo(hash);
    second(2 * EPOCH_SECONDS + 25);
    second(3 * EPOCH_SECONDS + 5);
    second(4 * EPOCH_SECONDS + 5);
    assertThat(chain.committed(id).sequence()).isEqualTo(3);
    assertThat(chain.isConfirmed(3)).isTrue();
  }

  @Test
  void anAuditThatAReorganisationTookBackIsSentAgainWithItsSeed() throws Exception {
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 1000, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    second(2 * EPOCH_SECONDS + 1);
    var before = network.snapshot();
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(1)).isTrue();

    network.revert(before);
    assertThat(chain.isConfirmed(1)).isFalse();
    assertThat(chain.seedOf(1)).isEmpty();
    second(2 * EPOCH_SECONDS + 6);
    assertThat(chain.isConfirmed(1)).isTrue();
    second(3 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(2)).isTrue();
    assertThat(duties.counts().missed()).isZero();
  }

  /// A node that was cut off from the chain for two epochs still answers what is open.
  @Test
  void blocksThatItNeverSawKeepNoAuditFromBeingAnswered() throws Exception {
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 1000, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    // Nobody looks for two epochs, and nobody posts their seeds.
    second(3 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(1)).isTrue();
    assertThat(chain.isConfirmed(2)).isTrue();
    assertThat(duties.counts().passed()).isEqualTo(2);
  }

  /// What the consumer signed once is enough: the node goes on, proves what it keeps behind the old
  /// end, and is paid for it.
  @Test
  void aNodeRenewsUnderAMandateAndIsAuditedAndPaidToTheNewEnd() throws Exception {
    // The first epoch begins a thousand seconds from now.
    var id = network.open(offer(), 4 * EPOCH_SECONDS + 1000, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    long end = chain.agreement(id).endEpoch();
    mandate(id, end + 2);
    var before = network.dollar().balanceOf(network.consumer.address());
    for (long epoch = 1; epoch < end + 2; epoch++) {
      second((epoch + 1) * EPOCH_SECONDS + 5);
      assertThat(chain.isConfirmed(epoch)).as("epoch " + epoch).isTrue();
      boolean renewed = epoch + 1 >= end - 2;
      assertThat(chain.agreement(id).endEpoch()).isEqualTo(renewed ? end + 2 : end);
      if (epoch == end) {
        assertThat(chain.challengesOf(end)).as("audited behind its old end").isNotEmpty();
      }
    }
    var after = network.dollar().balanceOf(network.consumer.address());
    assertThat(after)
        .as("the deposit was for the time before too, and is enough")
        .isEqualTo(before);
    second((end + 3) * EPOCH_SECONDS + 25);
    assertThat(chain.agreement(id).clock())
        .as("paid behind its old end")
        .isGreaterThanOrEqualTo(end * EPOCH_SECONDS);
  }
}
