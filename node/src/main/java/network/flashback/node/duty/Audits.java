package network.flashback.node.duty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AuditAnswer;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.Turns;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.Tally;
import network.flashback.node.store.Pieces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seeds and audits of the epochs that have ended.
public final class Audits {
  private static final Logger LOG = LoggerFactory.getLogger(Audits.class);

  /// Whoever is to post seeds gets this long; then the nodes do it themselves, each in its turn.
  private static final long SEED_PATIENCE_SECONDS = 2;

  /// A seed can come days late; epochs longer ago than this are given up.
  private static final long LOOK_BACK_EPOCHS = 64;

  private final ProviderOnChain chain;
  private final Pieces store;
  private final SeedSource seeds;
  private final Schedule schedule;
  private final long providerId;
  private final Turns turns;
  private final NavigableSet<Long> closed = new TreeSet<>();
  private final Tally tally;
  // Epochs whose audit was sent, and not yet seen on the chain, and what each admitted.
  private final Map<Long, Integer> sent = new HashMap<>();
  private volatile long firstOpen;

  /// @param providerId says when it is this node's turn to post a seed
  Audits(ProviderOnChain chain, Pieces store, SeedSource seeds, long providerId, Tally tally) {
    this.chain = chain;
    this.store = store;
    this.seeds = seeds;
    this.tally = tally;
    this.schedule = chain.schedule();
    this.providerId = providerId;
    this.turns = Turns.of(schedule);
  }

  /// The oldest epoch whose audit may still be to come.
  long firstOpen() {
    return firstOpen;
  }

  /// Does what can be done now; one epoch that fails does not hold up the next.
  void run(long head) throws IOException, InterruptedException {
    if (head < schedule.genesis()) {
      return;
    }
    long current = schedule.epochAt(head);
    Exception failure = null;
    for (long epoch = Math.max(0, current - LOOK_BACK_EPOCHS); epoch < current; epoch++) {
      if (closed.contains(epoch)) {
        continue;
      }
      try {
        if (settle(epoch, head)) {
          closed.add(epoch);
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("Epoch {} is not proven yet: {}", epoch, e.getMessage());
        failure = e;
      }
    }
    long sight = Math.max(0, current - LOOK_BACK_EPOCHS);
    closed.headSet(sight).clear();
    long open = sight;
    while (open < current && closed.contains(open)) {
      open++;
    }
    firstOpen = open;
    if (failure != null) {
      throw new IOException("an epoch could not be proven", failure);
    }
  }

  // Whether nothing is left to do for the epoch.
  private boolean settle(long epoch, long head) throws IOException, InterruptedException {
    if (chain.isConfirmed(epoch)) {
      noteProven(epoch, head);
      // A reorganisation can take an audit back, and until the window closes it can be sent again.
      return head > chain.seededAtOf(epoch) + schedule.auditWindowSeconds();
    }
    if (!isAudited(epoch)) {
      return true;
    }
    if (!isSeeded(epoch, head)) {
      return false;
    }
    if (head > chain.seededAtOf(epoch) + schedule.auditWindowSeconds()) {
      sent.remove(epoch);
      LOG.error("Epoch {} was not proven within its window: it is not paid", epoch);
      tally.note(new Tally.Audit(epoch, false, 0, head));
      return true;
    }
    prove(epoch, head);
    return false;
  }

  private void prove(long epoch, long head) throws IOException {
    var answers = new ArrayList<AuditAnswer>();
    var lost = new ArrayList<AgreementId>();
    var leaves = new StringJoiner("; ");
    for (var challenge : chain.challengesOf(epoch)) {
      var id = challenge.agreementId();
      try {
        var proof = store.prove(id, chain.auditedSequence(id, epoch), challenge.leafIndex());
        answers.add(new AuditAnswer.Shown(proof));
      } catch (IOException failure) {
        answers.add(new AuditAnswer.Admitted());
        lost.add(id);
        leaves.add(
            "agreement %s cannot show leaf %d: %s"
                .formatted(id, challenge.leafIndex(), failure.getMessage()));
      }
    }
    if (!lost.isEmpty()) {
      requireTimeToAdmit(epoch, head, leaves);
      requireCheaper(new Admission(schedule, epoch, answers.size()), lost, leaves);
    }
    sent.put(epoch, lost.size());
    chain.audit(epoch, answers);
    noteProven(epoch, head);
    if (lost.isEmpty()) {
      LOG.info("Epoch {} is proven with {} leaves", epoch, answers.size());
    } else {
      LOG.error(
          "Epoch {} is proven but for what is lost, which costs these agreements their collateral and all others {} of {} parts of the epoch's pay. {}",
          epoch,
          lost.size(),
          answers.size() - 1,
          leaves);
    }
  }

  private void noteProven(long epoch, long head) {
    var admitted = sent.remove(epoch);
    if (admitted != null) {
      tally.note(new Tally.Audit(epoch, true, admitted, head));
    }
  }

  /// There is no way back from an admission, and what cannot be read now may be there again before
  /// the window closes: nothing is admitted in its first half.
  private void requireTimeToAdmit(long epoch, long head, Object leaves) throws IOException {
    long from = chain.seededAtOf(epoch) + schedule.auditWindowSeconds() / 2;
    if (head < from) {
      throw new IOException(
          "%s. Bring it back within %d s, or it is admitted then if that costs less than a missed epoch."
              .formatted(leaves, from - head));
    }
  }

  private void requireCheaper(Admission admission, List<AgreementId> lost, Object leaves)
      throws IOException {
    var agreements = chain.units().stream().map(chain::agreement).toList();
    if (!admission.costsLessThanSilence(agreements, lost)) {
      throw new IOException(
          "%s. Admitting that would cost more than the missed epoch does: bring it back, or declare the loss before the next seed."
              .formatted(leaves));
    }
  }

  private boolean isAudited(long epoch) {
    return chain.units().stream().anyMatch(unit -> chain.auditedSequence(unit, epoch) > 0);
  }

  private boolean isSeeded(long epoch, long head) throws IOException, InterruptedException {
    if (chain.seedOf(epoch).isPresent()) {
      return true;
    }
    long patience = SEED_PATIENCE_SECONDS + turns.ofNode(providerId, epoch);
    if (head < schedule.endOf(epoch) + patience) {
      return false;
    }
    var signature = seeds.signature(chain.roundOf(epoch));
    if (signature.isEmpty()) {
      return false;
    }
    chain.postSeed(epoch, signature.get());
    return chain.seedOf(epoch).isPresent();
  }
}
