package network.flashback.domain.placement;

import java.util.Optional;
import network.flashback.domain.storage.StorageClass;

/// Whether one offer can serve a wish at all.
record Fitness(SlaRequest wish, StorageClass storageClass, QuoteTerms terms, long now) {
  /// What was found.
  sealed interface Judgement {}

  /// It serves, as this leg.
  record Fits(QuotedLeg leg) implements Judgement {}

  /// It does not, for this first reason.
  record Unfit(String reason) implements Judgement {}

  /// Judges one offer.
  Judgement judge(Candidate candidate) {
    var reason = terms(candidate.offer()).or(() -> promise(candidate));
    if (reason.isPresent()) {
      return new Unfit(reason.get());
    }
    var leg = QuotedLeg.of(wish, storageClass, candidate);
    var lack = capacity(candidate, leg);
    return lack.isPresent() ? new Unfit(lack.get()) : new Fits(leg);
  }

  private Optional<String> terms(Offer offer) {
    var token = offer.ratePerGib().token();
    if (offer.market() != terms.market() || !token.equals(wish.budget().token())) {
      return Optional.of(
          "is paid in %s of market %d, the budget is in %s of market %d"
              .formatted(
                  token.symbol(), offer.market(), wish.budget().token().symbol(), terms.market()));
    }
    if (offer.storageClass() != storageClass) {
      return Optional.of("sells " + offer.storageClass() + ", wished is " + storageClass);
    }
    if (!wish.regions().isEmpty() && !wish.regions().contains(offer.region())) {
      return Optional.of("lies in " + offer.region() + ", which is not among the regions wished");
    }
    if (offer.expiry() <= now) {
      return Optional.of("has expired");
    }
    return duration(offer);
  }

  private Optional<String> promise(Candidate candidate) {
    return candidate.promised().covers(wish.quality())
        ? Optional.empty()
        : Optional.of("promises less quality than wished");
  }

  private Optional<String> duration(Offer offer) {
    if (wish.durationSeconds() < offer.minimumSeconds()) {
      return Optional.of("runs for at least " + offer.minimumSeconds() + " s");
    }
    if (wish.durationSeconds() > offer.maximumSeconds()) {
      return Optional.of("runs for at most " + offer.maximumSeconds() + " s");
    }
    return Optional.empty();
  }

  private static Optional<String> capacity(Candidate candidate, QuotedLeg leg) {
    var offer = candidate.offer();
    if (leg.capacity().compareTo(offer.minimum()) < 0) {
      return Optional.of("sells at least " + offer.minimum() + " at once");
    }
    if (leg.capacity().compareTo(candidate.free()) > 0) {
      return Optional.of("has " + candidate.free() + " free, needed are " + leg.capacity());
    }
    if (leg.collateral().compareTo(candidate.freeStake()) > 0) {
      return Optional.of(
          "must commit "
              + leg.collateral()
              + " as collateral, but its provider has only "
              + candidate.freeStake()
              + " of free stake");
    }
    return Optional.empty();
  }
}
