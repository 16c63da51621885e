package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// Another rate for a running agreement, which both sides sign: `RateChange` of Types.sol.
///
/// @param rate token units per confirmed second, 64.32
/// @param fromEpoch the first epoch at this rate
/// @param number one more than the changes that the agreement had
public record RateChange(AgreementId agreementId, BigInteger rate, long fromEpoch, long number) {
  private static final StructType TYPE =
      StructType.parse(
          "RateChange(uint128 agreementId,uint96 rate,uint32 fromEpoch,uint32 number)");

  /// The newest change of an agreement as the ledger knows it.
  ///
  /// @param waits no settlement has reached over `fromEpoch` yet
  /// @param rate from `fromEpoch` on; without any change, the agreement's
  /// @param number how many changes there were
  public record Newest(boolean waits, BigInteger rate, long fromEpoch, long number) {
    static Newest of(Values values) {
      return new Newest(
          values.flag("waits"),
          values.integer("rate"),
          values.number("fromEpoch"),
          values.number("number"));
    }
  }

  /// What both sides sign.
  public TypedData typedData(Domain orchestrator) {
    return new TypedData(orchestrator, TYPE.of(encode().toArray()));
  }

  List<Object> encode() {
    return List.of(agreementId.value(), rate, fromEpoch, number);
  }
}
