package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.evm.abi.Values;

/// Stake of one member in one token, token units.
///
/// @param readyAt unix second at which the unbonding part can be taken
public record StakeView(BigInteger free, BigInteger committed, BigInteger unbonding, long readyAt) {
  static StakeView of(Values values) {
    return new StakeView(values.integer(0), values.integer(1), values.integer(2), values.number(3));
  }
}
