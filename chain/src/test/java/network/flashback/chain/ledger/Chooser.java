package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/// Random choices of a history, all from one seed.
final class Chooser {
  private final Random random;

  Chooser(long seed) {
    this.random = new Random(seed);
  }

  /// Both ends included.
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> Optional<T> anyOf(Collection<T> all) {
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new ArrayList<>(all).get(random.nextInt(all.size())));
  }

  /// Of `wanted`, and now and then of all, whatever they are.
  <T> Optional<T> mostly(List<T> wanted, Collection<T> all) {
    return chance(7) ? anyOf(all) : anyOf(wanted);
  }

  /// Mostly one of the wanted agreements.
  Optional<Agreement> agreement(LedgerModel model, Predicate<Agreement> wanted) {
    var all = model.agreements.values();
    return mostly(all.stream().filter(wanted).toList(), all);
  }

  /// As often a number of few bits as one of many.
  BigInteger ofBits(int bitsMost) {
    return new BigInteger(random.nextInt(bitsMost + 1), random);
  }

  List<Long> shuffled(int count, int of) {
    var all = new ArrayList<Long>();
    for (long each = 1; each <= of; each++) {
      all.add(each);
    }
    Collections.shuffle(all, random);
    return all.subList(0, count);
  }
}
