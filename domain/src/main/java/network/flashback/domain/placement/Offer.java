package network.flashback.domain.placement;

import java.math.BigInteger;
import network.flashback.domain.Refused;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;

/// What one provider is willing to sell: the terms of a signed offer, field by field as on chain.
///
/// @param providerId id in the register
/// @param market which (token, fee, oracle) triple it is paid in
/// @param ratePerGib price of one GiB for one second
/// @param egressPerGib price of one GiB served; uint64 on chain
/// @param capacity bytes that the provider's agreements may reserve together, whichever offers they
///   fill
/// @param minimum smallest capacity of one agreement
/// @param minimumSeconds shortest agreement
/// @param maximumSeconds longest agreement
/// @param collateralSeconds collateral of an agreement: this many seconds of its pay
/// @param storageClass which share of an SLA it serves
/// @param region where the bytes lie
/// @param expiry unix second after which nobody may fill it
/// @param nonce must equal the provider's offer nonce on chain
/// @param salt tells apart offers that are otherwise the same; uint256 on chain
public record Offer(
    long providerId,
    int market,
    Rate ratePerGib,
    TokenAmount egressPerGib,
    ByteCount capacity,
    ByteCount minimum,
    long minimumSeconds,
    long maximumSeconds,
    long collateralSeconds,
    StorageClass storageClass,
    Region region,
    long expiry,
    long nonce,
    BigInteger salt) {
  private static final long UINT32_MAX = 0xffff_ffffL;

  /// Refuses what the chain could not hold or nobody could fill.
  public Offer {
    Refused.requireRange("providerId", providerId, 1, Long.MAX_VALUE);
    Refused.requireRange("market", market, 0, 0xffff);
    Refused.requireRange("capacity", capacity.bytes(), 1, Long.MAX_VALUE);
    Refused.requireRange("minimum", minimum.bytes(), 0, capacity.bytes());
    Refused.requireRange("maximumSeconds", maximumSeconds, 1, UINT32_MAX);
    Refused.requireRange("minimumSeconds", minimumSeconds, 0, maximumSeconds);
    Refused.requireRange("collateralSeconds", collateralSeconds, 0, UINT32_MAX);
    Refused.requireRange("expiry", expiry, 0, UINT32_MAX);
    Refused.requireRange("nonce", nonce, 0, UINT32_MAX);
    if (!ratePerGib.token().equals(egressPerGib.token())) {
      throw new Refused(
          "egressPerGib", "is in another token than the rate", "price both in the market's token");
    }
    if (egressPerGib.units().bitLength() > 64) {
      throw new Refused("egressPerGib", "does not fit 64 bits", "lower the price");
    }
    if (salt.signum() < 0 || salt.bitLength() > 256) {
      throw new Refused("salt", "does not fit 256 bits", "use a random number of 32 bytes");
    }
  }
}
