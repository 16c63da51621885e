package network.flashback.node.duty;

import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.TargetedChallenge;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.store.Pieces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows the leaves that consumers ask for, and collects the bonds that this earns. What is asked
/// is read from the chain at every look, so a restart forgets nothing; the revision asked for is
/// one that [Revisions] keeps, since it was audited in the epoch of the question.
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final ProviderOnChain chain;
  private final Pieces store;
  private final int market;
  private final BigInteger claimMinimum;
  private final Attempts attempts;
  private final AtomicLong answered = new AtomicLong();

  /// @param claimMinimum bonds below it wait, token units
  Answers(ProviderOnChain chain, Pieces store, int market, BigInteger claimMinimum) {
    Schedule schedule = chain.schedule();
    this.chain = chain;
    this.store = store;
    this.market = market;
    this.claimMinimum = claimMinimum;
    this.attempts = new Attempts(Math.max(1, schedule.auditWindowSeconds() / 7));
  }

  long answered() {
    return answered.get();
  }

  /// One question that cannot be answered does not hold up the others.
  void run(long head) throws IOException {
    IOException failure = null;
    boolean any = false;
    for (var challenge : chain.asked()) {
      try {
        any |= head <= challenge.due() && answer(challenge, head);
      } catch (IOException lost) {
        LOG.error(
            "Agreement {} is asked for leaf {}, which cannot be read: it is breached when that is not shown within {} s. {}",
            challenge.agreementId(),
            challenge.leafIndex(),
            challenge.due() - head,
            lost.getMessage());
        failure = lost;
      }
    }
    if (any && chain.bondsOf(market).compareTo(claimMinimum) >= 0) {
      attempts.make("Claim of bonds", head, () -> chain.claimBonds(market));
    }
    if (failure != null) {
      throw new IOException(
          "a leaf that a consumer asked for cannot be shown: " + failure.getMessage(), failure);
    }
  }

  private boolean answer(TargetedChallenge challenge, long head) throws IOException {
    var id = challenge.agreementId();
    long sequence =
        store
            .sequenceOf(id, challenge.root())
            .orElseThrow(
                () ->
                    new IOException(
                        "No revision of agreement %s with the root %s is known here: the disk is older than the chain, or belongs to another node."
                            .formatted(id, challenge.root())));
    var proof = store.prove(id, sequence, challenge.leafIndex());
    boolean done =
        attempts.make(
            "Answer to the challenge of agreement " + id, head, () -> chain.answer(id, proof));
    if (done) {
      answered.incrementAndGet();
    }
    return done;
  }
}
