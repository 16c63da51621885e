package network.flashback.settlement.archive;

import java.io.IOException;
import java.util.Optional;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// Published records, found by the hash of their content.
@FunctionalInterface
public interface Records {
  /// What has this keccak-256, or nothing when it cannot be had here.
  ///
  /// @param bytesMax what is larger is not wanted
  /// @throws IOException when the records cannot be asked for it
  Optional<Bytes> find(Bytes32 hash, int bytesMax) throws IOException;
}
