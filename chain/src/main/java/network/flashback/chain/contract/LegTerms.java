package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.StructValue;

/// One leg of an SLA: `Leg` of Types.sol.
///
/// @param offerHash hash of the offer it fills
/// @param capacityBytes reserved bytes of pieces at this provider
/// @param rate pay per confirmed second, token units as 64.32 fixed point
/// @param deposit locked for the stream, token units
/// @param egressEscrow locked for vouchers, token units
/// @param collateral committed from the provider's stake, token units
public record LegTerms(
    long providerId,
    Bytes32 offerHash,
    long capacityBytes,
    BigInteger rate,
    BigInteger deposit,
    BigInteger egressEscrow,
    BigInteger collateral) {
  static final StructType TYPE =
      StructType.parse(
          "Leg(uint64 providerId,bytes32 offerHash,uint64 capacityBytes,uint96 rate,uint88 deposit,uint88 egressEscrow,uint88 collateral)");

  /// The fields in the order of the ABI.
  public List<Object> encode() {
    return List.of(providerId, offerHash, capacityBytes, rate, deposit, egressEscrow, collateral);
  }

  StructValue struct() {
    return TYPE.of(encode().toArray());
  }

  static LegTerms of(Values values) {
    return new LegTerms(
        values.number("providerId"),
        values.word("offerHash"),
        values.number("capacityBytes"),
        values.integer("rate"),
        values.integer("deposit"),
        values.integer("egressEscrow"),
        values.integer("collateral"));
  }
}
