package network.flashback.gateway.legs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.gateway.Agreements.Leg;
import network.flashback.providers.ObjectStore;
import network.flashback.providers.Receipt;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoredName;

/// The store of one leg, with what was lately seen of it.
public final class LegStore {
  /// A leg that failed is asked last for this long.
  private static final Duration SUSPICION = Duration.ofSeconds(5);

  private final Leg leg;
  private final ObjectStore store;
  private final InstantSource clock;
  private final Map<StoredName, Receipt> unrecorded = new ConcurrentHashMap<>();
  private final Latencies latencies;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean unsigned;
  private volatile Instant suspectUntil = Instant.MIN;

  LegStore(Leg leg, ObjectStore store, InstantSource clock) {
    this.leg = leg;
    this.store = store;
    this.clock = clock;
    this.latencies = new Latencies(clock);
  }

  /// The agreement.
  public Leg leg() {
    return leg;
  }

  /// Where its bytes are.
  public ObjectStore store() {
    return store;
  }

  /// Whether it failed within the last seconds.
  public boolean suspect() {
    return clock.instant().isBefore(suspectUntil);
  }

  /// Whether its provider does not sign for what it holds: it serves, and is given no more pieces.
  public boolean unsigned() {
    return unsigned;
  }

  /// To be told by who signs.
  public void unsigned(boolean now) {
    unsigned = now;
  }

  /// How long its reads lately took to begin.
  public Latencies latencies() {
    return latencies;
  }

  /// To be told of every failure; only those that speak of the provider as a whole raise suspicion.
  public void failed(IOException failure) {
    var ofTheProvider =
        !(failure instanceof StoreException store)
            || switch (store.reason()) {
              case UNAVAILABLE, DENIED, UNPAID, CORRUPT, FULL -> true;
              case NOT_FOUND, RANGE, CONFLICT, UNSUPPORTED -> false;
            };
    if (ofTheProvider) {
      suspectUntil = clock.instant().plus(SUSPICION);
    }
  }

  /// To be told of every success.
  public void succeeded() {
    suspectUntil = Instant.MIN;
  }

  /// To be told before a piece is put or deleted; until [#ends] the provider may be ahead of us.
  public void begins() {
    underWay.incrementAndGet();
  }

  /// To be told when that has come to an end, whichever.
  public void ends() {
    underWay.decrementAndGet();
  }

  /// Whether this process is putting or deleting something there.
  public boolean isChanging() {
    return underWay.get() > 0;
  }

  /// To be told of every piece that was put; its receipt counts from now on, before the database
  /// has it.
  public void put(StoredName name, java.util.Optional<Receipt> receipt) {
    receipt.ifPresent(given -> unrecorded.put(name, given));
    changes.incrementAndGet();
  }

  /// To be told of every piece that was deleted.
  public void deleted(StoredName name) {
    unrecorded.remove(name);
    changes.incrementAndGet();
  }

  /// Receipts that may not be in the database yet.
  public Map<StoredName, Receipt> unrecorded() {
    return unrecorded;
  }

  /// Grows with every put and delete.
  public long changes() {
    return changes.get();
  }
}
