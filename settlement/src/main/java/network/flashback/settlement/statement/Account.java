package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.Log;
import network.flashback.chain.contract.VoucherClaim;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.Movement.Kind;
import network.flashback.settlement.statement.Statement.Disputed;
import network.flashback.settlement.statement.Statement.Slashed;

/// One agreement, as its events add up; token units.
final class Account {
  private final Bytes32 slaId;
  private final List<Movement> movements = new ArrayList<>();
  private final Map<Kind, BigInteger> sums = new EnumMap<>(Kind.class);
  private final List<Trace.Rate> rates = new ArrayList<>();
  private final List<Trace.Credit> credits = new ArrayList<>();
  private final List<Trace.Claim> claims = new ArrayList<>();
  private final List<Trace.Miss> misses = new ArrayList<>();
  private Slashed slashed = Slashed.NONE;
  private Disputed disputed = Disputed.NONE;
  private Optional<Long> startEpoch = Optional.empty();
  private Optional<Long> paidUntil = Optional.empty();

  Account(Bytes32 slaId) {
    this.slaId = slaId;
  }

  Bytes32 slaId() {
    return slaId;
  }

  BigInteger of(Kind kind) {
    return sums.getOrDefault(kind, BigInteger.ZERO);
  }

  Slashed slashed() {
    return slashed;
  }

  Disputed disputed() {
    return disputed;
  }

  /// What the provider earned with it.
  BigInteger gross() {
    return of(Kind.STREAMED).add(of(Kind.EGRESS)).add(disputed.toProvider());
  }

  /// @param proofs of the agreement's own epochs
  Trace trace(List<Trace.Proof> proofs) {
    return new Trace(movements, rates, proofs, credits, claims, misses, paidUntil);
  }

  void move(Kind kind, BigInteger amount, Log log) {
    if (amount.signum() != 0) {
      sums.merge(kind, amount, BigInteger::add);
      movements.add(new Movement(kind, amount, log.blockNumber(), log.transactionHash()));
    }
  }

  void rate(long fromEpoch, BigInteger rate) {
    rates.add(new Trace.Rate(fromEpoch, rate));
  }

  /// The first epoch that pays; none before the first revision.
  Optional<Long> startEpoch() {
    return startEpoch;
  }

  /// The first rate counts from the epoch in which the agreement starts.
  void starts(long epoch) {
    startEpoch = Optional.of(epoch);
    rates.replaceAll(rate -> rate.fromEpoch() == 0 ? new Trace.Rate(epoch, rate.rate()) : rate);
  }

  void settled(BigInteger paid, BigInteger credited, long clock, Log log) {
    move(Kind.STREAMED, paid, log);
    move(Kind.CREDITED, credited, log);
    paidUntil = Optional.of(clock);
  }

  void claimed(VoucherClaim claim, Log log) {
    move(Kind.EGRESS, claim.paid(), log);
    claims.add(
        new Trace.Claim(
            claim, Optional.empty(), Optional.empty(), log.blockNumber(), log.transactionHash()));
  }

  void credited(Trace.Credit credit) {
    credits.add(credit);
  }

  void missed(Trace.Miss miss, Log log) {
    misses.add(miss);
    move(Kind.PENALISED, miss.slashed(), log);
  }

  void slashed(Slashed more) {
    slashed = slashed.plus(more);
  }

  /// Of deposit and escrow; frozen collateral never was the SLA's money.
  void frozen(BigInteger amount) {
    disputing(amount, BigInteger.ZERO, BigInteger.ZERO);
  }

  /// By a ruling for the claimant, or its default.
  void awarded(BigInteger toProvider, BigInteger toConsumer) {
    disputing(toProvider.negate(), toProvider, toConsumer);
  }

  /// What was not refunded is the agreement's again.
  void thawed(BigInteger amount, BigInteger refund, Log log) {
    disputing(amount.negate(), BigInteger.ZERO, BigInteger.ZERO);
    move(Kind.REFUNDED, refund, log);
  }

  private void disputing(BigInteger frozen, BigInteger toProvider, BigInteger toConsumer) {
    disputed = disputed.plus(new Disputed(frozen, toProvider, toConsumer));
  }
}
