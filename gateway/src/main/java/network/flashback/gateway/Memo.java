package network.flashback.gateway;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// A function that always gives the same for the same, and remembers what it gave. Safe for use by
/// many threads.
public final class Memo<K, V> {
  private final Function<K, V> function;
  private final int entriesMax;
  private final ConcurrentHashMap<K, V> known = new ConcurrentHashMap<>();

  /// @param function of nothing but its argument; what it throws is not remembered
  /// @param entriesMax when there are more, all are forgotten
  public Memo(Function<K, V> function, int entriesMax) {
    this.function = function;
    this.entriesMax = entriesMax;
  }

  /// What the function gives.
  public V of(K argument) {
    var remembered = known.get(argument);
    if (remembered != null) {
      return remembered;
    }
    var given = function.apply(argument);
    if (known.size() >= entriesMax) {
      known.clear();
    }
    known.put(argument, given);
    return given;
  }
}
