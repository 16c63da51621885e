package network.flashback.domain.design;

import java.util.List;
import java.util.function.Function;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Quote;

/// SLAs that serve wishes together.
///
/// @param kind what it is best at
/// @param wishes it serves: those asked for, or stricter ones
/// @param parts one for each class with a share, in the classes' order
/// @param loss how likely bytes are lost before the end, by the failure model
public record Plan(Kind kind, Wishes wishes, List<Part> parts, Odds loss) {
  /// What a plan is best at.
  public enum Kind {
    /// Locks the least.
    CHEAPEST,
    /// Waits the least for a first byte, within the budget.
    QUICKEST,
    /// Bears the loss of one provider more, within the budget.
    SAFEST
  }

  /// Copies the parts.
  public Plan {
    parts = List.copyOf(parts);
  }

  /// What the consumer locks: providers' pay, fees and reserve.
  public TokenAmount total() {
    return sum(part -> part.quote().total());
  }

  /// What providers earn if all goes well, after fees.
  public TokenAmount toProviders() {
    return sum(part -> part.quote().deposit().plus(part.quote().egressEscrow())).minus(fees());
  }

  /// What the community fund gets of that at most.
  public TokenAmount fees() {
    return sum(part -> part.quote().feeAtMost());
  }

  /// Kept for replacements; what is not used comes back.
  public TokenAmount reserve() {
    return sum(part -> part.quote().reserve());
  }

  /// What providers commit together.
  public TokenAmount collateral() {
    return sum(part -> part.quote().collateral());
  }

  /// What all legs together earn in a day.
  public TokenAmount pricePerDay() {
    return sum(Part::pricePerDay);
  }

  /// How likely some class cannot be read at a moment.
  public Odds outage() {
    return parts.stream().map(Part::outage).reduce(Odds.NEVER, Odds::or);
  }

  /// Promised time to the first byte of the slowest class, milliseconds.
  public int latencyMillis() {
    return parts.stream().mapToInt(Part::latencyMillis).max().orElseThrow();
  }

  /// The quotes of the parts.
  public List<Quote> quotes() {
    return parts.stream().map(Part::quote).toList();
  }

  Plan as(Kind other) {
    return new Plan(other, wishes, parts, loss);
  }

  private TokenAmount sum(Function<Part, TokenAmount> amount) {
    return parts.stream().map(amount).reduce(TokenAmount::plus).orElseThrow();
  }
}
