package network.flashback.domain.erasure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The implementations there are on this machine, quickest first. Which one is used changes no
/// byte: pieces written by one are restored by any other.
public final class ErasureCodes {
  private static final Optional<IsalKernel> ISAL = IsalKernel.probe();

  private ErasureCodes() {}

  /// The quickest implementation that passes its self-test here.
  ///
  /// @throws IllegalStateException when none does: the machine is broken
  public static ErasureCode fastest(int dataShards, int totalShards) {
    if (ISAL.isPresent()) {
      try {
        return new MatrixErasureCode(ISAL.get(), dataShards, totalShards);
      } catch (IllegalStateException _) {
        // A library that computes something else is as good as none; the name tells who took over.
      }
    }
    return new MatrixErasureCode(new SlicedKernel(), dataShards, totalShards);
  }

  /// All of them, for tests and measurements.
  public static List<ErasureCode> every(int dataShards, int totalShards) {
    return Stream.concat(ISAL.stream(), Stream.of(new SlicedKernel(), new TableKernel()))
        .<ErasureCode>map(kernel -> new MatrixErasureCode(kernel, dataShards, totalShards))
        .toList();
  }
}
