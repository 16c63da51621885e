package network.flashback.domain.erasure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The implementations there are on this machine, quickest first. Which one is used changes no
/// byte: pieces written by one are restored by any other.
public final class ErasureCodes {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /// What the JVM says of itself when it was told to compile quickly and never well.
  private static final String QUICK_COMPILER_ONLY = "emulated-client";

  private static final Kernel SLICED = new SlicedKernel();

  /// By what they code in a second wherever products are looked up (decisions 10 and 30).
  private static final List<Kernel> KERNELS =
      Stream.of(
              IsalKernel.probe().<Kernel>map(kernel -> kernel),
              vector(),
              Optional.of(SLICED),
              Optional.<Kernel>of(new TableKernel()))
          .flatMap(Optional::stream)
          .toList();

  private ErasureCodes() {}

  /// The quickest implementation that passes its self-test here.
  ///
  /// @throws IllegalStateException when none does: the machine is broken
  public static ErasureCode fastest(int dataShards, int totalShards) {
    var kernels = quickestFirst(dataShards, totalShards);
    for (var kernel : kernels.subList(0, kernels.size() - 1)) {
      try {
        return new MatrixErasureCode(kernel, dataShards, totalShards);
      } catch (IllegalStateException _) {
        // What computes something else is as good as none; the name tells who took over.
      }
    }
    return new MatrixErasureCode(kernels.getLast(), dataShards, totalShards);
  }

  /// All of them, for tests and measurements, in the order in which [#fastest] tries them.
  public static List<ErasureCode> every(int dataShards, int totalShards) {
    return quickestFirst(dataShards, totalShards).stream()
        .<ErasureCode>map(kernel -> new MatrixErasureCode(kernel, dataShards, totalShards))
        .toList();
  }

  private static List<Kernel> quickestFirst(int dataShards, int totalShards) {
    if (totalShards - dataShards != 1 || !isOptimised()) {
      return KERNELS;
    }
    // One code piece is the exclusive-or of the others, which plain Java does without a copy.
    return Stream.concat(
            Stream.of(SLICED), KERNELS.stream().filter(kernel -> !kernel.equals(SLICED)))
        .toList();
  }

  /// The Vector API is an incubator module: there only if the JVM was started with it. Without the
  /// optimising compiler every vector would be an object.
  private static Optional<Kernel> vector() {
    return isOptimised() && ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()
        ? VectorKernel.probe()
        : Optional.empty();
  }

  private static boolean isOptimised() {
    return !System.getProperty("java.vm.info", "").contains(QUICK_COMPILER_ONLY);
  }
}
