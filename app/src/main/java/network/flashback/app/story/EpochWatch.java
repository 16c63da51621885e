package network.flashback.app.story;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Bytes32;

/// Waits for epochs and tells what each brought: all of it read from the chain.
public final class EpochWatch {
  private static final long POLL_NANOS = Duration.ofMillis(250).toNanos();

  private final Contracts contracts;
  private final Schedule schedule;
  private final Bytes32 slaId;
  private final Narrator narrator;
  private long firstTold = -1;
  private long lastTold = -1;

  public EpochWatch(Contracts contracts, Bytes32 slaId, Narrator narrator) {
    this.contracts = contracts;
    this.schedule = contracts.orchestrator().schedule();
    this.slaId = slaId;
    this.narrator = narrator;
  }

  Schedule schedule() {
    return schedule;
  }

  long now() {
    return contracts.chain().head().timestamp().getEpochSecond();
  }

  long currentEpoch() {
    return schedule.epochAt(now());
  }

  /// How many epochs passed from the first told to the last.
  int passed() {
    return lastTold < 0 ? 0 : (int) (lastTold - firstTold + 1);
  }

  /// Waits until the quality of `epoch` is final, drawing a bar, and tells who proved, what the
  /// quorum said and what was paid.
  void tell(long epoch) throws InterruptedException {
    var before = deposits();
    waitWithBar("epoch " + epoch, epoch);
    firstTold = firstTold < 0 ? epoch : firstTold;
    lastTold = epoch;
    var orchestrator = contracts.orchestrator();
    var seed = contracts.beacon().seedOf(epoch);
    var root = contracts.quality().rootOf(epoch);
    var proven = new ArrayList<String>();
    var missing = new ArrayList<String>();
    for (var agreement : contracts.lens().sla(slaId).agreements()) {
      if (agreement.state().isLive()
          && agreement.startEpoch() > 0
          && agreement.startEpoch() <= epoch
          && epoch < agreement.endEpoch()) {
        boolean confirmed = orchestrator.isConfirmed(agreement.providerId(), epoch);
        (confirmed ? proven : missing).add("node-" + agreement.providerId());
      }
    }
    narrator.say(
        "seed %s | proven by %s%s | quality %s"
            .formatted(
                seed.map(EpochWatch::shorten).orElse("none yet"),
                proven.isEmpty() ? "nobody" : String.join(", ", proven),
                missing.isEmpty() ? "" : " | MISSED by " + String.join(", ", missing),
                root.postedAt() == 0
                    ? "compliant by timeout"
                    : root.root().isZero()
                        ? "compliant, signed by a quorum"
                        : "breaches under root " + shorten(root.root())));
    var paid = before.subtract(deposits());
    narrator.say("streamed out of the deposits: %s".formatted(Dollars.text(paid)));
  }

  /// Polls the chain until the condition holds.
  void until(String what, Duration within, BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "The story stands still: %s did not happen within %d s."
                .formatted(what, within.toSeconds()));
      }
      pause();
    }
  }

  private void waitWithBar(String what, long epoch) throws InterruptedException {
    long from = Math.max(now(), schedule.startOf(epoch));
    long latestFinal =
        schedule.endOf(epoch) + schedule.qualityWindowSeconds() + schedule.finalitySeconds();
    try (var bar = narrator.progress(what, Math.max(1, latestFinal - from), "s")) {
      // Settled a moment after it is final: wait for that too, but not for a settlement runner that
      // is gone.
      while (!isFinal(epoch) && now() <= latestFinal + 2) {
        bar.advanceTo(now() - from);
        pause();
      }
      until(
          "a settlement",
          Duration.ofSeconds(schedule.epochSeconds()),
          () -> isSettled(epoch) || now() > latestFinal + schedule.auditWindowSeconds());
      bar.advanceTo(latestFinal - from);
    }
  }

  private boolean isFinal(long epoch) {
    var newest = contracts.orchestrator().finalEpoch(1);
    return newest.isPresent() && newest.getAsLong() >= epoch;
  }

  /// Whether each live agreement whose provider proved the epoch has been paid through it.
  private boolean isSettled(long epoch) {
    for (var agreement : contracts.lens().sla(slaId).live()) {
      boolean paying = agreement.startEpoch() > 0 && agreement.startEpoch() <= epoch;
      if (paying
          && epoch < agreement.endEpoch()
          && contracts.orchestrator().isConfirmed(agreement.providerId(), epoch)
          && agreement.clock() < confirmedThrough(agreement.providerId(), epoch)) {
        return false;
      }
    }
    return true;
  }

  /// The provider's confirmed seconds up to and including the epoch; at least that, should it have
  /// proven later ones.
  private long confirmedThrough(long providerId, long epoch) {
    var confirmed = contracts.orchestrator().confirmedOf(providerId);
    long later = Math.max(0, confirmed.newestEpoch().orElse(epoch) - epoch);
    return confirmed.seconds() - later * schedule.epochSeconds();
  }

  private BigInteger deposits() {
    return contracts.lens().sla(slaId).agreements().stream()
        .map(AgreementView::deposit)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /// The SLA's agreements that live now.
  List<AgreementView> live() {
    return contracts.lens().sla(slaId).live();
  }

  private static String shorten(Bytes32 word) {
    return word.toString().substring(0, 10) + "...";
  }

  private static void pause() throws InterruptedException {
    LockSupport.parkNanos(POLL_NANOS);
    if (Thread.interrupted()) {
      throw new InterruptedException("the story was stopped");
    }
  }
}
