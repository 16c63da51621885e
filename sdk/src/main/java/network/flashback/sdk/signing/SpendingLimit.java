package network.flashback.sdk.signing;

import java.math.BigInteger;
import network.flashback.evm.Address;

/// The most that a signature may lock: the signer's own number, not the platform's.
///
/// @param token the only one that may pay
/// @param units of that token, in its smallest unit
public record SpendingLimit(Address token, BigInteger units) {
  public SpendingLimit {
    if (units.signum() < 0) {
      throw new IllegalArgumentException("A limit is not negative.");
    }
  }
}
