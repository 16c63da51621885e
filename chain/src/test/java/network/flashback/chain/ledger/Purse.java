package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/// Amounts by owner; what nobody gave is zero.
final class Purse<K extends Comparable<K>> {
  private final Map<K, BigInteger> amounts = new TreeMap<>();

  Purse<K> copy() {
    var copy = new Purse<K>();
    copy.amounts.putAll(amounts);
    return copy;
  }

  BigInteger of(K owner) {
    return amounts.getOrDefault(owner, BigInteger.ZERO);
  }

  void add(K owner, BigInteger amount) {
    amounts.merge(owner, amount, BigInteger::add);
  }

  BigInteger takeAll(K owner) {
    var amount = of(owner);
    amounts.remove(owner);
    return amount;
  }
}
