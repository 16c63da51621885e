package network.flashback.market.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.contract.AgreementState;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;

/// What the events of an agreement add up to.
class AgreementHistoryTest {
  private final List<IndexedEvent> events = new ArrayList<>();

  AgreementHistoryTest() {
    happens(
        "AgreementOpened",
        "agreementId=99 slaId=%s providerId=3 legIndex=1 capacityBytes=1048576 rate=10 deposit=1000 egressEscrow=50 collateral=70 endEpoch=20"
            .formatted(Bytes32.of(1)));
  }

  @Test
  void openedAgreementHoldsItsWholeDeposit() {
    var entry = entry();

    assertThat(entry.state()).isEqualTo(AgreementState.OPEN);
    assertThat(entry.remaining()).isEqualTo(1_000);
    assertThat(entry.startEpoch()).isNull();
    assertThat(entry.confirmedEpochs()).isEmpty();
  }

  @Test
  void settlementsLowerWhatIsLocked() {
    happens("AgreementActivated", "startEpoch=4");
    happens("Settled", "paid=100 credited=0 clock=30");
    happens("Settled", "paid=90 credited=10 clock=60");

    var entry = entry(3L, 4L, 5L, 20L);

    assertThat(entry.paid()).isEqualTo(190);
    assertThat(entry.credited()).isEqualTo(10);
    assertThat(entry.remaining()).isEqualTo(800);
    assertThat(entry.confirmedEpochs()).containsExactly(4L, 5L);
  }

  @Test
  void moneyAddedLaterIsLockedToo() {
    happens("ToppedUp", "deposit=300 egressEscrow=7");

    assertThat(entry().deposit()).isEqualTo(1_300);
    assertThat(entry().remaining()).isEqualTo(1_300);
    assertThat(entry().egressEscrow()).isEqualTo(57);
  }

  @Test
  void theRateIsTheOneThatTheNewestSettlementReached() {
    var before = entry().rate();
    happens("RateChangeNoted", "rate=77 fromEpoch=6 number=1");
    assertThat(entry().rate()).isEqualTo(before);
    assertThat(entry().nextRate()).isEqualTo(77);
    assertThat(entry().nextRateFrom()).isEqualTo(6);

    happens("RateChanged", "rate=77 fromEpoch=6");

    assertThat(entry().rate()).isEqualTo(77);
    assertThat(entry().nextRate()).isNull();
    assertThat(entry().nextRateFrom()).isNull();
  }

  @Test
  void aChangeBehindANoticesEndIsNotAnnounced() {
    happens("AgreementActivated", "startEpoch=4");
    happens("RateChangeNoted", "rate=77 fromEpoch=12 number=1");
    happens("NoticeGiven", "endEpoch=9");

    assertThat(entry().nextRate()).isNull();
  }

  @Test
  void aRenewalMovesTheEndAndLocksWhatItAdded() {
    happens("AgreementActivated", "startEpoch=4");
    happens("RateChangeNoted", "rate=12 fromEpoch=20 number=1");
    happens("AgreementRenewed", "endEpoch=25 rate=12 deposit=60");

    assertThat(entry().endEpoch()).isEqualTo(25);
    assertThat(entry().deposit()).isEqualTo(1_060);
    assertThat(entry().remaining()).isEqualTo(1_060);
    assertThat(entry().renewals()).isEqualTo(1);
    assertThat(entry().nextRateFrom()).isEqualTo(20);
    assertThat(entry(22L, 25L).confirmedEpochs()).containsExactly(22L);
  }

  @Test
  void breachSlashesAndClosesWithNothingLeft() {
    happens("AgreementActivated", "startEpoch=4");
    happens("MissPenalised", "epoch=5 missedInRow=1 slashed=10");
    happens("Slashed", "toConsumer=6 toFund=3 toProver=1");
    happens("AgreementBreached", "epoch=8");
    assertThat(entry().state()).isEqualTo(AgreementState.BREACHED);

    happens("AgreementClosed", "finalState=5 refunded=1050");

    var entry = entry();
    assertThat(entry.state()).isEqualTo(AgreementState.CLOSED);
    assertThat(entry.slashed()).isEqualTo(10);
    assertThat(entry.missedEpochs()).containsExactly(5L);
    assertThat(entry.remaining()).isZero();
    assertThat(entry.refunded()).isEqualTo(1_050);
  }

  @Test
  void whatADisputeFrozeIsNotLockedForTheStreamUntilItComesBack() {
    happens("SumFrozen", "disputeId=1 fromCollateral=0 fromDeposit=200 fromEscrow=5");
    happens("SumFrozen", "disputeId=2 fromCollateral=0 fromDeposit=30 fromEscrow=0");
    assertThat(entry().remaining()).isEqualTo(770);

    happens("SumReleased", "disputeId=1 forClaimant=false moved=0 refunded=0");
    assertThat(entry().remaining()).isEqualTo(970);

    happens("SumReleased", "disputeId=2 forClaimant=true moved=30 refunded=0");
    assertThat(entry().remaining()).as("the provider has it").isEqualTo(970);
    assertThat(entry().refunded()).isZero();
  }

  @Test
  void whatADisputeReleasesAfterTheEndIsRefunded() {
    happens("SumFrozen", "disputeId=1 fromCollateral=0 fromDeposit=200 fromEscrow=5");
    happens("AgreementClosed", "finalState=5 refunded=845");
    happens("SumReleased", "disputeId=1 forClaimant=false moved=0 refunded=205");

    assertThat(entry().refunded()).isEqualTo(1_050);
    assertThat(entry().remaining()).isZero();
  }

  @Test
  void noticeMovesTheEnd() {
    happens("AgreementActivated", "startEpoch=4");
    happens("NoticeGiven", "endEpoch=9");

    assertThat(entry(8L, 9L).confirmedEpochs()).containsExactly(8L);
    assertThat(entry().endEpoch()).isEqualTo(9);
  }

  private AgreementEntry entry(Long... confirmed) {
    return new AgreementHistory(events).entry(List.of(confirmed));
  }

  private void happens(String name, String fields) {
    var json = JsonNodeFactory.instance.objectNode();
    for (var field : fields.split(" ", -1)) {
      var parts = field.split("=", -1);
      json.put(parts[0], parts[1]);
    }
    events.add(new IndexedEvent(events.size(), 1_000, Bytes32.of(2), name, json));
  }
}
