package network.flashback.market.api;

import network.flashback.chain.contract.Orchestrator;
import network.flashback.chain.contract.Schedule;
import network.flashback.market.json.Meaning;

/// The times that the contracts were deployed with. They never change, so they are read once.
@Meaning("The schedule of epochs; all in seconds.")
public record Calendar(
    @Meaning("Unix second at which epoch 0 begins.") long genesis,
    long epochSeconds,
    long auditWindowSeconds,
    long qualityWindowSeconds,
    long finalitySeconds,
    @Meaning("Longest time from opening to the first revision.") long startSeconds,
    @Meaning("Notice of an early end.") long noticeSeconds,
    @Meaning("Longest life of a signed offer.") long offerLifeSeconds) {

  /// Asks the contract.
  public static Calendar read(Orchestrator orchestrator) {
    var schedule = orchestrator.schedule();
    return new Calendar(
        schedule.genesis(),
        schedule.epochSeconds(),
        schedule.auditWindowSeconds(),
        schedule.qualityWindowSeconds(),
        schedule.finalitySeconds(),
        orchestrator.startSeconds(),
        orchestrator.noticeSeconds(),
        orchestrator.offerLifeSeconds());
  }

  Schedule schedule() {
    return new Schedule(
        genesis, epochSeconds, auditWindowSeconds, qualityWindowSeconds, finalitySeconds);
  }
}
