package network.flashback.domain.placement;

import network.flashback.domain.Refused;

/// What the market adds to the offers' prices; data, frozen in every quote.
///
/// @param market the (token, fee, oracle) triple that all legs are paid in
/// @param feeBps taken from a provider's earnings when it withdraws, never on top of a price
/// @param mandateBps highest rate of a replacement leg, in basis points of the dearest leg's rate
/// @param reserveBps money kept for replacements, in basis points of the dearest leg's deposit
/// @param coolDownSeconds least time between two replacements
public record QuoteTerms(
    int market, int feeBps, int mandateBps, int reserveBps, long coolDownSeconds) {
  /// Refuses terms the contract would refuse.
  public QuoteTerms {
    Refused.requireRange("market", market, 0, 0xffff);
    Refused.requireRange("feeBps", feeBps, 0, 500);
    Refused.requireRange("mandateBps", mandateBps, 10_000, 100_000);
    Refused.requireRange("reserveBps", reserveBps, 0, 100_000);
    Refused.requireRange("coolDownSeconds", coolDownSeconds, 0, 0xffff_ffffL);
  }

  /// Fee 2 %, replacements up to one and a half times the dearest rate, half a deposit in reserve.
  public static QuoteTerms usual(int market, long coolDownSeconds) {
    return new QuoteTerms(market, 200, 15_000, 5_000, coolDownSeconds);
  }
}
