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

  /// Chooses the legs of distinct providers and failure domains that lock the least, the reserve
  /// for replacements included. The same arguments always give the same answer: at equal cost the
  /// smaller provider id and then offer id wins.
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
    var quote = leastLocked(storageClass, terms, fitting, Quote.of(storageClass, chosen, terms));
    if (quote.total().compareTo(wish.budget()) > 0) {
      var summary =
          "the cheapest choice locks %s, the budget is %s: raise the budget, or lower volume, duration or redundancy"
              .formatted(quote.total(), wish.budget());
      return impossible(
          summary, fitting, "fits, but not into the budget with the others", refusals);
    }
    return new Placed(quote, refusals);
  }

  /// The reserve follows the dearest leg alone, so that dearer legs together may lock less when
  /// none of them is the dearest. Each round leaves the dearest legs of the round before out; what
  /// the legs alone lock only grows by that, so that it ends once that alone is no less than the
  /// best.
  private static Quote leastLocked(
      StorageClass storageClass, QuoteTerms terms, List<QuotedLeg> fitting, Quote cheapestLegs) {
    var needed = cheapestLegs.legs().size();
    var best = cheapestLegs;
    var last = cheapestLegs;
    while (true) {
      var dearest =
          last.legs().stream().map(QuotedLeg::rate).max(Comparator.naturalOrder()).orElseThrow();
      var below = fitting.stream().filter(leg -> leg.rate().compareTo(dearest) < 0).toList();
      var chosen = new DistinctChoice(below).cheapest(needed);
      if (chosen.size() < needed) {
        return best;
      }
      last = Quote.of(storageClass, chosen, terms);
      if (last.deposit().plus(last.egressEscrow()).compareTo(best.total()) >= 0) {
        return best;
      }
      if (last.total().compareTo(best.total()) < 0) {
        best = last;
      }
    }
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
