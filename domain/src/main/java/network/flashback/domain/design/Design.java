package network.flashback.domain.design;

import java.util.List;
import network.flashback.domain.placement.Refusal;

/// The answer to wishes.
public sealed interface Design {
  /// They can be met.
  ///
  /// @param plans the cheapest first; the others only where they differ from it
  /// @param relaxed what the cheapest plan would lock with one wish relaxed
  /// @param refused offers that did not qualify for the cheapest plan
  record Feasible(List<Plan> plans, List<Relaxed> relaxed, List<Refusal> refused)
      implements Design {
    /// Copies the lists.
    public Feasible {
      plans = List.copyOf(plans);
      relaxed = List.copyOf(relaxed);
      refused = List.copyOf(refused);
    }

    /// The plan that locks the least.
    public Plan cheapest() {
      return plans.getFirst();
    }
  }

  /// They cannot be met.
  ///
  /// @param summary which wish is in the way, and what would help
  /// @param nearest for each wish that alone is in the way: the nearest that can be met
  /// @param together wishes of which no single one is in the way, but all of them together
  /// @param refused why each offer does not serve
  record Infeasible(
      String summary, List<Relaxed> nearest, List<Wish> together, List<Refusal> refused)
      implements Design {
    /// Copies the lists.
    public Infeasible {
      nearest = List.copyOf(nearest);
      together = List.copyOf(together);
      refused = List.copyOf(refused);
    }
  }
}
