package network.flashback.domain.erasure;

/// A systematic erasure code: n pieces, the first k of which are the data itself, any k of which
/// bring back the rest.
///
/// Implementations compute the same bytes: `parity[r] = sum over j of c(r, j) * data[j]` in GF(2^8)
/// with the polynomial 0x11D. The coefficients are those of the Cauchy matrix `1 / ((k + r) xor j)`
/// with its columns and then its rows scaled so that the first row and column are ones: the first
/// parity is the exclusive-or of the data, and pieces of a 1-of-n code are copies. Safe for several
/// threads.
public interface ErasureCode {
  /// The name of the implementation, for logs.
  String name();

  /// k: pieces of data.
  int dataShards();

  /// n: pieces in all.
  int totalShards();

  /// Computes the parity of a column: `blocks[0..k-1]` are read, `blocks[k..n-1]` written, each
  /// from the offset on for that many bytes.
  void encode(byte[][] blocks, int offset, int length);

  /// Restores what is missing of a column: blocks marked present are read, the others written.
  ///
  /// @param blocks n arrays; those that are missing give the room to write to
  /// @param present which of them hold their bytes; at least k
  /// @throws IllegalArgumentException when fewer than k are present
  void reconstruct(byte[][] blocks, boolean[] present, int offset, int length);
}
