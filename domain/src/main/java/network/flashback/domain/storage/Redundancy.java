package network.flashback.domain.storage;

import network.flashback.domain.Refused;

/// How many pieces there are of everything, and how many of them bring it back.
public sealed interface Redundancy {
  /// Whole copies.
  ///
  /// @param copies 1 to 32
  record Mirrored(int copies) implements Redundancy {
    /// Refuses nonsense.
    public Mirrored {
      Refused.requireRange("copies", copies, 1, 32);
    }

    @Override
    public String toString() {
      return copies == 1 ? "a single copy" : "mirrored(" + copies + ")";
    }
  }

  /// Pieces of which any `data` bring the whole back.
  ///
  /// @param data 2 to 28: with one, mirroring is meant
  /// @param parity 1 to 30, both together 32 at most
  record ErasureCoded(int data, int parity) implements Redundancy {
    /// Refuses nonsense.
    public ErasureCoded {
      Refused.requireRange("data", data, 2, 28);
      Refused.requireRange("parity", parity, 1, 30);
      Refused.requireRange("data + parity", (long) data + parity, 3, 32);
    }

    @Override
    public String toString() {
      return "erasure(" + data + " of " + (data + parity) + ")";
    }
  }

  /// What the chain calls (dataShards, totalShards): mirrored(n) is 1 of n.
  static Redundancy of(int dataShards, int totalShards) {
    return dataShards == 1
        ? new Mirrored(totalShards)
        : new ErasureCoded(dataShards, totalShards - dataShards);
  }

  /// Pieces that must be read to have the whole: k.
  default int dataShards() {
    return switch (this) {
      case Mirrored(int copies) -> 1;
      case ErasureCoded(int data, int parity) -> data;
    };
  }

  /// Pieces in all, each with another provider: n.
  default int providersNeeded() {
    return switch (this) {
      case Mirrored(int copies) -> copies;
      case ErasureCoded(int data, int parity) -> data + parity;
    };
  }

  /// Providers that may vanish without losing a byte: n - k.
  default int lossesTolerated() {
    return providersNeeded() - dataShards();
  }
}
