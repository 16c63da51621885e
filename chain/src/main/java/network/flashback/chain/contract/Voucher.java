package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// The consumer's cumulative receipt for bytes served under one agreement.
///
/// @param cumulative token units, all vouchers of the agreement together
/// @param servedBytes bytes, all vouchers together
public record Voucher(AgreementId agreementId, BigInteger cumulative, long servedBytes) {
  private static final StructType TYPE =
      StructType.parse("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)");

  /// What the consumer, or a session key, signs.
  public TypedData typedData(Domain orchestrator) {
    return new TypedData(orchestrator, TYPE.of(agreementId.value(), cumulative, servedBytes));
  }
}
