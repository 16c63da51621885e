package network.flashback.domain.storage;

import network.flashback.domain.Refused;

/// Where bytes lie, as a short name such as `eu-de`.
///
/// @param name 2 to 32 lower-case letters, digits and hyphens: it is one word (bytes32) on chain
public record Region(String name) implements Comparable<Region> {
  /// Refuses what the chain cannot hold.
  public Region {
    if (!name.matches("[a-z][a-z0-9-]{1,31}")) {
      throw new Refused(
          "region",
          "\"" + name + "\" is no region name",
          "use 2 to 32 lower-case letters, digits and hyphens, such as eu-de");
    }
  }

  @Override
  public int compareTo(Region other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
