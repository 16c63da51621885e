package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.Statement.Disputed;
import network.flashback.settlement.statement.Statement.Slashed;

/// The sums of one agreement, as its events add up; token units.
///
/// @param sums one that is missing is zero
record Entries(Bytes32 slaId, Map<Sum, BigInteger> sums, Slashed slashed, Disputed disputed) {
  /// What an event adds to.
  enum Sum {
    DEPOSITED,
    STREAMED,
    EGRESS,
    CREDITED,
    REFUNDED,
    PENALISED
  }

  Entries {
    sums = Map.copyOf(sums);
  }

  static Entries opened(Bytes32 slaId, BigInteger deposited) {
    return new Entries(slaId, Map.of(Sum.DEPOSITED, deposited), Slashed.NONE, Disputed.NONE);
  }

  BigInteger deposited() {
    return of(Sum.DEPOSITED);
  }

  BigInteger streamed() {
    return of(Sum.STREAMED);
  }

  BigInteger egress() {
    return of(Sum.EGRESS);
  }

  BigInteger credited() {
    return of(Sum.CREDITED);
  }

  BigInteger refunded() {
    return of(Sum.REFUNDED);
  }

  BigInteger penalised() {
    return of(Sum.PENALISED);
  }

  /// What the provider earned with it.
  BigInteger gross() {
    return streamed().add(egress()).add(disputed.toProvider());
  }

  Entries settled(BigInteger paid, BigInteger credit) {
    return plus(Sum.STREAMED, paid).plus(Sum.CREDITED, credit);
  }

  Entries toppedUp(BigInteger amount) {
    return plus(Sum.DEPOSITED, amount);
  }

  Entries claimed(BigInteger paid) {
    return plus(Sum.EGRESS, paid);
  }

  Entries closed(BigInteger refund) {
    return plus(Sum.REFUNDED, refund);
  }

  Entries missed(BigInteger penalty) {
    return plus(Sum.PENALISED, penalty);
  }

  Entries slashed(Slashed more) {
    return new Entries(slaId, sums, slashed.plus(more), disputed);
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

  private BigInteger of(Sum sum) {
    return sums.getOrDefault(sum, BigInteger.ZERO);
  }

  private Entries plus(Sum sum, BigInteger amount) {
    var more = new EnumMap<Sum, BigInteger>(Sum.class);
    more.putAll(sums);
    more.merge(sum, amount, BigInteger::add);
    return new Entries(slaId, more, slashed, disputed);
  }

  private Entries disputing(Disputed more) {
    return new Entries(slaId, sums, slashed, disputed.plus(more));
  }
}
