package network.flashback.node.duty;

import java.io.IOException;
import java.util.Optional;
import network.flashback.evm.Bytes;

/// Where the beacon's signatures come from.
@FunctionalInterface
public interface SeedSource {
  /// The signature of a round; empty when it is not due yet.
  Optional<Bytes> signature(long round) throws IOException, InterruptedException;
}
