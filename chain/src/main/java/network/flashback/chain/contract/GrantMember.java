package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.evm.Address;

/// What a group of grants has for one key.
///
/// @param rights mask of [Rights]
/// @param voucherCap highest cumulative voucher per agreement, token units
public record GrantMember(Address key, int rights, BigInteger voucherCap) {
  // Of uint88.
  private static final int CAP_BITS = 88;

  public GrantMember {
    if (key.equals(Address.ZERO)) {
      throw new IllegalArgumentException("No key can join as the zero address.");
    }
    if (rights <= 0 || rights > Rights.ALL) {
      throw new IllegalArgumentException(
          "Rights are a sum of READ 1, WRITE 2, REVISION 4, VOUCHER 8, REPLACE 16, but were %s."
              .formatted(rights));
    }
    if (voucherCap.signum() < 0 || voucherCap.bitLength() > CAP_BITS) {
      throw new IllegalArgumentException("A voucher cap has 88 bits, but was " + voucherCap + ".");
    }
  }
}
