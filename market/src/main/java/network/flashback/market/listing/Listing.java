package network.flashback.market.listing;

import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import network.flashback.evm.Bytes32;
import network.flashback.market.Reputations;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// Answers who offers what, in one order for page and API: everything is looked at in memory, and
/// only the rows of the page are written out.
public final class Listing {
  private static final int REPORTER = network.flashback.chain.contract.Registry.REPORTER;

  private final Catalogue catalogue;
  private final Tracks tracks;
  private final ChainIndex index;
  private final Markets markets;
  private final Reputations reputations;
  private final InstantSource clock;

  public Listing(
      Catalogue catalogue,
      Tracks tracks,
      ChainIndex index,
      Markets markets,
      Reputations reputations,
      InstantSource clock) {
    this.catalogue = catalogue;
    this.tracks = tracks;
    this.index = index;
    this.markets = markets;
    this.reputations = reputations;
    this.clock = clock;
  }

  /// Where an offer stands: by an edition, that place is the offer's for good.
  public record Place(long key, BigInteger rate, Bytes32 hash) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::key).thenComparing(Place::rate).thenComparing(Place::hash);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /// Behind which row a page begins.
  public record After(long edition, Place place) {}

  /// A page.
  ///
  /// @param total rows of all pages
  /// @param next where the following page begins; none on the last one
  /// @param resumed whether the edition that the walk began with is gone
  public record Page(List<ListedRow> rows, int total, Optional<After> next, boolean resumed) {}

  private record Ranked(Place place, CataloguedOffer offer, ProviderFacts facts) {}

  public Page page(Wish wish, Optional<After> after, int limit) {
    // An unknown market is refused, not empty.
    markets.market(wish.market());
    var now = clock.instant().getEpochSecond();
    var current = catalogue.edition();
    var pinned = after.flatMap(from -> catalogue.edition(from.edition()));
    var edition = pinned.orElse(current);
    var last = new PriorityQueue<Ranked>(Comparator.comparing(Ranked::place).reversed());
    var total = 0;
    for (var offer : catalogue.offers()) {
      var facts = edition.providers().get(offer.entry().providerId());
      var newest = current.providers().get(offer.entry().providerId());
      if (facts == null || newest == null || !isShown(wish, offer, newest, now)) {
        continue;
      }
      if (!wish.holds(offer, facts, now)) {
        continue;
      }
      total++;
      var place = new Place(wish.sort().key(offer, facts, edition), offer.rate(), offer.hash());
      if (after.isPresent() && place.compareTo(after.get().place()) <= 0) {
        continue;
      }
      last.add(new Ranked(place, offer, facts));
      if (last.size() > limit + 1) {
        last.poll();
      }
    }
    var found = new ArrayList<>(last);
    found.sort(Comparator.comparing(Ranked::place));
    var more = found.size() > limit;
    var rows = more ? found.subList(0, limit) : found;
    if (more) {
      catalogue.keep(edition);
    }
    return new Page(
        rows.stream().map(ranked -> row(ranked.offer(), ranked.facts(), edition, now)).toList(),
        total,
        more ? Optional.of(new After(edition.id(), rows.getLast().place())) : Optional.empty(),
        after.isPresent() && pinned.isEmpty());
  }

  /// One live offer.
  public Optional<ListedRow> row(Bytes32 hash) {
    var now = clock.instant().getEpochSecond();
    var edition = catalogue.edition();
    return catalogue.offers().stream()
        .filter(offer -> offer.hash().equals(hash))
        .findFirst()
        .flatMap(
            offer ->
                Optional.ofNullable(edition.providers().get(offer.entry().providerId()))
                    .filter(facts -> Edition.isLive(offer, facts, now))
                    .map(facts -> row(offer, facts, edition, now)));
  }

  private ListedRow row(CataloguedOffer offer, ProviderFacts facts, Edition edition, long now) {
    return ListedRow.of(offer, facts, reputations.of(offer.entry().providerId()), edition, now);
  }

  /// What was measured of a provider, epoch by epoch.
  @Meaning("What reporters measured of a provider, the newest epoch first.")
  public record History(
      long providerId,
      @Nullable String name,
      List<MeasuredEpoch> epochs,
      @Meaning("Base URLs of the reporters: each serves a report at /v1/records/HASH.")
          List<String> reporters) {}

  /// None when there is no such member.
  public Optional<History> history(long provider, int limit) {
    var facts = catalogue.edition().providers().get(provider);
    return facts == null
        ? Optional.empty()
        : Optional.of(
            new History(
                provider,
                facts.profile().map(Profile::name).orElse(null),
                tracks.history(provider, limit),
                index.members().stream()
                    .filter(member -> (member.kinds() & REPORTER) != 0)
                    .map(member -> member.endpoint())
                    .filter(endpoint -> !endpoint.isEmpty())
                    .toList()));
  }

  /// Bytes for sale that no running agreement reserves.
  static BigInteger free(CataloguedOffer offer, ProviderFacts facts) {
    return offer.entry().capacityBytes().subtract(facts.reserved()).max(BigInteger.ZERO);
  }

  private static boolean isShown(Wish wish, CataloguedOffer offer, ProviderFacts facts, long now) {
    return Edition.isLive(offer, facts, now) && (wish.unlisted() || facts.listed(now));
  }
}
