package network.flashback.node.duty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Schedule;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.ProviderOnChain.Committed;
import network.flashback.node.store.Pieces;

/// Brings what both sides signed onto the chain: the first revision at once, because it starts the
/// pay, the newest one late in each epoch after that, because each costs a transaction. And lets go
/// of revisions that no audit can ask for any more.
final class Revisions {
  private final ProviderOnChain chain;
  private final Pieces store;
  private final Audits audits;
  private final Schedule schedule;
  private final Attempts attempts;
  private final Map<AgreementId, Long> retainedIn = new HashMap<>();

  Revisions(ProviderOnChain chain, Pieces store, Audits audits) {
    this.chain = chain;
    this.store = store;
    this.audits = audits;
    this.schedule = chain.schedule();
    this.attempts = new Attempts(Math.max(2, schedule.epochSeconds() / 6));
  }

  void run(long head) throws IOException {
    if (head < schedule.genesis()) {
      return;
    }
    IOException failure = null;
    for (var id : store.agreements()) {
      try {
        bring(id, head);
      } catch (IOException | UncheckedIOException unreadable) {
        // A disk that does not work takes its own agreements along and no other.
        failure = new IOException("agreement " + id + ": " + unreadable.getMessage(), unreadable);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void bring(AgreementId id, long head) throws IOException {
    var newest = store.newestRevision(id);
    if (newest.isEmpty()) {
      return;
    }
    var committed = chain.committed(id);
    if (newest.get().sequence() > committed.sequence()
        && isDue(committed, newest.get().leaves(), head)
        && chain.agreement(id).state().isLive()) {
      attempts.make("Commitment of agreement " + id, head, () -> chain.commit(id, newest.get()));
      committed = chain.committed(id);
    }
    retain(id, committed, schedule.epochAt(head));
  }

  private boolean isDue(Committed committed, long newLeaves, long head) {
    long current = schedule.epochAt(head);
    boolean inThisEpoch = committed.effectiveEpoch() > current;
    // Late, so that as much as possible of what the epoch brought is auditable in the next one, and
    // with a third of the epoch left for a transaction that is slow.
    boolean late = head - schedule.startOf(current) >= schedule.epochSeconds() * 2 / 3;
    // The first bytes come at once, so that the first paid epoch is proven with them.
    boolean firstBytes = committed.leaves() == 0 && newLeaves > 0;
    return committed.sequence() == 0 || firstBytes || (late && !inThisEpoch);
  }

  private void retain(AgreementId id, Committed committed, long current) throws IOException {
    if (committed.sequence() == 0
        || retainedIn.getOrDefault(id, -1L) >= current
        || store.provableSequences(id).size() < 2) {
      return;
    }
    var audited = new TreeSet<Long>();
    // One epoch more than needed, should a reorganisation take an audit back.
    for (long epoch = Math.max(0, audits.firstOpen() - 2); epoch <= current + 1; epoch++) {
      audited.add(chain.auditedSequence(id, epoch));
    }
    store.retainRevisions(id, audited.stream().toList(), committed.sequence());
    retainedIn.put(id, current);
  }
}
