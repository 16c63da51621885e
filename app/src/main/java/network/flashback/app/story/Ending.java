package network.flashback.app.story;

import java.time.Duration;
import network.flashback.app.client.Consumer;
import network.flashback.app.network.Member;
import network.flashback.chain.Call;
import network.flashback.chain.RevertedException;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Bytes32;

/// Ends an SLA with nothing but a wallet and the chain, as any consumer could when the platform is
/// gone.
public final class Ending {
  private final Contracts contracts;
  private final Consumer consumer;
  private final EpochWatch epochs;
  private final Narrator narrator;

  public Ending(Contracts contracts, Consumer consumer, EpochWatch epochs, Narrator narrator) {
    this.contracts = contracts;
    this.consumer = consumer;
    this.epochs = epochs;
    this.narrator = narrator;
  }

  /// Waits for the last epoch to be final, ends every agreement, and sends everybody what is
  /// theirs.
  public void close(Bytes32 slaId) throws InterruptedException {
    var orchestrator = contracts.orchestrator();
    var live = contracts.lens().sla(slaId).live();
    // Anyone may end what has passed: somebody may have been here before.
    if (!live.isEmpty()) {
      awaitFinality(live.stream().mapToLong(AgreementView::endEpoch).max().orElseThrow() - 1);
    }
    for (var agreement : contracts.lens().sla(slaId).agreements()) {
      if (agreement.state() == AgreementState.OPEN) {
        attempt(orchestrator.voidAgreement(agreement.id()));
      } else if (agreement.state().isLive()) {
        attempt(orchestrator.end(agreement.id()));
      }
    }
    payEverybody();
  }

  private void awaitFinality(long last) throws InterruptedException {
    for (long epoch = Math.max(epochs.currentEpoch(), 1); epoch <= last; epoch++) {
      epochs.tell(epoch);
    }
    epochs.until(
        "finality of the last epoch",
        Duration.ofMinutes(3),
        () -> {
          var newest = contracts.orchestrator().finalEpoch(1);
          return newest.isPresent() && newest.getAsLong() >= last;
        });
  }

  /// Anyone may send these: the money goes to whom it is due.
  private void payEverybody() {
    var orchestrator = contracts.orchestrator();
    var token = orchestrator.market(1).token();
    for (long provider = 1; provider <= Member.NODES; provider++) {
      if (orchestrator.earningsOf(provider, 1).signum() > 0) {
        attempt(orchestrator.withdrawEarnings(provider, 1));
      }
    }
    if (orchestrator.refundOf(consumer.address(), token).signum() > 0) {
      attempt(orchestrator.withdrawRefund(consumer.address(), token));
    }
    if (orchestrator.feesOf(1).signum() > 0) {
      attempt(orchestrator.sweepFees(1));
      attempt(contracts.feeSplitter().split(token));
    }
    for (var account : java.util.List.of(consumer.address(), contracts.fund())) {
      if (contracts.stakes().claimableOf(account, token).signum() > 0) {
        attempt(contracts.stakes().claim(account, token));
      }
    }
  }

  /// Somebody else may have been faster; then the chain says so and nothing is lost.
  private void attempt(Call call) {
    try {
      consumer.sender().send(call);
    } catch (RevertedException e) {
      narrator.say("(%s)".formatted(String.valueOf(e.getMessage())));
    }
  }
}
