package network.flashback.domain.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import network.flashback.domain.storage.StorageClass;

/// Which offers serve a wish, or why none do.
public sealed interface Placement {
  /// The cheapest choice.
  ///
  /// @param refused offers that did not qualify, with the reasons
  record Placed(Quote quote, List<Refusal> refused) implements Placement {
    /// Copies the reasons.
    public Placed {
      refused = List.copyOf(refused);
    }
  }

  /// There is no choice; shown to the consumer as is.
  ///
  /// @param summary what is missing and what would help
  /// @param refusals one for each offer
  record Impossible(String summary, List<Refusal> refusals) implements Placement {
    /// Copies the reasons.
    public Impossible {
      refusals = List.copyOf(refusals);
    }
  }

  /// Chooses the cheapest legs of distinct providers and failure domains. The same arguments always
  /// give the same answer: at equal cost the smaller provider id and then offer id wins.
  ///
  /// @param now unix second, against which offers expire
  static Placement choose(
      SlaRequest wish,
      StorageClass storageClass,
      List<Candidate> candidates,
      QuoteTerms terms,
      long now) {
    var fitting = new ArrayList<QuotedLeg>();
    var refusals = new ArrayList<Refusal>();
    var fitness = new Fitness(wish, storageClass, terms, now);
    for (var candidate : candidates) {
      switch (fitness.judge(candidate)) {
        case Fitness.Fits(QuotedLeg leg) -> fitting.add(leg);
        case Fitness.Unfit(String reason) -> refusals.add(refusal(candidate, reason));
      }
    }
    fitting.sort(
        Comparator.comparing(QuotedLeg::locked)
            .thenComparingLong(leg -> leg.candidate().offer().providerId())
            .thenComparing(leg -> leg.candidate().id()));
    return choose(wish, storageClass, terms, fitting, refusals);
  }

  private static Placement choose(
      SlaRequest wish,
      StorageClass storageClass,
      QuoteTerms terms,
      List<QuotedLeg> fitting,
      List<Refusal> refusals) {
    var needed = wish.redundancy().providersNeeded();
    var chosen = new DistinctChoice(fitting).cheapest(needed);
    if (chosen.size() < needed) {
      var summary =
          "%s needs %d different providers in different failure domains, but only %d fit: widen regions, quality or duration, or choose less redundancy"
              .formatted(wish.redundancy(), needed, chosen.size());
      return impossible(summary, fitting, "fits, but too few others do", refusals);
    }
    var quote = Quote.of(storageClass, chosen, terms);
    if (quote.total().compareTo(wish.budget()) > 0) {
      var summary =
          "the cheapest choice locks %s, the budget is %s: raise the budget, or lower volume, duration or redundancy"
              .formatted(quote.total(), wish.budget());
      return impossible(
          summary, fitting, "fits, but not into the budget with the others", refusals);
    }
    return new Placed(quote, refusals);
  }

  private static Impossible impossible(
      String summary, List<QuotedLeg> fitting, String reason, List<Refusal> refusals) {
    var all = new ArrayList<>(refusals);
    fitting.forEach(leg -> all.add(refusal(leg.candidate(), reason)));
    return new Impossible(summary, all);
  }

  private static Refusal refusal(Candidate candidate, String reason) {
    return new Refusal(candidate.id(), candidate.offer().providerId(), reason);
  }
}
