package network.flashback.node.duty;

import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.TransactionStuckException;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Wallet;
import network.flashback.evm.eip712.Domain;
import network.flashback.node.NodeConfig;
import network.flashback.node.ProviderOnChain;
import network.flashback.node.ProviderOnChain.Head;
import network.flashback.node.StandingFile;
import network.flashback.node.Tally;
import network.flashback.node.store.Pieces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's own initiative: audits and answers first, because their windows are short, then
/// revisions, money, renewals and offers. What fails is tried again, ever less often; nothing ends
/// the loop but [#close].
public final class EpochDuties implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EpochDuties.class);
  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration REPLIES_EVERY = Duration.ofSeconds(5);
  private static final Duration RETRY_LAST = Duration.ofSeconds(30);
  private static final int LOOKS_PER_EPOCH = 30;

  private final ProviderOnChain chain;
  private final Schedule schedule;
  private final Tally tally;
  private final Audits audits;
  private final Answers answers;
  private final Earnings earnings;
  private final OfferDesk offers;
  private final InstantSource clock;
  private final List<Step> steps;
  private final Duration pause;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;
  private volatile boolean chainReached;
  private volatile Optional<Looked> looked = Optional.empty();
  private final Thread thread;

  /// Everything of the node's wallet that is not spent on its own: see [NodeConfig].
  public EpochDuties(
      NodeConfig config,
      ProviderOnChain chain,
      Pieces store,
      SeedSource seeds,
      Wallet nodeKey,
      Domain orchestrator,
      HttpClient http,
      StandingFile standing,
      SecureRandom random,
      InstantSource clock) {
    this.chain = chain;
    this.clock = clock;
    this.schedule = chain.schedule();
    this.tally = new Tally(config.folders(), clock);
    this.audits = new Audits(chain, store, seeds, config.providerId(), tally);
    this.answers = new Answers(chain, store, config.market(), config.claimMinimum());
    var revisions = new Revisions(chain, store, audits);
    this.earnings =
        new Earnings(
            chain,
            store,
            config.providerId(),
            config.market(),
            config.claimMinimum(),
            config.keepClosed(),
            tally,
            clock);
    var renewals = new Renewals(config, chain, nodeKey, orchestrator, standing);
    this.offers =
        new OfferDesk(config, chain, store, nodeKey, orchestrator, random, http, standing);
    var replies = new QuoteReplies(config, chain, offers, http, standing);
    this.pause =
        Duration.ofMillis(
            Math.clamp(schedule.epochSeconds() * 1000 / LOOKS_PER_EPOCH, 300, 10_000));
    // An audit must come within its window, whatever failed before.
    var soon = min(RETRY_LAST, Duration.ofSeconds(Math.max(1, schedule.auditWindowSeconds() / 7)));
    var often = Duration.ZERO;
    this.steps =
        List.of(
            new Step("Audits", audits::run, often, soon, clock),
            new Step("Answers", answers::run, often, soon, clock),
            new Step("Revisions", revisions::run, often, soon, clock),
            new Step(
                "Earnings",
                earnings::run,
                Duration.ofSeconds(Math.clamp(schedule.epochSeconds() / 15, 1, 60)),
                RETRY_LAST,
                clock),
            new Step(
                "Renewals",
                renewals::run,
                Duration.ofSeconds(Math.clamp(schedule.epochSeconds() / 15, 1, 60)),
                RETRY_LAST,
                clock),
            new Step("Offers", offers::run, Duration.ofSeconds(1), RETRY_LAST, clock),
            new Step("Quote replies", replies::run, REPLIES_EVERY, RETRY_LAST, clock));
    this.thread = Thread.ofVirtual().name("epoch-duties").unstarted(this::loop);
  }

  public void start() {
    thread.start();
  }

  /// Looks at once instead of after the pause.
  public void hurry() {
    wake.release();
  }

  /// One look at the chain, and all that is to be done then.
  public void look() throws InterruptedException {
    long head;
    try {
      awaitSent();
      var newest = chain.head();
      head = newest.second();
      looked = Optional.of(new Looked(newest, clock.instant()));
    } catch (RuntimeException silent) {
      if (chainReached) {
        LOG.warn("The chain is out of reach: {}", silent.getMessage());
      }
      chainReached = false;
      return;
    }
    if (!chainReached) {
      LOG.info("The chain is in reach");
    }
    chainReached = true;
    for (var step : steps) {
      step.take(head);
    }
  }

  private void awaitSent() {
    try {
      chain.awaitSent();
    } catch (TransactionStuckException stuck) {
      // What sends nothing goes on; the rest says that it waits.
      LOG.warn("Nothing is sent for now: {}", stuck.getMessage());
    }
  }

  /// A look that reached the chain.
  public record Looked(Head head, Instant at) {}

  /// The newest look that reached the chain; empty before the first.
  public Optional<Looked> looked() {
    return looked;
  }

  public Schedule schedule() {
    return schedule;
  }

  /// Audits and withdrawals since the node's first start.
  public Tally.Counts counts() {
    return tally.counts();
  }

  /// The oldest epoch whose audit may still be to come.
  public long firstOpenEpoch() {
    return audits.firstOpen();
  }

  /// Agreements that are not over, as the duty of earnings saw them last.
  public List<AgreementView> agreements() {
    return earnings.agreements();
  }

  /// Unix second from which on the next offer is published; 0 before the first.
  public long offersAt() {
    return offers.renewAt();
  }

  /// Leaves shown that consumers asked for.
  public long challengesAnswered() {
    return answers.answered();
  }

  /// Whether pay waited for cheaper gas when last looked at.
  public boolean gasIsDear() {
    return earnings.gasIsDear();
  }

  /// Earnings on chain that were not withdrawn when last looked at, token units of all markets.
  public BigInteger earningsWaiting() {
    return earnings.waiting();
  }

  /// Whether the last look reached the chain.
  public boolean reachesChain() {
    return chainReached;
  }

  /// Lets the step under way end, for at most ten seconds.
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
  }

  private void loop() {
    try {
      while (!closed) {
        look();
        wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /// What a duty does with the newest block's time.
  @FunctionalInterface
  interface Action {
    void run(long head) throws IOException, InterruptedException;
  }

  /// One duty with its own patience.
  private static final class Step {
    private final String name;
    private final Action action;
    private final Duration every;
    private final Duration retryLast;
    private final InstantSource clock;
    private Instant next = Instant.EPOCH;
    private Duration retry = RETRY_FIRST;

    Step(String name, Action action, Duration every, Duration retryLast, InstantSource clock) {
      this.name = name;
      this.action = action;
      this.every = every;
      this.retryLast = retryLast;
      this.clock = clock;
    }

    void take(long head) throws InterruptedException {
      if (clock.instant().isBefore(next)) {
        return;
      }
      try {
        action.run(head);
        next = clock.instant().plus(every);
        retry = RETRY_FIRST;
      } catch (IOException | RuntimeException failed) {
        // Whatever it was, the other duties go on and this one is tried again.
        next = clock.instant().plus(retry);
        // Who refuses a connection leaves no message.
        var why = Objects.requireNonNullElseGet(failed.getMessage(), failed::toString);
        LOG.warn("{} will be tried again in {} ms: {}", name, retry.toMillis(), why);
        LOG.debug("{} failed", name, failed);
        retry = min(retry.multipliedBy(2), retryLast);
      }
    }
  }
}
