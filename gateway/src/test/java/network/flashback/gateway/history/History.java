package network.flashback.gateway.history;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What several clients did to one key, and whether some order explains it: one in which every act
/// happens at one moment between its call and its answer.
///
/// The search is that of Wing and Gong (1993), with what was tried remembered (Lowe, 2017).
public record History(List<Step> steps) {
  /// The search holds the set of acts in one word.
  static final int STEPS_MAX = 63;

  /// One act of one client.
  ///
  /// @param called when it was sent, any unit
  /// @param answered when its answer was there; of one without an answer it does not count
  public record Step(Act act, long called, long answered) {
    /// Refuses an answer before the call.
    public Step {
      if (answered < called) {
        throw new IllegalArgumentException("answered before it was called");
      }
    }

    long end() {
      return act.isOptional() ? Long.MAX_VALUE : answered;
    }
  }

  /// Keeps its own copy and refuses what the search cannot hold.
  public History {
    steps = List.copyOf(steps);
    if (steps.size() > STEPS_MAX) {
      throw new IllegalArgumentException("at most " + STEPS_MAX + " acts to one key");
    }
  }

  /// Whether some order explains it, of a key that showed nothing at first.
  public boolean isLinearizable() {
    return search(0, Optional.empty(), new HashSet<>());
  }

  private record Tried(long done, Optional<String> value) {}

  private boolean search(long done, Optional<String> value, Set<Tried> tried) {
    var earliestEnd = Long.MAX_VALUE;
    var open = false;
    for (int i = 0; i < steps.size(); i++) {
      if ((done & 1L << i) == 0) {
        earliestEnd = Math.min(earliestEnd, steps.get(i).end());
        open |= !steps.get(i).act().isOptional();
      }
    }
    if (!open) {
      return true;
    }
    if (!tried.add(new Tried(done, value))) {
      return false;
    }
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      var next = (done & 1L << i) == 0 && step.called() <= earliestEnd && step.act().fits(value);
      if (next && search(done | 1L << i, step.act().after(value), tried)) {
        return true;
      }
    }
    return false;
  }
}
