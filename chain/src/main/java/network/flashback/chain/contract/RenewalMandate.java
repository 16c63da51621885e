package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.eip712.StructType;
import network.flashback.evm.eip712.TypedData;

/// What a consumer signs once, so that its provider may extend one agreement without asking again:
/// `RenewalMandate` of Types.sol. Who pays, where that is another, signs the same.
///
/// @param payer from whose allowance renewals are paid
/// @param maximumRate of an epoch that is added, token units per confirmed second, 64.32
/// @param stepEpochs that one renewal adds at most
/// @param windowEpochs before the end, at which a renewal may come at the earliest
/// @param latestEnd no renewal ends later: the first epoch that pays no more
/// @param budget most that all renewals together take from the payer, token units
/// @param collateral least that the agreement still has, token units
/// @param consumerNonce of the consumer for this agreement, as the ledger counts it
/// @param payerNonce the payer's; the same where they are one
public record RenewalMandate(
    AgreementId agreementId,
    Address payer,
    BigInteger maximumRate,
    long stepEpochs,
    long windowEpochs,
    long latestEnd,
    BigInteger budget,
    BigInteger collateral,
    long consumerNonce,
    long payerNonce) {
  private static final StructType TYPE =
      StructType.parse(
          "RenewalMandate(uint128 agreementId,address payer,uint96 maximumRate,uint32 stepEpochs,uint32 windowEpochs,uint32 latestEnd,uint80 budget,uint80 collateral,uint32 consumerNonce,uint32 payerNonce)");

  /// More count as so many.
  public static final long WINDOW_EPOCHS_MAX = 90;

  /// What consumer and payer sign.
  public TypedData typedData(Domain orchestrator) {
    return new TypedData(orchestrator, TYPE.of(encode().toArray()));
  }

  /// What a renewal names it by, and the ledger counts its spending under.
  public Bytes32 digest(Domain orchestrator) {
    return typedData(orchestrator).digest();
  }

  List<Object> encode() {
    return List.of(
        agreementId.value(),
        payer,
        maximumRate,
        stepEpochs,
        windowEpochs,
        latestEnd,
        budget,
        collateral,
        consumerNonce,
        payerNonce);
  }
}
