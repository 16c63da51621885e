package network.flashback.domain.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.placement.QuoteTerms;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.Redundancy;

/// Turns wishes into plans over the offers that are listed. Integers only and no clock: the same
/// offers, wishes and second always give the same plans.
public final class Designer {
  private final Search search;

  /// A designer over these offers.
  ///
  /// @param now unix second, against which offers expire
  public Designer(List<Supply> supplies, QuoteTerms terms, FailureModel failures, long now) {
    search = new Search(supplies, terms, failures, now);
  }

  /// Plans and what each wish costs, or which wishes cannot be met and the nearest that can.
  public Design design(Wishes wishes) {
    return switch (search.run(wishes)) {
      case Search.Found(Plan plan, List<Refusal> refused)
          when plan.total().compareTo(wishes.budget()) <= 0 ->
          new Design.Feasible(plans(plan), new WishPrices(search, plan).all(), refused);
      case Search.Found(Plan plan, List<Refusal> refused) ->
          new Nearest(search, wishes).infeasible(refused);
      case Search.None(List<Refusal> refused) -> new Nearest(search, wishes).infeasible(refused);
    };
  }

  private List<Plan> plans(Plan cheapest) {
    var plans = new ArrayList<>(List.of(cheapest));
    quickest(cheapest).map(plan -> plan.as(Plan.Kind.QUICKEST)).ifPresent(plans::add);
    oneMore(cheapest.wishes().redundancy())
        .flatMap(more -> search.within(cheapest.wishes().withRedundancy(more)))
        .map(plan -> plan.as(Plan.Kind.SAFEST))
        .ifPresent(plans::add);
    return plans;
  }

  /// The shortest promised wait that the budget allows: by halves among what is promised.
  private Optional<Plan> quickest(Plan cheapest) {
    var waits =
        search.supplies().stream()
            .map(supply -> supply.candidate().promised().latencyMillisMax())
            .filter(wait -> wait < cheapest.latencyMillis())
            .distinct()
            .sorted()
            .toList();
    Optional<Plan> best = Optional.empty();
    var low = 0;
    var high = waits.size();
    while (low < high) {
      var middle = (low + high) / 2;
      var found = search.within(quicker(cheapest.wishes(), waits.get(middle)));
      if (found.isPresent()) {
        best = found;
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return best;
  }

  private static Wishes quicker(Wishes wishes, int latencyMillis) {
    var quality = wishes.quality();
    return wishes.withQuality(
        new QualityTarget(
            quality.uptimeBps(),
            Math.min(quality.latencyMillisMax(), latencyMillis),
            quality.throughputKibMin(),
            quality.errorBpsMax()));
  }

  private static Optional<Redundancy> oneMore(Redundancy redundancy) {
    var legs = redundancy.providersNeeded() + 1;
    return legs > 32 || redundancy.lossesTolerated() >= 30
        ? Optional.empty()
        : Optional.of(Redundancy.of(redundancy.dataShards(), legs));
  }
}
