package network.flashback.chain.deploy;

import java.math.BigInteger;
import network.flashback.evm.Wei;

/// What who posts a seed can be repaid at most. Nothing is, until a vote sets a rate and funds it.
///
/// @param gasPriceMax highest price of gas that is repaid
/// @param unitsPerCoinMax highest rate that a vote can set: units of the stable coin for 10^18 wei
public record BountyTerms(Wei gasPriceMax, BigInteger unitsPerCoinMax) {
  /// 50 gwei, and 10,000 dollars for a coin of the chain.
  static BountyTerms usual() {
    return new BountyTerms(Wei.gwei(50), BigInteger.TEN.pow(10));
  }
}
