package network.flashback.node.duty;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Schedule;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.store.PieceStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seeds and audits of the epochs that have ended.
final class Audits {
  private static final Logger LOG = LoggerFactory.getLogger(Audits.class);

  /// Whoever is to post seeds gets this long; then the node does it itself.
  private static final long SEED_PATIENCE_SECONDS = 2;

  /// A seed can come days late; epochs longer ago than this are given up.
  private static final long LOOK_BACK_EPOCHS = 64;

  private final ProviderOnChain chain;
  private final PieceStore store;
  private final SeedSource seeds;
  private final Schedule schedule;
  private final long seedPatienceSeconds;
  private final NavigableSet<Long> closed = new TreeSet<>();
  private long passed;
  private long missed;
  private volatile long firstOpen;

  /// @param providerId spreads the posting of seeds, so that not all nodes pay for the same one
  Audits(ProviderOnChain chain, PieceStore store, SeedSource seeds, long providerId) {
    this.chain = chain;
    this.store = store;
    this.seeds = seeds;
    this.schedule = chain.schedule();
    long spread = Math.max(1, Math.min(3, schedule.auditWindowSeconds() / 8));
    this.seedPatienceSeconds = SEED_PATIENCE_SECONDS + providerId % spread;
  }

  /// The oldest epoch whose audit may still be to come.
  long firstOpen() {
    return firstOpen;
  }

  synchronized long passed() {
    return passed;
  }

  synchronized long missed() {
    return missed;
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
    if (chain.isConfirmed(epoch) || !isAudited(epoch)) {
      return true;
    }
    if (!isSeeded(epoch, head)) {
      return false;
    }
    if (head > chain.seededAtOf(epoch) + schedule.auditWindowSeconds()) {
      LOG.error("Epoch {} was not proven within its window: it is not paid", epoch);
      count(false);
      return true;
    }
    var proofs = proofsFor(epoch);
    chain.audit(epoch, proofs);
    LOG.info("Epoch {} is proven with {} leaves", epoch, proofs.size());
    count(true);
    return true;
  }

  private boolean isAudited(long epoch) {
    return chain.units().stream().anyMatch(unit -> chain.auditedSequence(unit, epoch) > 0);
  }

  private boolean isSeeded(long epoch, long head) throws IOException, InterruptedException {
    if (chain.seedOf(epoch).isPresent()) {
      return true;
    }
    if (head < schedule.endOf(epoch) + seedPatienceSeconds) {
      return false;
    }
    var signature = seeds.signature(chain.roundOf(epoch));
    if (signature.isEmpty()) {
      return false;
    }
    chain.postSeed(epoch, signature.get());
    return chain.seedOf(epoch).isPresent();
  }

  private List<PossessionTerms> proofsFor(long epoch) throws IOException {
    var proofs = new ArrayList<PossessionTerms>();
    for (var challenge : chain.challengesOf(epoch)) {
      long sequence = chain.auditedSequence(challenge.agreementId(), epoch);
      try {
        proofs.add(store.prove(challenge.agreementId(), sequence, challenge.leafIndex()));
      } catch (IOException lost) {
        throw new IOException(
            "agreement %s cannot show leaf %d: %s"
                .formatted(challenge.agreementId(), challenge.leafIndex(), lost.getMessage()),
            lost);
      }
    }
    return proofs;
  }

  private synchronized void count(boolean proven) {
    passed += proven ? 1 : 0;
    missed += proven ? 0 : 1;
  }
}
