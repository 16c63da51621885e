package network.flashback.node.duty;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.contract.AgreementId;
import network.flashback.node.store.Piece;
import network.flashback.node.store.Pieces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a disk needs now and then, apart from the duties of epochs, which must not wait for it:
/// dead room is given back, and every byte is read once a week.
public final class DiskCare implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskCare.class);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration SCRUB_EVERY = Duration.ofDays(7);
  private static final Duration END_WITHIN = Duration.ofSeconds(10);

  private final Pieces store;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Instant scrubAt;
  private volatile int damaged;
  private volatile boolean scrubbing;
  private volatile Optional<Instant> scrubbed = Optional.empty();

  public DiskCare(Pieces store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.scrubAt = clock.instant().plus(SCRUB_EVERY);
    // Reading a whole disk would hold a carrier of virtual threads for long.
    this.thread = Thread.ofPlatform().name("disk-care").daemon().unstarted(this::loop);
  }

  public void start() {
    thread.start();
  }

  /// Agreements that had lost pieces when everything was read last.
  public int damaged() {
    return damaged;
  }

  /// Whether every piece is being read now.
  public boolean isScrubbing() {
    return scrubbing;
  }

  /// When every piece had been read last; empty since the start.
  public Optional<Instant> scrubbed() {
    return scrubbed;
  }

  /// When every piece is read next.
  public Instant scrubAt() {
    return scrubAt;
  }

  /// One look at the disk, and what is to be done then.
  void look() throws IOException {
    store.compact();
    if (!clock.instant().isBefore(scrubAt)) {
      scrubbing = true;
      var lost = scrub();
      scrubAt = clock.instant().plus(SCRUB_EVERY);
      damaged = lost.size();
      LOG.info("Read every piece; lost are {}", lost.values().stream().mapToInt(List::size).sum());
      lost.forEach(this::tell);
    }
  }

  private Map<AgreementId, List<Piece>> scrub() throws IOException {
    try {
      var lost = store.scrub();
      scrubbed = Optional.of(clock.instant());
      return lost;
    } finally {
      scrubbing = false;
    }
  }

  /// Gateways ask every few minutes what was found lost and bring it again under its name; then it
  /// is provable at once.
  private void tell(AgreementId id, List<Piece> pieces) {
    LOG.error(
        "Agreement {} has lost {} pieces, {} of its {} leaves. An audit that draws one of them costs every agreement of this provider the epoch's pay and a part of its collateral. Gateways ask for this list every few minutes and bring the pieces again in their places; what is there when an audit asks for it is proven. If nobody can bring them, 'flashback provider fault {}' before the epoch ends costs this agreement's collateral and nothing else.",
        id,
        pieces.size(),
        pieces.stream().mapToLong(Piece::leaves).sum(),
        store.summary(id).leaves(),
        id);
  }

  private void loop() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (IOException | RuntimeException failed) {
          LOG.warn("The disk will be looked after again in a minute: {}", failed.getMessage());
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (thread.isAlive() && !thread.join(END_WITHIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
