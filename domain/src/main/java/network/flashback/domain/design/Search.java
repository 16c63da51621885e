package network.flashback.domain.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Candidate;
import network.flashback.domain.placement.Offer;
import network.flashback.domain.placement.Placement;
import network.flashback.domain.placement.QuoteTerms;
import network.flashback.domain.placement.QuotedLeg;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.placement.SlaRequest;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;
import org.jspecify.annotations.Nullable;

/// Finds the plan that locks the least.
///
/// Each class alone is placed at the least price there is. Where classes then crowd a provider,
/// which has too little room or stake for all of them, one of its offers must be done without: each
/// is tried in turn, as long as the plan can still be cheaper.
final class Search {
  private static final int REGIONS_MAX = 64;

  /// Plans that are tried at most for the wishes themselves; beyond, the best so far counts.
  private static final int TRIES_MAX = 500;

  /// The same for wishes beside them, of which there are many.
  private static final int TRIES_BESIDE_MAX = 20;

  /// Plans that are tried at most in all searches together, so that no wishes cost without bound;
  /// beyond, nothing more is found.
  private static final int EFFORT_MAX = 2_000;

  private final List<Supply> supplies;
  private final QuoteTerms terms;
  private final FailureModel failures;
  private final long now;
  private int effort = EFFORT_MAX;

  Search(List<Supply> supplies, QuoteTerms terms, FailureModel failures, long now) {
    this.supplies = List.copyOf(supplies);
    this.terms = terms;
    this.failures = failures;
    this.now = now;
  }

  /// What was found.
  sealed interface Outcome {}

  /// A plan, within the budget or not.
  record Found(Plan plan, List<Refusal> refused) implements Outcome {}

  /// No choice of offers at any price.
  record None(List<Refusal> refused) implements Outcome {}

  List<Supply> supplies() {
    return supplies;
  }

  /// Whether so much was tried that later searches found nothing for that reason alone.
  boolean isExhausted() {
    return effort <= 0;
  }

  /// The cheapest plan within the budget.
  Optional<Plan> within(Wishes wishes) {
    return atAnyPrice(wishes).filter(plan -> plan.total().compareTo(wishes.budget()) <= 0);
  }

  /// The cheapest plan, whatever it costs.
  Optional<Plan> atAnyPrice(Wishes wishes) {
    return switch (run(wishes, TRIES_BESIDE_MAX)) {
      case Found(Plan plan, var refused) -> Optional.of(plan);
      case None none -> Optional.empty();
    };
  }

  /// The cheapest plan, whatever it costs, and why offers do not serve.
  Outcome run(Wishes wishes) {
    return run(wishes, TRIES_MAX);
  }

  private Outcome run(Wishes wishes, int tries) {
    var refused = new ArrayList<Refusal>();
    var admitted = new ArrayList<Candidate>();
    for (var supply : supplies) {
      objection(wishes, supply)
          .ifPresentOrElse(
              reason -> refused.add(refusal(supply.candidate(), reason)),
              () -> admitted.add(supply.candidate()));
    }
    var branches = new Branches(wishes, admitted, tries);
    branches.explore(Set.of(), refused);
    return branches
        .best()
        .<Outcome>map(plan -> new Found(plan, refused))
        .orElseGet(() -> new None(refused));
  }

  /// The search through crowded providers.
  private final class Branches {
    private final Wishes wishes;
    private final List<Candidate> admitted;
    private @Nullable Plan best;
    private int left;

    Branches(Wishes wishes, List<Candidate> admitted, int tries) {
      this.wishes = wishes;
      this.admitted = admitted;
      this.left = tries;
    }

    Optional<Plan> best() {
      return Optional.ofNullable(best);
    }

    /// @param without ids of offers that are done without
    /// @param refused gets the offers that did not qualify
    void explore(Set<String> without, List<Refusal> refused) {
      if (left-- <= 0 || effort-- <= 0) {
        return;
      }
      var parts = place(wishes, admitted, without, refused);
      if (parts.size() < wishes.shares().classes().size()) {
        return;
      }
      var plan = plan(wishes, parts);
      var sofar = best;
      if (sofar != null && plan.total().compareTo(sofar.total()) >= 0) {
        return;
      }
      var crowded = crowded(parts);
      if (crowded.isEmpty()) {
        best = plan;
        return;
      }
      for (var part : parts) {
        legs(part)
            .filter(leg -> provider(leg) == crowded.getAsLong())
            .forEach(
                leg -> {
                  var more = new HashSet<>(without);
                  more.add(leg.candidate().id());
                  explore(more, new ArrayList<>());
                });
      }
    }
  }

  private static Optional<String> objection(Wishes wishes, Supply supply) {
    var offer = supply.candidate().offer();
    if (!wishes.shares().basisPoints().containsKey(offer.storageClass())) {
      return Optional.of("sells " + offer.storageClass() + ", which has no share");
    }
    if (wishes.certifiedOnly() && !supply.certified()) {
      return Optional.of("is of a provider without a valid certificate");
    }
    if (offer.collateralSeconds() < wishes.collateralSeconds()) {
      return Optional.of(
          "risks %d s of its pay as collateral, wished are %d s"
              .formatted(offer.collateralSeconds(), wishes.collateralSeconds()));
    }
    return wishes.regions().objection(offer.region());
  }

  private List<Part> place(
      Wishes wishes, List<Candidate> admitted, Set<String> without, List<Refusal> refused) {
    var parts = new ArrayList<Part>();
    for (var storageClass : wishes.shares().classes()) {
      var request = request(wishes.withoutBudget(), storageClass, admitted);
      var candidates =
          admitted.stream()
              .filter(candidate -> candidate.offer().storageClass() == storageClass)
              .filter(candidate -> !without.contains(candidate.id()))
              .toList();
      switch (Placement.choose(request, storageClass, candidates, terms, now)) {
        case Placement.Placed(var quote, var unfit) -> {
          refused.addAll(unfit);
          parts.add(new Part(request(wishes, storageClass, admitted), quote));
        }
        case Placement.Impossible(var summary, var unfit) -> refused.addAll(unfit);
      }
    }
    return parts;
  }

  /// The wishes for one class, with the regions by name that the rules admit among those in which
  /// it is offered: the chain knows no rules, and at most 64 names, so that the cheapest count.
  private static SlaRequest request(
      Wishes wishes, StorageClass storageClass, List<Candidate> admitted) {
    var regions =
        wishes.regions().allowAll()
            ? Set.<Region>of()
            : admitted.stream()
                .map(Candidate::offer)
                .filter(offer -> offer.storageClass() == storageClass)
                .sorted(Comparator.comparing(Offer::ratePerGib).thenComparing(Offer::region))
                .map(Offer::region)
                .distinct()
                .limit(REGIONS_MAX)
                .collect(Collectors.toSet());
    var volume = wishes.shares().of(storageClass, wishes.volume());
    return new SlaRequest(
        volume.compareTo(Wishes.PART_MIN) < 0 ? Wishes.PART_MIN : volume,
        wishes.durationSeconds(),
        wishes.redundancy(),
        Shares.all(storageClass),
        regions,
        wishes.shares().of(storageClass, wishes.egress()),
        wishes.budget(),
        wishes.quality());
  }

  private Plan plan(Wishes wishes, List<Part> parts) {
    var sorted = parts.stream().sorted(Comparator.comparing(Part::storageClass)).toList();
    var one = failures.loss(wishes.redundancy(), wishes.durationSeconds());
    var loss = sorted.stream().map(part -> one).reduce(Odds.NEVER, Odds::or);
    return new Plan(Plan.Kind.CHEAPEST, wishes, sorted, loss);
  }

  /// What a provider's offers take together of its room and stake.
  private record Taken(ByteCount capacity, TokenAmount collateral) {}

  /// The first provider that has too little room or stake for all its legs.
  private static OptionalLong crowded(List<Part> parts) {
    var taken = new HashMap<Long, Taken>();
    parts.stream().flatMap(Search::legs).forEach(leg -> note(leg, taken));
    return parts.stream()
        .flatMap(Search::legs)
        .filter(
            leg -> {
              var all = taken.get(provider(leg));
              return all != null
                  && (all.capacity().compareTo(leg.candidate().free()) > 0
                      || all.collateral().compareTo(leg.candidate().freeStake()) > 0);
            })
        .mapToLong(Search::provider)
        .min();
  }

  private static void note(QuotedLeg leg, Map<Long, Taken> taken) {
    taken.merge(
        provider(leg),
        new Taken(leg.capacity(), leg.collateral()),
        (before, more) ->
            new Taken(
                before.capacity().plus(more.capacity()),
                before.collateral().plus(more.collateral())));
  }

  private static Stream<QuotedLeg> legs(Part part) {
    return part.quote().legs().stream();
  }

  private static long provider(QuotedLeg leg) {
    return leg.candidate().offer().providerId();
  }

  private static Refusal refusal(Candidate candidate, String reason) {
    return new Refusal(candidate.id(), candidate.offer().providerId(), reason);
  }
}
