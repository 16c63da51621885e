package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.LegTerms;
import network.flashback.evm.Bytes32;

/// One agreement of the model: money as plain integers, pay by its definition.
final class Agreement {
  private static final BigInteger UNIT = BigInteger.ONE.shiftLeft(32);

  final AgreementId id;
  final Bytes32 slaId;
  final int consumer;
  final LegTerms leg;
  final int legIndex;
  final long startBy;

  /// All rates that it ever had or will have, the oldest first.
  final List<Rate> rates = new ArrayList<>();

  /// Which of them the newest settlement left it with.
  int shown;

  AgreementState state = AgreementState.OPEN;
  BigInteger deposit;
  long clock;
  BigInteger fraction = BigInteger.ZERO;
  boolean clockKnown;
  long startEpoch;
  long endEpoch;
  long penalisedThrough;
  int missedInRow;
  BigInteger collateral;
  BigInteger egressEscrow;
  BigInteger egressClaimed = BigInteger.ZERO;
  BigInteger creditPending = BigInteger.ZERO;
  long creditedThrough;
  boolean replaceable;
  BigInteger breachRefund = BigInteger.ZERO;

  /// What slashes of its collateral gave its consumer.
  BigInteger slashShare = BigInteger.ZERO;

  /// Of accounts, and of mandates by their digest.
  final Map<Integer, Long> mandateNonces = new HashMap<>();

  final Map<Bytes32, BigInteger> mandateSpent = new HashMap<>();

  Agreement(
      AgreementId id,
      Bytes32 slaId,
      int consumer,
      LegTerms leg,
      int legIndex,
      long startBy,
      long endEpoch) {
    this.id = id;
    this.slaId = slaId;
    this.consumer = consumer;
    this.leg = leg;
    this.legIndex = legIndex;
    this.startBy = startBy;
    this.endEpoch = endEpoch;
    this.rates.add(new Rate(0, leg.rate()));
    this.deposit = leg.deposit();
    this.egressEscrow = leg.egressEscrow();
    this.collateral = leg.collateral();
  }

  private Agreement(Agreement other) {
    this(
        other.id,
        other.slaId,
        other.consumer,
        other.leg,
        other.legIndex,
        other.startBy,
        other.endEpoch);
    rates.clear();
    rates.addAll(other.rates);
    shown = other.shown;
    state = other.state;
    deposit = other.deposit;
    clock = other.clock;
    fraction = other.fraction;
    clockKnown = other.clockKnown;
    startEpoch = other.startEpoch;
    penalisedThrough = other.penalisedThrough;
    missedInRow = other.missedInRow;
    collateral = other.collateral;
    egressEscrow = other.egressEscrow;
    egressClaimed = other.egressClaimed;
    creditPending = other.creditPending;
    creditedThrough = other.creditedThrough;
    replaceable = other.replaceable;
    breachRefund = other.breachRefund;
    slashShare = other.slashShare;
    mandateNonces.putAll(other.mandateNonces);
    mandateSpent.putAll(other.mandateSpent);
  }

  /// Of which the contract keeps 72 bits.
  void addSlashShare(BigInteger toConsumer) {
    slashShare = slashShare.add(toConsumer).min(BigInteger.TWO.pow(72).subtract(BigInteger.ONE));
  }

  Agreement copy() {
    return new Agreement(this);
  }

  long mandateNonceOf(int account) {
    return mandateNonces.getOrDefault(account, 0L);
  }

  BigInteger spentOf(Bytes32 mandate) {
    return mandateSpent.getOrDefault(mandate, BigInteger.ZERO);
  }

  long provider() {
    return leg.providerId();
  }

  /// Of the provider's capacity; nothing when it has ended.
  long reservedBytes() {
    return state.isTerminal() ? 0 : leg.capacityBytes();
  }

  boolean isLive() {
    return state == AgreementState.ACTIVE || state == AgreementState.NOTICE;
  }

  /// A rate and the first epoch that pays it, 64.32.
  record Rate(long fromEpoch, BigInteger perSecond) {
    /// Rounded down.
    BigInteger payFor(long seconds) {
      return perSecond.multiply(BigInteger.valueOf(seconds)).divide(UNIT);
    }
  }

  /// A change that no settlement has reached over.
  boolean isChanging() {
    return shown < rates.size() - 1;
  }

  Rate rateIn(long epoch) {
    return rates.stream().filter(rate -> rate.fromEpoch() <= epoch).toList().getLast();
  }

  /// What a miss in this epoch costs, counted already: the epoch's pay, doubled for each miss
  /// before it in the row, and at most what is left of the collateral.
  BigInteger missPenalty(long epoch, long epochSeconds) {
    return rateIn(epoch)
        .payFor(epochSeconds)
        .multiply(BigInteger.TWO.pow(missedInRow - 1))
        .min(collateral);
  }

  /// Where the stream stands after it was paid from second `from` up to `until`, or up to the last
  /// second that the deposit covers. Found from above, second by second in effect: the largest
  /// count of seconds whose pay, rounded down, is not more than the deposit.
  Paid paid(Rate rate, long from, long until, BigInteger available, BigInteger carried) {
    long wanted = Math.max(0, until - from);
    long most = wanted;
    if (earned(rate, wanted, carried).divide(UNIT).compareTo(available) > 0) {
      long least = 0;
      while (least < most) {
        long middle = least + (most - least + 1) / 2;
        if (earned(rate, middle, carried).divide(UNIT).compareTo(available) <= 0) {
          least = middle;
        } else {
          most = middle - 1;
        }
      }
    }
    BigInteger[] parts = earned(rate, most, carried).divideAndRemainder(UNIT);
    return new Paid(parts[0], from + most, wanted == 0 ? carried : parts[1]);
  }

  private static BigInteger earned(Rate rate, long seconds, BigInteger carried) {
    return rate.perSecond().multiply(BigInteger.valueOf(seconds)).add(carried);
  }

  record Paid(BigInteger pay, long clock, BigInteger fraction) {}
}
