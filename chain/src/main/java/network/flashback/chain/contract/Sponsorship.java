package network.flashback.chain.contract;

import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// The consumer's word that it takes an SLA from another who pays for it.
///
/// @param slaId fixes all terms
/// @param refundsPayer what is unused goes back to the payer, not to the consumer
public record Sponsorship(Bytes32 slaId, Address payer, boolean refundsPayer) {
  private static final StructType TYPE =
      StructType.parse("Sponsorship(bytes32 slaId,address payer,bool refundsPayer)");

  /// What the consumer signs.
  public TypedData typedData(Domain orchestrator) {
    return new TypedData(orchestrator, TYPE.of(slaId, payer, refundsPayer));
  }
}
