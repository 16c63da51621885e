package network.flashback.app.gateway;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import network.flashback.chain.Call;
import network.flashback.chain.ChainException;
import network.flashback.chain.NodeUnreachableException;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.Turns;
import network.flashback.evm.Address;
import network.flashback.gateway.metadata.Revisions.Signed;
import network.flashback.settlement.Attempt;
import network.flashback.settlement.ledger.Attempts;
import network.flashback.settlement.ledger.GasBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings onto the chain what both sides of an agreement signed and its provider keeps to itself:
/// while it does, it is paid for bytes that no epoch audits.
///
/// A node brings its newest revision once in each epoch, when two thirds of it are over. So what
/// was signed in one epoch has the last third of that or the next one, and is overdue when the next
/// one has ended. Then its gas is this gateway's, one transaction at a time and within a budget.
///
/// Several gateways at once are harmless: each leaves a turn to the others, and a revision that is
/// not newer than the chain's is refused. For one thread.
public final class RevisionBringer {
  private static final Logger LOG = LoggerFactory.getLogger(RevisionBringer.class);

  /// The epoch in which a revision is signed, and a whole one after it.
  private static final long PATIENCE_EPOCHS = 2;

  private final Contracts contracts;
  private final Schedule schedule;
  private final SignedRevisions signed;
  private final Supplier<Collection<AgreementId>> running;
  private final Address wallet;
  private final Turns turns;
  private final GasBudget budget;
  private final Attempts attempts;
  private final AtomicLong brought = new AtomicLong();
  private final AtomicLong overdue = new AtomicLong();

  /// Agreements that are not looked at again in this epoch.
  private final Set<AgreementId> done = new HashSet<>();

  /// Those of them that the contract refused to take.
  private final Set<AgreementId> refused = new HashSet<>();

  private long epoch = -1;
  private boolean told;

  /// What a gateway's database knows of revisions.
  public interface SignedRevisions {
    /// Notes that all that is signed by now was signed in this epoch or before it.
    ///
    /// @param settled the newest epoch that is asked for from now on
    void note(long epoch, long settled);

    /// The newest sequence of each agreement that was signed in an epoch or before it.
    Map<BigInteger, Long> signedThrough(long epoch);

    /// The newest revision of an agreement that both sides signed.
    Optional<Signed> newest(BigInteger agreement);
  }

  /// @param running agreements that have started and are not over
  /// @param sender whose wallet pays
  /// @param budget for gas in one epoch
  public RevisionBringer(
      Contracts contracts,
      SignedRevisions signed,
      Supplier<Collection<AgreementId>> running,
      TransactionSender sender,
      GasBudget budget) {
    this.contracts = contracts;
    this.schedule = contracts.orchestrator().schedule();
    this.signed = signed;
    this.running = running;
    this.wallet = sender.address();
    this.turns = Turns.of(schedule);
    this.budget = budget;
    this.attempts = new Attempts(sender, budget);
  }

  /// Revisions brought since the start.
  public long brought() {
    return brought.get();
  }

  /// Agreements whose provider has kept back a revision for longer than it may, as last seen.
  public long overdue() {
    return overdue.get();
  }

  /// Looks once at all agreements and brings what is overdue.
  public void look() {
    long now = contracts.chain().head().timestamp().getEpochSecond();
    if (now < schedule.genesis()) {
      return;
    }
    enter(schedule.epochAt(now));
    signed.note(epoch, epoch - PATIENCE_EPOCHS);
    if (now - schedule.startOf(epoch) < turns.ofRunner(wallet, epoch)) {
      return;
    }
    var due = signed.signedThrough(epoch - PATIENCE_EPOCHS);
    long left = 0;
    boolean canSend = true;
    for (var agreement : running.get()) {
      var sequence = due.get(agreement.value());
      if (sequence != null && !done.contains(agreement) && isKeptBack(agreement, sequence)) {
        canSend = canSend && bring(agreement);
        left += done.contains(agreement) ? 0 : 1;
      }
    }
    overdue.set(left + refused.size());
  }

  private void enter(long running) {
    if (running != epoch) {
      // A reorganisation may have taken back what an earlier epoch saw.
      done.clear();
      refused.clear();
      told = false;
      epoch = running;
      budget.enter(running);
    }
  }

  private boolean isKeptBack(AgreementId agreement, long sequence) {
    long onChain = contracts.possession().revisionOf(agreement).sequence();
    // Before its first revision an agreement is not paid, and bringing that is the provider's.
    boolean kept = onChain > 0 && onChain < sequence;
    if (!kept) {
      done.add(agreement);
    }
    return kept;
  }

  /// @return whether another one can be sent now
  private boolean bring(AgreementId agreement) {
    var newest = signed.newest(agreement.value());
    if (newest.isEmpty()) {
      return true;
    }
    try {
      return switch (attempts.send(commit(agreement, newest.get()))) {
        case Attempt.Done() -> {
          done.add(agreement);
          brought.incrementAndGet();
          LOG.warn(
              "agreement {}: its provider kept back revision {} for more than an epoch; this gateway"
                  + " brought it onto the chain, audits ask for it from epoch {} on",
              agreement,
              newest.get().sequence(),
              epoch + 1);
          yield true;
        }
        case Attempt.Declined declined -> {
          LOG.info(
              "agreement {}: its revision is not brought: {}. Somebody else was faster, or it is over",
              agreement,
              declined.reason());
          yield true;
        }
      };
    } catch (RevertedException notTaken) {
      done.add(agreement);
      refused.add(agreement);
      LOG.warn(
          "agreement {}: its provider keeps back revision {}, and the contract does not take it from"
              + " this gateway: {}. It is tried again in the next epoch",
          agreement,
          newest.get().sequence(),
          notTaken.getMessage());
      return true;
    } catch (NodeUnreachableException unreachable) {
      throw unreachable;
    } catch (ChainException waits) {
      // Too dear, stuck, or no coin in the wallet.
      tell(agreement, waits);
      return false;
    }
  }

  private Call commit(AgreementId agreement, Signed newest) {
    var revision =
        new Revision(
            agreement,
            newest.unit().root(),
            newest.unit().leaves(),
            newest.sequence(),
            newest.treeHash());
    return contracts
        .possession()
        .commit(revision, newest.consumer().toBytes(), newest.provider().toBytes());
  }

  /// Said once in an epoch, not with every block.
  private void tell(AgreementId agreement, ChainException why) {
    if (!told) {
      LOG.warn(
          "agreement {}: its provider keeps back a revision, and this gateway cannot bring it yet: {}",
          agreement,
          why.getMessage());
      told = true;
    }
  }
}
