package network.flashback.node.duty;

import static network.flashback.node.duty.TestNetwork.EPOCH_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.util.ArrayList;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import org.junit.jupiter.api.Test;

/// What becomes of a node's agreements on the contracts themselves when bytes are lost, or somebody
/// asks for them.
class RealLossesTest extends NodeOnChain {
  @Test
  void aNodeThatLostItsBytesIsNotConfirmed() throws Exception {
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    var piece = store.find(id, pieceId(0)).orElseThrow();
    try (var files = Files.walk(disk.resolve("volumes"))) {
      var file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Files.write(file, new byte[(int) piece.bytes()]);
    }
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.seedOf(1)).isPresent();
    assertThat(chain.isConfirmed(1)).isFalse();
    second(2 * EPOCH_SECONDS + 20);
    assertThat(duties.counts().missed()).isEqualTo(1);
  }

  /// A consumer that suspects a leaf gets to see it, and pays for that.
  @Test
  void aLeafThatItsConsumerAsksForIsShownAndTheBondReachesTheWallet() throws Exception {
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    second(EPOCH_SECONDS + 2);
    store.remove(id, pieceId(0));
    put(id, 1, 50_000);
    cosign(id, 2);
    var bond = ask(id, 390);
    assertThat(chain.asked()).hasSize(1);
    second(EPOCH_SECONDS + 6);
    assertThat(chain.asked()).isEmpty();
    assertThat(duties.challengesAnswered()).isEqualTo(1);
    assertThat(network.dollar().balanceOf(network.payout)).isEqualTo(bond);
  }

  @Test
  void aLeafThatIsLostBreachesItsAgreementOnceTheWindowIsOver() throws Exception {
    var id = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    put(id, 0, 100_000);
    cosign(id, 1);
    second(1);
    second(EPOCH_SECONDS + 2);
    ruin(id, 0);
    ask(id, 0);
    second(EPOCH_SECONDS + 6);
    assertThat(chain.asked()).hasSize(1);
    second(EPOCH_SECONDS + 20);
    var collateral = chain.agreement(id).collateral();
    network.send(network.consumer, network.contracts.targeted().close(id));
    assertThat(chain.agreement(id).state()).isEqualTo(AgreementState.CLOSED);
    assertThat(chain.agreement(id).missedInRow()).as("seen by who replaces legs").isEqualTo(4);
    var share =
        network
            .contracts
            .stakes()
            .claimableOf(network.consumer.address(), network.dollar().address());
    var tenth = collateral.multiply(BigInteger.valueOf(7)).divide(BigInteger.TEN);
    assertThat(share)
        .as("consumer's and prover's part")
        .isBetween(tenth.subtract(BigInteger.TWO), tenth.add(BigInteger.TWO));
  }

  /// The other agreement is proven in the epoch of the loss, and paid.
  @Test
  void aDeclaredLossLeavesWhatElseTheNodeKeepsProvable() throws Exception {
    var lost = network.open(offer(), 8 * EPOCH_SECONDS + 900, BigInteger.ZERO);
    var kept = network.open(offer(), 8 * EPOCH_SECONDS + 901, BigInteger.ZERO);
    put(lost, 0, 100_000);
    put(kept, 1, 100_000);
    cosign(lost, 1);
    cosign(kept, 1);
    second(1);
    ruin(lost, 0);
    second(EPOCH_SECONDS + 2);
    var collateral = chain.agreement(kept).collateral();
    network.send(network.nodeKey, network.contracts.possession().declareFault(lost, 1));
    assertThat(chain.agreement(lost).state()).isEqualTo(AgreementState.CLOSED);
    second(2 * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(1)).isTrue();
    assertThat(chain.agreement(kept).collateral()).isEqualTo(collateral);
    assertThat(duties.counts().passed()).isEqualTo(1);
  }

  /// Four agreements alike, the bytes of one are gone: it alone ends, and the others are paid for
  /// what is left of the epoch.
  @Test
  void aLossThatASeedBringsOutIsAdmittedAndTheOtherAgreementsArePaid() throws Exception {
    var ids = new ArrayList<AgreementId>();
    for (int i = 0; i < 4; i++) {
      var id = network.open(offer(), 8 * EPOCH_SECONDS + 900 + i, BigInteger.ZERO);
      put(id, i, 100_000);
      cosign(id, 1);
      ids.add(id);
    }
    second(1);
    second(EPOCH_SECONDS + 2);
    ruin(ids.getFirst(), 0);
    var schedule = chain.schedule();
    int epoch = 0;
    long asked = 0;
    // Most seeds ask for the lost one, and not four times, which would be too often to admit.
    while (asked == 0 || asked > 3) {
      epoch++;
      second((epoch + 1) * EPOCH_SECONDS + 5);
      asked =
          chain.challengesOf(epoch).stream()
              .filter(challenge -> challenge.agreementId().equals(ids.getFirst()))
              .count();
      assertThat(chain.isConfirmed(epoch)).as("too early to admit").isEqualTo(asked == 0);
    }
    long before = confirmedSeconds();
    second((epoch + 1) * EPOCH_SECONDS + 6 + schedule.auditWindowSeconds() / 2);

    assertThat(chain.isConfirmed(epoch)).isTrue();
    assertThat(chain.agreement(ids.getFirst()).state()).isEqualTo(AgreementState.CLOSED);
    assertThat(duties.counts().admitted()).isEqualTo(asked);
    long lacking = (EPOCH_SECONDS * asked + 3) / 4;
    assertThat(confirmedSeconds()).isEqualTo(before + EPOCH_SECONDS - lacking);
    assertThat(network.contracts.orchestrator().lackingOf(network.providerId)).isEqualTo(lacking);
    for (var id : ids.subList(1, 4)) {
      assertThat(chain.agreement(id).state()).isEqualTo(AgreementState.ACTIVE);
    }
    // The next epoch is asked of the others alone.
    second((epoch + 2) * EPOCH_SECONDS + 5);
    assertThat(chain.isConfirmed(epoch + 1)).isTrue();
    assertThat(duties.counts().admitted()).isEqualTo(asked);
  }

  private long confirmedSeconds() {
    return network.contracts.orchestrator().confirmedOf(network.providerId).seconds();
  }
}
