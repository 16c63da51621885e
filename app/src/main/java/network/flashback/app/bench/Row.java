package network.flashback.app.bench;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// One figure of a benchmark.
///
/// @param goal what the design wants; null where it names nothing
/// @param peer whose best measured figure `peerValue` is; null where nothing comparable was
///   measured
public record Row(
    String name,
    BigDecimal value,
    String unit,
    @Nullable BigDecimal goal,
    Better better,
    @Nullable String peer,
    @Nullable BigDecimal peerValue) {
  /// Which way is forward.
  public enum Better {
    LOWER,
    HIGHER
  }

  public Row {
    if (name.isBlank() || unit.isBlank()) {
      throw new IllegalArgumentException(
          "A figure needs a name and a unit, but got '" + name + "' and '" + unit + "'.");
    }
    if ((peer == null) != (peerValue == null)) {
      throw new IllegalArgumentException(
          "A peer has a name and a value, or there is none: '" + name + "' has only one of them.");
    }
  }

  /// A figure of which less is better.
  public static Row lower(String name, BigDecimal value, String unit) {
    return new Row(name, value, unit, null, Better.LOWER, null, null);
  }

  /// A figure of which more is better.
  public static Row higher(String name, BigDecimal value, String unit) {
    return new Row(name, value, unit, null, Better.HIGHER, null, null);
  }

  public Row withGoal(BigDecimal wanted) {
    return new Row(name, value, unit, wanted, better, peer, peerValue);
  }

  public Row withGoal(long wanted) {
    return withGoal(BigDecimal.valueOf(wanted));
  }

  public Row withPeer(String who, BigDecimal measured) {
    return new Row(name, value, unit, goal, better, who, measured);
  }

  public Row withPeer(String who, long measured) {
    return withPeer(who, BigDecimal.valueOf(measured));
  }

  /// Whether the goal is reached; true where there is none.
  public boolean reachesGoal() {
    if (goal == null) {
      return true;
    }
    return switch (better) {
      case LOWER -> value.compareTo(goal) <= 0;
      case HIGHER -> value.compareTo(goal) >= 0;
    };
  }
}
