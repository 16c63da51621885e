package network.flashback.chain.ledger;

import java.math.BigInteger;

/// Money that is somebody's: owed by the contracts, or in a wallet.
final class Till {
  private static final BigInteger BPS = BigInteger.valueOf(10_000);
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  final Purse<Long> earnings;
  final Purse<Integer> refunds;
  final Purse<Integer> slashed;
  final Purse<Integer> wallets;
  BigInteger fees = BigInteger.ZERO;

  Till() {
    this(new Purse<>(), new Purse<>(), new Purse<>(), new Purse<>());
  }

  private Till(
      Purse<Long> earnings,
      Purse<Integer> refunds,
      Purse<Integer> slashed,
      Purse<Integer> wallets) {
    this.earnings = earnings;
    this.refunds = refunds;
    this.slashed = slashed;
    this.wallets = wallets;
  }

  Till copy() {
    var copy = new Till(earnings.copy(), refunds.copy(), slashed.copy(), wallets.copy());
    copy.fees = fees;
    return copy;
  }

  /// Divides a slash: 30 % to the fund, 10 % to the prover, the rest, which it returns, to the
  /// consumer.
  BigInteger share(BigInteger slash, int consumer, int fund, int prover) {
    var toFund = slash.multiply(BigInteger.valueOf(30)).divide(HUNDRED);
    var toProver = slash.multiply(BigInteger.TEN).divide(HUNDRED);
    var toConsumer = slash.subtract(toFund).subtract(toProver);
    slashed.add(consumer, toConsumer);
    slashed.add(fund, toFund);
    slashed.add(prover, toProver);
    return toConsumer;
  }

  BigInteger withdrawEarnings(long provider, int payout, int feeBps) {
    var gross = earnings.of(provider);
    Refusal.when(gross.signum() == 0, "NothingToWithdraw");
    earnings.takeAll(provider);
    var fee = gross.multiply(BigInteger.valueOf(feeBps)).divide(BPS);
    fees = fees.add(fee);
    wallets.add(payout, gross.subtract(fee));
    return gross.subtract(fee);
  }

  BigInteger withdrawRefund(int account) {
    var amount = refunds.of(account);
    Refusal.when(amount.signum() == 0, "NothingToWithdraw");
    refunds.takeAll(account);
    wallets.add(account, amount);
    return amount;
  }

  BigInteger sweepFees(int splitter) {
    var amount = fees;
    Refusal.when(amount.signum() == 0, "NothingToWithdraw");
    fees = BigInteger.ZERO;
    wallets.add(splitter, amount);
    return amount;
  }

  BigInteger claimSlash(int account) {
    var amount = slashed.takeAll(account);
    wallets.add(account, amount);
    return amount;
  }
}
