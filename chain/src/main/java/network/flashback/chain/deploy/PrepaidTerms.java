package network.flashback.chain.deploy;

import network.flashback.evm.Address;

/// How capacity is paid before it is used: cloud credits, and the desk for consumers who pay fiat.
///
/// @param creditsFeeBps fee of what is redeemed of cloud credits, basis points
/// @param redeemSeconds in which a seller may still redeem after expiry, or after a refund was
///   asked for
/// @param fiatOperator runs the fiat desk, whose float is its own; for ever
/// @param holdSeconds in which a fiat payment can be charged back
public record PrepaidTerms(
    int creditsFeeBps, long redeemSeconds, Address fiatOperator, long holdSeconds) {
  /// Two percent, fourteen days to redeem, 120 days to charge back.
  static PrepaidTerms usual(long daySeconds, Address fiatOperator) {
    return new PrepaidTerms(200, 14 * daySeconds, fiatOperator, 120 * daySeconds);
  }
}
