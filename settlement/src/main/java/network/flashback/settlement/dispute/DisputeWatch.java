package network.flashback.settlement.dispute;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.ChainException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Arbitration.Round;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.chain.contract.Dispute.Outcome;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.domain.dispute.DisputeCounts;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.settlement.dispute.Party.Side;
import network.flashback.settlement.ledger.Attempts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the disputes over a party's agreements. Where the party is accused it answers with what
/// it has on record, since silence loses; and it takes every step that anybody may take when it is
/// due, so that no sum stays frozen because nobody came. To open and to appeal is for people.
public final class DisputeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DisputeWatch.class);

  /// Between two attempts at the same dispute, of the time that is left.
  private static final int ATTEMPTS_LEFT = 10;

  private static final long PAUSE_SECONDS_MAX = 300;

  private final Contracts contracts;
  private final Arbitration arbitration;
  private final TransactionSender sender;
  private final Attempts attempts;
  private final Wallet wallet;
  private final Party party;
  private final boolean answers;
  private final DisputeBook book;
  private final Openings openings;
  private final EvidenceKeeper keeper;
  private final Duration pause;
  private final Map<BigInteger, Watched> watched = new TreeMap<>();
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private long answered;
  private volatile boolean closed;

  /// One dispute, and what was last said about it.
  private static final class Watched {
    private final AgreementView agreement;
    private Side side = Side.NEITHER;
    private State state = State.NONE;
    private @Nullable Bytes32 evidence;
    private boolean answered;
    private long notBefore;
    private long overAt;

    Watched(AgreementView agreement) {
      this.agreement = agreement;
    }
  }

  /// @param sender of the wallet; its address must be allowed to answer, and holds the bond
  /// @param answers whether it answers by itself; if not, it only warns
  /// @param pause between two looks
  public DisputeWatch(
      Contracts contracts,
      TransactionSender sender,
      Wallet wallet,
      Party party,
      boolean answers,
      DisputeBook book,
      Duration pause) {
    this.contracts = contracts;
    this.arbitration = contracts.arbitration();
    this.sender = sender;
    this.attempts = new Attempts(sender);
    this.wallet = wallet;
    this.party = party;
    this.answers = answers;
    this.book = book;
    this.openings = new Openings(contracts);
    this.keeper = new EvidenceKeeper(contracts, book);
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("dispute-watch").unstarted(this::loop);
  }

  /// Looks again and again until it is closed.
  public void start() {
    thread.start();
  }

  /// One look at all disputes of the party, and what is to be done now.
  ///
  /// @throws ChainException when the chain cannot be asked
  public void look() {
    discover();
    var head = contracts.chain().head();
    int open = 0;
    int unanswered = 0;
    for (var id : List.copyOf(watched.keySet())) {
      var about = watched.get(id);
      if (about == null || side(about) == Side.NEITHER) {
        continue;
      }
      var dispute = followed(id, about, head.timestamp().getEpochSecond());
      keeper.follow(id, dispute, about.side, head.timestamp().getEpochSecond());
      if (isOver(dispute.state())) {
        forgetWhenSettled(id, about, head.number());
      } else {
        open++;
        boolean silent = dispute.state() == State.OPENED && isAccused(about, dispute);
        unanswered += silent ? 1 : 0;
      }
    }
    keeper.settle(watched.keySet(), head.timestamp());
    book.show(new DisputeCounts(open, unanswered, answered));
  }

  private void discover() {
    for (var opened : openings.fresh()) {
      var known = watched.get(opened.id());
      // After a reorganisation the number may be another dispute's.
      if (known == null || !known.agreement.id().equals(opened.agreement())) {
        var agreement = contracts.orchestrator().agreement(opened.agreement());
        watched.put(opened.id(), new Watched(agreement));
      }
    }
  }

  /// Asked again as long as it is none of ours: an SLA may be entrusted to the party later.
  private Side side(Watched about) {
    if (about.side == Side.NEITHER) {
      about.side = party.sideOf(about.agreement);
    }
    return about.side;
  }

  /// Its end may still be taken back by a reorganisation for a while.
  private void forgetWhenSettled(BigInteger id, Watched about, long height) {
    about.overAt = about.overAt == 0 ? height : about.overAt;
    if (height - about.overAt > Openings.REREAD_BLOCKS) {
      watched.remove(id);
    }
  }

  @Override
  public void close() {
    closed = true;
    wake.release();
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(10))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    keeper.close();
  }

  private void loop() {
    while (!closed) {
      try {
        look();
      } catch (ChainException silent) {
        LOG.warn("Disputes cannot be watched now: {}", silent.getMessage());
      } catch (RuntimeException fault) {
        LOG.error("Disputes could not be watched; the next look tries again", fault);
      }
      try {
        wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  /// The dispute as it is when what is due now was done.
  private Dispute followed(BigInteger id, Watched about, long now) {
    var dispute = arbitration.dispute(id);
    tell(id, about, dispute);
    if (now < about.notBefore) {
      return dispute;
    }
    boolean over = isOver(dispute.state());
    about.overAt = over ? about.overAt : 0;
    try {
      if (over) {
        fetchBonds(about, dispute);
      } else {
        act(id, about, dispute, now);
      }
    } catch (IOException | RuntimeException failed) {
      // Whatever it was, the other disputes go on and this one is tried again.
      LOG.warn("Dispute {} waits: {}", id, failed.getMessage());
      LOG.debug("Dispute {} failed", id, failed);
    }
    long left = Math.max(0, dispute.deadline() - now);
    about.notBefore = now + Math.clamp(left / ATTEMPTS_LEFT, 1, PAUSE_SECONDS_MAX);
    var after = arbitration.dispute(id);
    tell(id, about, after);
    return after;
  }

  /// What the end of the dispute released for our side lies in the arbitration until it is fetched.
  private void fetchBonds(Watched about, Dispute dispute) {
    if (dispute.state() == State.NONE) {
      return;
    }
    var ours = ours(about, dispute);
    if (arbitration.claimableOf(ours).signum() > 0) {
      attempts.send(arbitration.claim(ours));
    }
  }

  private void act(BigInteger id, Watched about, Dispute dispute, long now) throws IOException {
    boolean late = now > dispute.deadline();
    switch (dispute.state()) {
      case OPENED -> {
        boolean accused = isAccused(about, dispute);
        if (accused && !late && answers) {
          answer(id, about, dispute);
        } else if (!accused && late) {
          attempts.send(arbitration.lapse(id));
        }
      }
      case ANSWERED -> judge(id, dispute, Round.FIRST, late);
      case APPEALED -> judge(id, dispute, Round.APPEAL, late);
      case RULED -> {
        if (late) {
          attempts.send(arbitration.lapse(id));
        }
      }
      case FINAL -> attempts.send(arbitration.execute(id));
      case NONE, EXECUTED, DEFAULT, VOID -> {
        // Nothing is left to do.
      }
    }
  }

  private void judge(BigInteger id, Dispute dispute, Round round, boolean late) {
    if (late) {
      attempts.send(arbitration.lapse(id));
    } else if (arbitration.panelOf(id, round).isEmpty()
        && contracts.beacon().seedOf(dispute.seatEpoch()).isPresent()) {
      attempts.send(arbitration.seat(id));
    }
  }

  private void answer(BigInteger id, Watched about, Dispute dispute) throws IOException {
    if (!bondIsReady(id, dispute)) {
      return;
    }
    // On the disk first: the hash alone would prove nothing. Once, however often it is sent.
    var hash = about.evidence == null ? published(id, dispute) : about.evidence;
    about.evidence = hash;
    sender.send(arbitration.answer(id, hash));
    answered += about.answered ? 0 : 1;
    about.answered = true;
    LOG.warn(
        "Dispute {} is answered; the evidence is served at {}{}", id, Dispute.EVIDENCE_PATH, hash);
  }

  private Bytes32 published(BigInteger id, Dispute dispute) throws IOException {
    var evidence =
        new Evidence(
            contracts.chain().id(),
            arbitration.address(),
            id,
            dispute,
            wallet.address(),
            contracts.chain().head().timestamp().getEpochSecond(),
            party.recordsOf(dispute.agreementId()),
            openings.tracesOf(dispute));
    return book.published().add(evidence.signedBy(wallet));
  }

  /// Lets the arbitration take the bond, where the wallet has it.
  private boolean bondIsReady(BigInteger id, Dispute dispute) {
    var token = contracts.token(arbitration.bondToken());
    var bond = arbitration.bond();
    var held = token.balanceOf(sender.address());
    if (held.compareTo(bond) < 0) {
      LOG.warn(
          "Dispute {} cannot be answered: wallet {} holds {} of the {} units of token {} that the bond is. Send it the rest before {}, or {} units are lost by silence.",
          id,
          sender.address(),
          held,
          bond,
          token.address(),
          Instant.ofEpochSecond(dispute.deadline()),
          dispute.amount());
      return false;
    }
    if (token.allowance(sender.address(), arbitration.address()).compareTo(bond) < 0) {
      sender.send(token.approve(arbitration.address(), bond));
    }
    return true;
  }

  /// Says once what has become of a dispute.
  private void tell(BigInteger id, Watched about, Dispute dispute) {
    var before = about.state;
    about.state = dispute.state();
    // What was over when this program started was told then.
    if (before == dispute.state() || (before == State.NONE && isOver(dispute.state()))) {
      return;
    }
    var until = Instant.ofEpochSecond(dispute.deadline());
    switch (dispute.state()) {
      case OPENED -> {
        if (isAccused(about, dispute)) {
          LOG.warn(
              "Dispute {}: {} claims {} units under agreement {} for epochs {} to {}. {} Silence after {} loses them.",
              id,
              dispute.claimant(),
              dispute.amount(),
              dispute.agreementId(),
              dispute.fromEpoch(),
              dispute.toEpoch(),
              answers
                  ? "It is answered with what is on record here."
                  : "Answer it with 'flashback dispute answer " + id + "'.",
              until);
        } else {
          LOG.info("Dispute {} waits for the other side's answer until {}", id, until);
        }
      }
      case RULED -> {
        if (lost(about, dispute)) {
          LOG.warn(
              "Dispute {} is ruled against this side. To appeal, use 'flashback dispute appeal {}' before {}.",
              id,
              id,
              until);
        } else {
          LOG.info("Dispute {} is ruled for this side; it may be appealed until {}", id, until);
        }
      }
      case DEFAULT, EXECUTED ->
          LOG.warn("Dispute {} is over: {}", id, lost(about, dispute) ? "lost" : "won");
      case VOID -> LOG.warn("Dispute {} is over without a ruling: nothing moves", id);
      case NONE -> LOG.warn("Dispute {} left the chain", id);
      case ANSWERED, APPEALED -> LOG.info("Dispute {} waits for a panel until {}", id, until);
      case FINAL -> LOG.info("Dispute {} is ruled for good", id);
    }
  }

  private static boolean isAccused(Watched about, Dispute dispute) {
    return ours(about, dispute).equals(dispute.defendant());
  }

  private static boolean lost(Watched about, Dispute dispute) {
    boolean accused = isAccused(about, dispute);
    return accused == (dispute.outcome() == Outcome.FOR_CLAIMANT);
  }

  /// Which of the two parties is ours.
  private static Address ours(Watched about, Dispute dispute) {
    boolean claimantIsConsumer = dispute.claimant().equals(about.agreement.consumer());
    boolean weAreConsumer = about.side == Side.CONSUMER;
    return claimantIsConsumer == weAreConsumer ? dispute.claimant() : dispute.defendant();
  }

  private static boolean isOver(State state) {
    return switch (state) {
      case NONE, EXECUTED, DEFAULT, VOID -> true;
      case OPENED, ANSWERED, RULED, APPEALED, FINAL -> false;
    };
  }
}
