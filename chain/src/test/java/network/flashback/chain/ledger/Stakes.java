package network.flashback.chain.ledger;

import java.math.BigInteger;

/// Stake of the model's providers: free, or committed to agreements.
final class Stakes {
  final Purse<Long> free;
  final Purse<Long> committed;

  Stakes() {
    this(new Purse<>(), new Purse<>());
  }

  private Stakes(Purse<Long> free, Purse<Long> committed) {
    this.free = free;
    this.committed = committed;
  }

  Stakes copy() {
    return new Stakes(free.copy(), committed.copy());
  }

  /// Both kinds.
  BigInteger of(long provider) {
    return free.of(provider).add(committed.of(provider));
  }

  void commit(long provider, BigInteger amount) {
    free.add(provider, amount.negate());
    committed.add(provider, amount);
  }

  void release(Agreement agreement) {
    commit(agreement.provider(), agreement.collateral.negate());
    agreement.collateral = BigInteger.ZERO;
  }

  /// Takes it out of the agreement's collateral, away from the provider.
  void slash(Agreement agreement, BigInteger amount) {
    agreement.collateral = agreement.collateral.subtract(amount);
    committed.add(agreement.provider(), amount.negate());
  }
}
