package network.flashback.chain.contract;

import java.util.List;
import java.util.Optional;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// One seed per epoch: IRandomBeacon.sol.
public record RandomBeacon(Contract contract) {
  /// Empty until somebody posts it.
  public Optional<Bytes32> seedOf(long epoch) {
    return Optional.of(contract.call("seedOf", epoch).word(0)).filter(seed -> !seed.isZero());
  }

  /// Unix second at which the seed was posted; 0 when it was not.
  public long seededAtOf(long epoch) {
    return contract.call("seededAtOf", epoch).number(0);
  }

  /// First round of drand after the end of the epoch.
  public long roundOf(long epoch) {
    return contract.call("roundOf", epoch).number(0);
  }

  /// Posts the seed of an epoch.
  ///
  /// @param signature of the round: x and y of a point of G1, 64 bytes
  public Call post(long epoch, Bytes signature) {
    byte[] words = signature.toArray();
    return contract.callOf(
        "post",
        epoch,
        List.of(Bytes32.of(words, 0).toInteger(), Bytes32.of(words, 32).toInteger()));
  }

  /// Where the beacon is silent for a week: the first call names a block to come, the second one
  /// takes its hash for a seed that is marked as such.
  public Call postFallback(long epoch) {
    return contract.callOf("postFallback", epoch);
  }
}
