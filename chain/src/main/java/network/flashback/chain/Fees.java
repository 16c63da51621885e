package network.flashback.chain;

import network.flashback.evm.Wei;

/// What a transaction offers per gas (EIP-1559).
record Fees(Wei priority, Wei maximum) {
  // Nodes take a replacement only if both fees rise by a tenth (geth, reth, anvil); an eighth
  // leaves room for rounding.
  private static final int RAISE_NUMERATOR = 9;
  private static final int RAISE_DENOMINATOR = 8;

  /// Enough for a base fee twice today's, within the budget.
  ///
  /// @throws TooDearException when today's base fee is above the budget
  static Fees now(Chain chain, Wei budget) {
    Wei base = chain.head().baseFeePerGas();
    Wei tip = chain.suggestedPriorityFee();
    if (base.compareTo(budget) > 0) {
      throw new TooDearException(base, budget);
    }
    Wei maximum = base.times(2).plus(tip).min(budget);
    return new Fees(tip.min(maximum), maximum);
  }

  /// The least that replaces a transaction with these fees and is worth `today`'s; equal to this
  /// one when the budget is used up.
  Fees raised(Fees today, Wei budget) {
    Wei raisedMaximum = maximum.scaledUp(RAISE_NUMERATOR, RAISE_DENOMINATOR).max(today.maximum);
    Wei raisedPriority = priority.scaledUp(RAISE_NUMERATOR, RAISE_DENOMINATOR).max(today.priority);
    boolean affordable = raisedMaximum.compareTo(budget) <= 0;
    if (affordable) {
      return new Fees(raisedPriority.min(raisedMaximum), raisedMaximum);
    }
    Wei least = maximum.scaledUp(RAISE_NUMERATOR, RAISE_DENOMINATOR);
    return least.compareTo(budget) <= 0
        ? new Fees(priority.scaledUp(RAISE_NUMERATOR, RAISE_DENOMINATOR).min(budget), budget)
        : this;
  }
}
