package network.flashback.providers;

import java.util.List;

/// A page of the names in a store, ascending.
///
/// @param last whether nothing follows
public record Listing(List<StoredName> names, boolean last) {
  /// Keeps its own copy.
  public Listing {
    names = List.copyOf(names);
  }
}
