package network.flashback.settlement;

import java.io.IOException;
import java.util.Optional;
import network.flashback.evm.Bytes;

/// Where the beacon's signatures come from: [network.flashback.chain.beacon.Drand] outside tests.
@FunctionalInterface
public interface Seeds {
  /// Empty when the round is not due yet.
  Optional<Bytes> signature(long round) throws IOException, InterruptedException;
}
