package network.flashback.settlement.statement;

import java.math.BigInteger;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.Statement.Disputed;
import network.flashback.settlement.statement.Statement.Slashed;

/// The sums of one agreement, as its events add up; token units.
record Entries(
    Bytes32 slaId,
    BigInteger deposited,
    BigInteger streamed,
    BigInteger egress,
    BigInteger credited,
    BigInteger refunded,
    BigInteger penalised,
    Slashed slashed,
    Disputed disputed) {
  static Entries opened(Bytes32 slaId, BigInteger deposited) {
    BigInteger none = BigInteger.ZERO;
    return new Entries(slaId, deposited, none, none, none, none, none, Slashed.NONE, Disputed.NONE);
  }

  /// What the provider earned with it.
  BigInteger gross() {
    return streamed.add(egress).add(disputed.toProvider());
  }

  Entries settled(BigInteger paid, BigInteger credit) {
    return new Entries(
        slaId,
        deposited,
        streamed.add(paid),
        egress,
        credited.add(credit),
        refunded,
        penalised,
        slashed,
        disputed);
  }

  Entries toppedUp(BigInteger amount) {
    return new Entries(
        slaId,
        deposited.add(amount),
        streamed,
        egress,
        credited,
        refunded,
        penalised,
        slashed,
        disputed);
  }

  Entries claimed(BigInteger paid) {
    return new Entries(
        slaId,
        deposited,
        streamed,
        egress.add(paid),
        credited,
        refunded,
        penalised,
        slashed,
        disputed);
  }

  Entries closed(BigInteger refund) {
    return new Entries(
        slaId,
        deposited,
        streamed,
        egress,
        credited,
        refunded.add(refund),
        penalised,
        slashed,
        disputed);
  }

  Entries missed(BigInteger penalty) {
    return new Entries(
        slaId,
        deposited,
        streamed,
        egress,
        credited,
        refunded,
        penalised.add(penalty),
        slashed,
        disputed);
  }

  Entries slashed(Slashed more) {
    return new Entries(
        slaId,
        deposited,
        streamed,
        egress,
        credited,
        refunded,
        penalised,
        slashed.plus(more),
        disputed);
  }

  /// Of deposit and escrow; frozen collateral never was the SLA's money.
  Entries frozen(BigInteger amount) {
    return disputing(new Disputed(amount, BigInteger.ZERO, BigInteger.ZERO));
  }

  /// By a ruling for the claimant, or its default.
  Entries awarded(BigInteger toProvider, BigInteger toConsumer) {
    return disputing(new Disputed(toProvider.negate(), toProvider, toConsumer));
  }

  /// What was not refunded is the agreement's again.
  Entries thawed(BigInteger amount, BigInteger refund) {
    return disputing(new Disputed(amount.negate(), BigInteger.ZERO, BigInteger.ZERO))
        .closed(refund);
  }

  private Entries disputing(Disputed more) {
    return new Entries(
        slaId,
        deposited,
        streamed,
        egress,
        credited,
        refunded,
        penalised,
        slashed,
        disputed.plus(more));
  }
}
