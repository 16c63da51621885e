package network.flashback.domain.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.flashback.domain.placement.Offer;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;

/// For wishes that cannot be met: which of them is in the way, and the nearest that can be met.
final class Nearest {
  /// Regions and least durations that are tried at most.
  private static final int LEVELS_TRIED = 64;

  private final Search search;
  private final Wishes wishes;

  Nearest(Search search, Wishes wishes) {
    this.search = search;
    this.wishes = wishes;
  }

  /// The refusal in words.
  Design.Infeasible infeasible(List<Refusal> refused) {
    var nearest =
        Stream.of(
                budget(),
                regions(),
                exclusions(),
                quality(),
                certified(),
                collateral(),
                redundancy(),
                mix(),
                duration(),
                volume())
            .flatMap(Optional::stream)
            .toList();
    var together = nearest.isEmpty() ? together() : List.<Wish>of();
    return new Design.Infeasible(summary(nearest, together), nearest, together, refused);
  }

  private String summary(List<Relaxed> nearest, List<Wish> together) {
    if (!nearest.isEmpty()) {
      return nearest.stream()
          .map(Nearest::inWords)
          .collect(Collectors.joining("; or ", "one of these alone would do: ", ""));
    }
    if (!together.isEmpty()) {
      return together.stream()
          .map(Nearest::word)
          .collect(
              Collectors.joining(
                  ", ", "no single wish is in the way, but these together are: ", ""));
    }
    if (search.isExhausted()) {
      return "there are too many offers to find out what would do: give a larger budget, or wish for less redundancy or fewer classes";
    }
    var classes =
        wishes.shares().classes().stream().map(WishPrices::word).collect(Collectors.joining(", "));
    return "whatever else is given up, the offers listed do not hold %s for %d s as %s"
        .formatted(wishes.volume(), wishes.durationSeconds(), classes);
  }

  private Optional<Relaxed> budget() {
    return search
        .atAnyPrice(wishes)
        .map(
            plan -> new Relaxed(Wish.BUDGET, "a budget of at least " + plan.total(), plan.total()));
  }

  private Optional<Relaxed> regions() {
    if (wishes.regions().wanted().isEmpty()) {
      return Optional.empty();
    }
    var others =
        search.supplies().stream()
            .map(supply -> supply.candidate().offer().region())
            .filter(region -> wishes.regions().objection(region).isPresent())
            .distinct()
            .sorted()
            .limit(LEVELS_TRIED)
            .toList();
    var oneMore =
        others.stream()
            .flatMap(
                region ->
                    met(
                        Wish.REGIONS,
                        region + " as well",
                        wishes.withRegions(wishes.regions().withWanted(region)))
                        .stream())
            .min(Comparator.comparing(Relaxed::total));
    return oneMore.or(
        () ->
            met(
                Wish.REGIONS,
                "anywhere",
                wishes.withRegions(new RegionRules(List.of(), wishes.regions().excluded()))));
  }

  private Optional<Relaxed> exclusions() {
    return wishes.regions().excluded().stream()
        .flatMap(
            rule -> {
              var kept = wishes.regions().excluded().stream().filter(one -> !one.equals(rule));
              var rules = new RegionRules(wishes.regions().wanted(), kept.toList());
              return met(
                  Wish.EXCLUSIONS,
                  rule + " no longer excluded, if law allows it",
                  wishes.withRegions(rules))
                  .stream();
            })
        .min(Comparator.comparing(Relaxed::total));
  }

  private Optional<Relaxed> quality() {
    var wanted = wishes.quality();
    return Stream.<Optional<Relaxed>>of(
            promised(
                promise -> -promise.uptimeBps(),
                level -> withUptime(wanted, (int) -level),
                level -> "an uptime of %s %%".formatted(percent((int) -level)),
                -wanted.uptimeBps()),
            promised(
                QualityTarget::latencyMillisMax,
                level -> withLatency(wanted, (int) level),
                level -> "a first byte within %d ms".formatted(level),
                wanted.latencyMillisMax()),
            met(Wish.QUALITY, "whatever is promised", wishes.withQuality(Wishes.ANY_QUALITY))
                .filter(any -> !wanted.equals(Wishes.ANY_QUALITY)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// The strictest level that is promised and can be met, of those laxer than the wished one.
  private Optional<Relaxed> promised(
      Function<QualityTarget, Integer> levelOf,
      LongFunction<QualityTarget> quality,
      LongFunction<String> words,
      long wished) {
    var levels =
        search.supplies().stream()
            .mapToLong(supply -> levelOf.apply(supply.candidate().promised()))
            .filter(level -> level > wished);
    return firstMet(
        levels,
        level -> met(Wish.QUALITY, words.apply(level), wishes.withQuality(quality.apply(level))));
  }

  /// By halves: whoever serves a level serves the laxer ones, too.
  ///
  /// @param levels laxer when larger
  private static Optional<Relaxed> firstMet(
      LongStream levels, LongFunction<Optional<Relaxed>> tried) {
    var sorted = levels.distinct().sorted().toArray();
    Optional<Relaxed> best = Optional.empty();
    var low = 0;
    var high = sorted.length;
    while (low < high) {
      var middle = (low + high) / 2;
      var found = tried.apply(sorted[middle]);
      if (found.isPresent()) {
        best = found;
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return best;
  }

  private static QualityTarget withUptime(QualityTarget target, int uptimeBps) {
    return new QualityTarget(
        uptimeBps, target.latencyMillisMax(), target.throughputKibMin(), target.errorBpsMax());
  }

  private static QualityTarget withLatency(QualityTarget target, int latencyMillis) {
    return new QualityTarget(
        target.uptimeBps(), latencyMillis, target.throughputKibMin(), target.errorBpsMax());
  }

  private static String percent(int basisPoints) {
    return "%d.%02d".formatted(basisPoints / 100, basisPoints % 100);
  }

  private Optional<Relaxed> certified() {
    return wishes.certifiedOnly()
        ? met(
            Wish.CERTIFIED,
            "providers without a certificate too",
            wishes.withDemands(false, wishes.collateralSeconds()))
        : Optional.empty();
  }

  private Optional<Relaxed> collateral() {
    return firstMet(
        offered(Offer::collateralSeconds)
            .filter(seconds -> seconds < wishes.collateralSeconds())
            .map(seconds -> -seconds),
        less ->
            met(
                Wish.COLLATERAL,
                "a collateral of %d s of pay".formatted(-less),
                wishes.withDemands(wishes.certifiedOnly(), -less)));
  }

  /// Fewer providers that bear as many losses; then fewer losses.
  private Optional<Relaxed> redundancy() {
    var wished = wishes.redundancy();
    return IntStream.rangeClosed(0, wished.lossesTolerated())
        .map(fewer -> wished.lossesTolerated() - fewer)
        .boxed()
        .flatMap(
            losses ->
                IntStream.rangeClosed(1, wished.dataShards())
                    .map(fewer -> wished.dataShards() + 1 - fewer)
                    .filter(data -> data == 1 || losses > 0)
                    .mapToObj(data -> Redundancy.of(data, data + losses)))
        .filter(other -> !other.equals(wished))
        .map(other -> met(Wish.REDUNDANCY, other.toString(), wishes.withRedundancy(other)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// The mix that moves the least: one class's share to another class.
  private Optional<Relaxed> mix() {
    var shares = wishes.shares().basisPoints();
    return shares.keySet().stream()
        .sorted(Comparator.<StorageClass, Integer>comparing(shares::get).thenComparing(c -> c))
        .flatMap(
            from ->
                Stream.of(StorageClass.values())
                    .filter(to -> to != from)
                    .map(to -> moved(from, to))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(Relaxed::total))
                    .limit(1))
        .findFirst();
  }

  private Optional<Relaxed> moved(StorageClass from, StorageClass to) {
    var points = new EnumMap<StorageClass, Integer>(wishes.shares().basisPoints());
    var share = points.remove(from);
    points.merge(to, share == null ? 0 : share, Integer::sum);
    return met(
        Wish.MIX,
        "the %s share as %s".formatted(WishPrices.word(from), WishPrices.word(to)),
        wishes.withShares(new Shares(points)));
  }

  private Optional<Relaxed> duration() {
    var longer =
        offered(Offer::minimumSeconds)
            .filter(seconds -> seconds > wishes.durationSeconds())
            .sorted()
            .limit(LEVELS_TRIED)
            .mapToObj(this::lasting)
            .flatMap(Optional::stream)
            .findFirst();
    return largest(1, wishes.durationSeconds(), wishes::withDuration)
        .flatMap(this::lasting)
        .or(() -> longer);
  }

  private Optional<Relaxed> lasting(long seconds) {
    var tenthsOfDays = seconds * 10 / 86_400;
    return met(
        Wish.DURATION,
        "%d s, %d.%d days".formatted(seconds, tenthsOfDays / 10, tenthsOfDays % 10),
        wishes.withDuration(seconds));
  }

  private Optional<Relaxed> volume() {
    Function<Long, Wishes> with = bytes -> wishes.withVolume(new ByteCount(bytes));
    return largest(Wishes.PART_MIN.bytes(), wishes.volume().bytes(), with::apply)
        .flatMap(
            bytes ->
                met(
                    Wish.VOLUME,
                    "%s (%d bytes)".formatted(new ByteCount(bytes), bytes),
                    with.apply(bytes)));
  }

  /// The largest number below the wished one that can be met, by halves; none when the least cannot
  /// be met. What a provider sells at least makes the answer one of several: it can always be met.
  private Optional<Long> largest(long least, long wished, LongFunction<Wishes> with) {
    if (least >= wished) {
      return Optional.empty();
    }
    var low = least;
    var high = wished;
    if (search.within(with.apply(low)).isEmpty()) {
      // Small volumes may be below what offers sell at least: begin at the half that can be met.
      var start = wished;
      while (start > least && search.within(with.apply(start)).isEmpty()) {
        start /= 2;
      }
      if (start <= least) {
        return Optional.empty();
      }
      low = start;
      high = Math.min(wished, 2 * start + 1);
    }
    while (high - low > 1) {
      var middle = low + (high - low) / 2;
      if (search.within(with.apply(middle)).isPresent()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Optional.of(low);
  }

  /// Wishes of which each is needed for the refusal when all the others of them are given up: found
  /// by giving up all and taking back, one by one, what can be kept.
  private List<Wish> together() {
    var given = new ArrayList<Wish>();
    var sofar =
        wishes
            .withoutBudget()
            .withRegions(RegionRules.ANYWHERE)
            .withQuality(Wishes.ANY_QUALITY)
            .withDemands(false, 0)
            .withRedundancy(new Redundancy.Mirrored(1));
    if (search.within(sofar).isEmpty()) {
      return List.of();
    }
    for (var wish : GIVEN_UP) {
      var back = takenBack(sofar, wish);
      if (search.within(back).isPresent()) {
        sofar = back;
      } else {
        given.add(wish);
      }
    }
    return given;
  }

  private static final List<Wish> GIVEN_UP =
      List.of(
          Wish.EXCLUSIONS,
          Wish.REGIONS,
          Wish.REDUNDANCY,
          Wish.QUALITY,
          Wish.CERTIFIED,
          Wish.COLLATERAL,
          Wish.BUDGET);

  private Wishes takenBack(Wishes sofar, Wish wish) {
    return switch (wish) {
      case BUDGET -> sofar.withBudget(wishes.budget());
      case REGIONS ->
          sofar.withRegions(new RegionRules(wishes.regions().wanted(), sofar.regions().excluded()));
      case EXCLUSIONS ->
          sofar.withRegions(new RegionRules(sofar.regions().wanted(), wishes.regions().excluded()));
      case QUALITY -> sofar.withQuality(wishes.quality());
      case CERTIFIED -> sofar.withDemands(wishes.certifiedOnly(), sofar.collateralSeconds());
      case COLLATERAL -> sofar.withDemands(sofar.certifiedOnly(), wishes.collateralSeconds());
      case REDUNDANCY -> sofar.withRedundancy(wishes.redundancy());
      case MIX, DURATION, VOLUME -> sofar;
    };
  }

  private LongStream offered(Function<Offer, Long> of) {
    return search.supplies().stream()
        .mapToLong(supply -> of.apply(supply.candidate().offer()))
        .distinct();
  }

  private Optional<Relaxed> met(Wish wish, String instead, Wishes other) {
    return search.within(other).map(plan -> new Relaxed(wish, instead, plan.total()));
  }

  private static String inWords(Relaxed one) {
    return one.wish() == Wish.BUDGET
        ? one.instead()
        : "%s: %s, which locks %s".formatted(word(one.wish()), one.instead(), one.total());
  }

  private static String word(Wish wish) {
    return wish.name().toLowerCase(Locale.ROOT);
  }
}
