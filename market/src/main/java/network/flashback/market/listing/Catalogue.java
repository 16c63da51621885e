package network.flashback.market.listing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Bytes32;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.indexer.RegisterIndex;
import network.flashback.market.indexer.StakeIndex;
import org.jspecify.annotations.Nullable;

/// The live offers and what is known of their providers, in memory: the database stays the truth,
/// and is read again when events, reports or offers changed, and every few seconds besides, since
/// certificates and subscriptions run out and other platforms may write to the same database.
public final class Catalogue {
  private static final Duration FACTS_FRESH = Duration.ofSeconds(2);
  private static final Duration OFFERS_FRESH = Duration.ofSeconds(10);

  /// How long pages of an edition can be asked for, and how many editions are kept at most.
  private static final Duration EDITION_LIFE = Duration.ofMinutes(10);

  private static final int EDITIONS_MAX = 1_000;

  private final Offers stored;
  private final Markets markets;
  private final ChainIndex index;
  private final RegisterIndex register;
  private final StakeIndex stakes;
  private final Tracks tracks;
  private final Profiles profiles;
  private final LongSupplier revision;
  private final InstantSource clock;

  private final Map<CataloguedOffer.Slot, CataloguedOffer> offers = new ConcurrentHashMap<>();
  private final AtomicLong offerRevision = new AtomicLong();
  private final ReentrantLock one = new ReentrantLock();
  private final LinkedHashMap<Long, Kept> editions = new LinkedHashMap<>();
  private volatile @Nullable State state;

  /// @param revision another number after each change of what is read from the database
  public Catalogue(
      Offers stored,
      Markets markets,
      ChainIndex index,
      RegisterIndex register,
      StakeIndex stakes,
      Tracks tracks,
      Profiles profiles,
      LongSupplier revision,
      InstantSource clock) {
    this.stored = stored;
    this.markets = markets;
    this.index = index;
    this.register = register;
    this.stakes = stakes;
    this.tracks = tracks;
    this.profiles = profiles;
    this.revision = revision;
    this.clock = clock;
  }

  /// What is shown, and from which state of the database it was made.
  private record State(
      Edition edition, long revision, long offerRevision, Instant factsAt, Instant offersAt) {}

  private record Kept(Edition edition, Instant until) {}

  /// Shows an offer that was just stored.
  void put(ListedOffer offer) {
    var shown = new CataloguedOffer(offer, markets.market(offer.terms().market()));
    // Not while the offers are read anew: that would drop what was stored in between.
    one.lock();
    try {
      if (place(shown)) {
        offerRevision.incrementAndGet();
      }
    } finally {
      one.unlock();
    }
  }

  /// The current edition; includes whatever was changed through this platform before the call.
  Edition edition() {
    var known = state;
    if (known != null && isCurrent(known) && isFresh(known)) {
      return known.edition();
    }
    // Where nothing is known to have changed, one request looks and the others do not wait for it.
    if (known != null && isCurrent(known)) {
      if (!one.tryLock()) {
        return known.edition();
      }
    } else {
      one.lock();
    }
    try {
      return refreshed().edition();
    } finally {
      one.unlock();
    }
  }

  /// An earlier edition, while it is kept.
  Optional<Edition> edition(long id) {
    one.lock();
    try {
      return Optional.ofNullable(editions.get(id)).map(Kept::edition);
    } finally {
      one.unlock();
    }
  }

  /// Keeps an edition for whoever was given a cursor into it.
  void keep(Edition edition) {
    one.lock();
    try {
      var now = clock.instant();
      editions.putLast(edition.id(), new Kept(edition, now.plus(EDITION_LIFE)));
      var oldest = editions.entrySet().iterator();
      while (oldest.hasNext()) {
        var kept = oldest.next().getValue();
        if (editions.size() <= EDITIONS_MAX && kept.until().isAfter(now)) {
          return;
        }
        oldest.remove();
      }
    } finally {
      one.unlock();
    }
  }

  /// Why the chain does not list a provider, in words.
  String why(long providerId) {
    var now = clock.instant().getEpochSecond();
    var facts = edition().providers().get(providerId);
    // The chain is ahead of what was read here for a moment.
    return facts == null || facts.listed(now)
        ? "not listed by the register at the moment"
        : facts.why(now);
  }

  Collection<CataloguedOffer> offers() {
    return offers.values();
  }

  private boolean isCurrent(State known) {
    return known.revision() == revision.getAsLong() && known.offerRevision() == offerRevision.get();
  }

  private boolean isFresh(State known) {
    return isWithin(known.factsAt(), FACTS_FRESH) && isWithin(known.offersAt(), OFFERS_FRESH);
  }

  private boolean isWithin(Instant then, Duration life) {
    return Duration.between(then, clock.instant()).abs().compareTo(life) < 0;
  }

  private State refreshed() {
    var known = state;
    // Read before the database is: what changes in between is looked at again.
    var changes = revision.getAsLong();
    var next =
        known == null || known.revision() != changes
            ? read(known, changes)
            : refreshed(known, changes);
    state = next;
    return next;
  }

  /// Nothing is known to have changed but offers: only what is old is read again.
  private State refreshed(State known, long changes) {
    var now = clock.instant();
    var offersAt = known.offersAt();
    if (!isWithin(offersAt, OFFERS_FRESH)) {
      load(now.getEpochSecond());
      offersAt = now;
    }
    var offerChanges = offerRevision.get();
    var factsKnown = isWithin(known.factsAt(), FACTS_FRESH);
    var facts = factsKnown ? known.edition().providers() : facts(now.getEpochSecond());
    return new State(
        edition(known, facts, now),
        changes,
        offerChanges,
        factsKnown ? known.factsAt() : now,
        offersAt);
  }

  private State read(@Nullable State known, long changes) {
    var now = clock.instant();
    load(now.getEpochSecond());
    var offerChanges = offerRevision.get();
    var facts = facts(now.getEpochSecond());
    return new State(edition(known, facts, now), changes, offerChanges, now, now);
  }

  /// The known edition where nothing in it would be different.
  private Edition edition(@Nullable State known, Map<Long, ProviderFacts> facts, Instant now) {
    var id = known == null ? now.toEpochMilli() : known.edition().id() + 1;
    var edition = Edition.of(id, facts, offers.values(), now.getEpochSecond());
    return known != null && edition.isAs(known.edition()) ? known.edition() : edition;
  }

  /// Brings the offers to what the database has: reads those that are new, drops those that are
  /// gone.
  private void load(long now) {
    var live = stored.hashes(now);
    offers.values().removeIf(offer -> !live.contains(offer.hash()));
    var unknown = new TreeSet<>(live);
    offers.values().forEach(offer -> unknown.remove(offer.hash()));
    for (var offer : stored.offers(unknown)) {
      place(new CataloguedOffer(offer, markets.market(offer.terms().market())));
    }
    offerRevision.incrementAndGet();
  }

  private boolean place(CataloguedOffer offer) {
    return offers.merge(
            offer.slot(), offer, (before, after) -> after.isNewerThan(before) ? after : before)
        == offer;
  }

  private Map<Long, ProviderFacts> facts(long now) {
    var standings = register.standings(now);
    var staked = stakes.stakes();
    var measured = tracks.recent();
    var described = profiles.all();
    var facts = new HashMap<Long, ProviderFacts>();
    for (var member : index.members()) {
      var standing =
          standings.getOrDefault(
              member.id(),
              new RegisterIndex.Standing(
                  Registry.Status.NONE, Optional.empty(), java.util.List.of()));
      Bytes32 hash = member.profileHash();
      facts.put(
          member.id(),
          ProviderFacts.of(
              member,
              standing,
              staked,
              Optional.ofNullable(measured.get(member.id())),
              Optional.ofNullable(described.get(hash))));
    }
    return Map.copyOf(facts);
  }
}
