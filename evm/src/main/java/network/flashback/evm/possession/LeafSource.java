package network.flashback.evm.possession;

import java.io.IOException;

/// Where the bytes under a tree can be read again.
@FunctionalInterface
public interface LeafSource {
  /// Fills `length` bytes of `into` from `at` on with the bytes that start at `offset`; fewer is an
  /// error.
  void read(long offset, byte[] into, int at, int length) throws IOException;

  static LeafSource of(byte[] content) {
    return (offset, into, at, length) ->
        System.arraycopy(content, Math.toIntExact(offset), into, at, length);
  }
}
