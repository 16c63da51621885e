package network.flashback.domain.erasure;

/// One way to compute sums of products in GF(2^8) over long rows of bytes. All kernels compute the
/// same bytes; they differ in what they need of the machine.
interface Kernel {
  /// For logs.
  String name();

  /// Makes a combination ready: work that depends on the coefficients alone is done here, once.
  ///
  /// @param rows a row of coefficients for each target, a column for each source
  Combination prepare(int[][] rows);

  /// `target[r] = sum over j of rows[r][j] * source[j]`. Safe for several threads.
  interface Combination {
    /// Reads the sources and overwrites the targets from the offset on for that many bytes; nothing
    /// outside of it. The caller has checked that every array has the range.
    void apply(byte[][] sources, byte[][] targets, int offset, int length);
  }
}
