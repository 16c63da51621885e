package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// Everything the chain says about one agreement: `Agreement` of Types.sol. Amounts in token units,
/// rate as 64.32.
///
/// @param clock confirmed seconds of the provider that are paid
/// @param frac the fraction below one token unit, in 2^-32
/// @param startEpoch first epoch that pays
/// @param endEpoch first epoch that pays no more
/// @param penalisedThrough last penalised epoch plus one; 0 when there is none
public record AgreementView(
    AgreementId id,
    Bytes32 slaId,
    long providerId,
    int market,
    Address consumer,
    AgreementState state,
    long capacityBytes,
    BigInteger deposit,
    BigInteger rate,
    long clock,
    long frac,
    long startEpoch,
    long endEpoch,
    long penalisedThrough,
    int missedInRow,
    BigInteger collateral,
    BigInteger egressEscrow,
    BigInteger egressClaimed,
    BigInteger creditPending) {

  static AgreementView of(AgreementId id, Values values) {
    return new AgreementView(
        id,
        values.word("slaId"),
        values.number("providerId"),
        (int) values.number("market"),
        values.address("consumer"),
        AgreementState.ofChain(values.number("state")),
        values.number("capacityBytes"),
        values.integer("deposit"),
        values.integer("rate"),
        values.number("clock"),
        values.number("frac"),
        values.number("startEpoch"),
        values.number("endEpoch"),
        values.number("penalisedThrough"),
        (int) values.number("missedInRow"),
        values.integer("collateral"),
        values.integer("egressEscrow"),
        values.integer("egressClaimed"),
        values.integer("creditPending"));
  }
}
