package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.StructValue;
import network.flashback.evm.eip712.TypedData;

/// What one provider is willing to sell: `Offer` of Types.sol.
///
/// @param ratePerGib price of one GiB for one second, token units as 64.32 fixed point
/// @param egressPerGib price of one GiB served, token units
/// @param capacityBytes the provider's whole capacity: what all its agreements may reserve together
/// @param minimumBytes smallest agreement
/// @param minimumSeconds shortest agreement
/// @param maximumSeconds longest agreement
/// @param collateralSeconds collateral as seconds of the agreement's pay
/// @param offerClass 0 FAST, 1 DECENTRALIZED, 2 ARCHIVE
/// @param region short ASCII name, left aligned
/// @param qualityHash keccak-256 of the promised quality
/// @param expiry unix second
/// @param nonce the provider's offer nonce
public record OfferTerms(
    long providerId,
    int market,
    BigInteger ratePerGib,
    BigInteger egressPerGib,
    long capacityBytes,
    long minimumBytes,
    long minimumSeconds,
    long maximumSeconds,
    long collateralSeconds,
    int offerClass,
    Bytes32 region,
    Bytes32 qualityHash,
    long expiry,
    long nonce,
    BigInteger salt) {
  static final StructType TYPE =
      StructType.parse(
          "Offer(uint64 providerId,uint16 market,uint96 ratePerGib,uint64 egressPerGib,uint64 capacityBytes,uint64 minimumBytes,uint32 minimumSeconds,uint32 maximumSeconds,uint32 collateralSeconds,uint8 class,bytes32 region,bytes32 qualityHash,uint32 expiry,uint32 nonce,uint256 salt)");

  /// What the provider's node key signs.
  public TypedData typedData(Domain orchestrator) {
    return new TypedData(orchestrator, struct());
  }

  /// The offer's hash on chain.
  public Bytes32 hash(Domain orchestrator) {
    return typedData(orchestrator).digest();
  }

  /// The fields in the order of the ABI.
  public List<Object> encode() {
    return List.of(
        providerId,
        market,
        ratePerGib,
        egressPerGib,
        capacityBytes,
        minimumBytes,
        minimumSeconds,
        maximumSeconds,
        collateralSeconds,
        offerClass,
        region,
        qualityHash,
        expiry,
        nonce,
        salt);
  }

  private StructValue struct() {
    return TYPE.of(encode().toArray());
  }

  static OfferTerms of(Values values) {
    return new OfferTerms(
        values.number("providerId"),
        (int) values.number("market"),
        values.integer("ratePerGib"),
        values.integer("egressPerGib"),
        values.number("capacityBytes"),
        values.number("minimumBytes"),
        values.number("minimumSeconds"),
        values.number("maximumSeconds"),
        values.number("collateralSeconds"),
        (int) values.number("class"),
        values.word("region"),
        values.word("qualityHash"),
        values.number("expiry"),
        values.number("nonce"),
        values.integer("salt"));
  }
}
