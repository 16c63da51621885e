package network.flashback.settlement;

import java.util.HashMap;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.RateChange;
import network.flashback.settlement.SettlementObserver.Event;

/// Makes the audits draw by a changed rate from its first epoch on.
///
/// The contract does it by itself only for a change that begins with the epoch after the one in
/// which it was agreed. For a later one somebody must say so in the epoch before it; one that was
/// overlooked is made good as soon as it is seen. A change is told once: what is remembered is only
/// which ones were, so that a program that starts anew tells those that wait once more, in vain.
final class FollowRates {
  private final EpochLedger ledger;
  private final Map<AgreementId, Long> followed = new HashMap<>();

  FollowRates(EpochLedger ledger) {
    this.ledger = ledger;
  }

  void look(Books books, SettlementObserver observer) {
    Map<AgreementId, RateChange.Newest> waiting = new HashMap<>();
    books.slas().forEach(sla -> waiting.putAll(sla.waiting()));
    followed.keySet().retainAll(waiting.keySet());
    waiting.forEach(
        (id, change) -> {
          boolean due = change.fromEpoch() <= books.epoch() + 1;
          boolean told = followed.getOrDefault(id, 0L) >= change.number();
          if (due && !told && ledger.follow(id).isDone()) {
            followed.put(id, change.number());
            observer.happened(new Event.RateFollowed(id, change.fromEpoch()));
          }
        });
  }

  /// The chain reorganised: what was told may have to be told again.
  void forget() {
    followed.clear();
  }
}
