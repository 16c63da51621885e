package network.flashback.sdk.signing;

import java.math.BigInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.StructValue;
import network.flashback.evm.eip712.TypedData;
import network.flashback.sdk.model.LegTerms;
import network.flashback.sdk.model.OfferTerms;
import network.flashback.sdk.model.SlaTerms;

/// Terms as typed data (EIP-712): the structs of Types.sol, and the payment of ERC-3009.
final class TypedTerms {
  private static final StructType LEG =
      StructType.parse(
          "Leg(uint64 providerId,bytes32 offerHash,uint64 capacityBytes,uint96 rate,uint88 deposit,uint88 egressEscrow,uint88 collateral)");

  private static final StructType SLA =
      StructType.parse(
          "Sla(address consumer,uint16 market,uint8 dataShards,uint8 totalShards,uint32 startBy,uint32 endsAt,uint96 maximumRate,uint32 coolDownSeconds,uint88 reserve,bytes32[] regions,Leg[] legs,bytes32 wishesHash,uint256 salt)",
          LEG);

  private static final StructType OFFER =
      StructType.parse(
          "Offer(uint64 providerId,uint16 market,uint96 ratePerGib,uint64 egressPerGib,uint64 capacityBytes,uint64 minimumBytes,uint32 minimumSeconds,uint32 maximumSeconds,uint32 collateralSeconds,uint8 class,bytes32 region,bytes32 qualityHash,uint32 expiry,uint32 nonce,uint256 salt)");

  private static final StructType PAYMENT =
      StructType.parse(
          "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");

  private TypedTerms() {}

  static TypedData sla(SlaTerms terms, Domain orchestrator) {
    return new TypedData(
        orchestrator,
        SLA.of(
            terms.consumer(),
            terms.market(),
            terms.dataShards(),
            terms.totalShards(),
            terms.startBy(),
            terms.endsAt(),
            terms.maximumRate(),
            terms.coolDownSeconds(),
            terms.reserve(),
            terms.regions(),
            terms.legs().stream().map(TypedTerms::leg).toList(),
            terms.wishesHash(),
            terms.salt()));
  }

  private static StructValue leg(LegTerms leg) {
    return LEG.of(
        leg.providerId(),
        leg.offerHash(),
        leg.capacityBytes(),
        leg.rate(),
        leg.deposit(),
        leg.egressEscrow(),
        leg.collateral());
  }

  static TypedData offer(OfferTerms terms, Domain orchestrator) {
    return new TypedData(
        orchestrator,
        OFFER.of(
            terms.providerId(),
            terms.market(),
            terms.ratePerGib(),
            terms.egressPerGib(),
            terms.capacityBytes(),
            terms.minimumBytes(),
            terms.minimumSeconds(),
            terms.maximumSeconds(),
            terms.collateralSeconds(),
            terms.offerClass(),
            terms.region(),
            terms.qualityHash(),
            terms.expiry(),
            terms.nonce(),
            terms.salt()));
  }

  /// Lets `orchestrator` take `total` from `consumer` for the SLA that is the nonce, once.
  static TypedData payment(
      Domain token,
      Address consumer,
      Address orchestrator,
      BigInteger total,
      BigInteger validBefore,
      Bytes32 slaId) {
    return new TypedData(token, PAYMENT.of(consumer, orchestrator, total, 0, validBefore, slaId));
  }

  /// Everything that an SLA locks: deposits, egress escrows and the reserve; token units.
  static BigInteger total(SlaTerms terms) {
    return terms.legs().stream()
        .map(leg -> leg.deposit().add(leg.egressEscrow()))
        .reduce(terms.reserve(), BigInteger::add);
  }
}
