package network.flashback.chain.contract;

import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// Who waits how long before it does what anybody may do and one needs to: post a seed, penalise,
/// settle, end. Those that act on the same state of the chain all pay gas, and one succeeds; so
/// each leaves a time to others, another one in each epoch, after which it sees what they did.
/// Nothing enforces it, and nothing depends on it but gas.
///
/// @param seconds a turn lasts; 0 where windows of seconds leave no room for turns
public record Turns(long seconds) {
  /// Nobody waits.
  public static final Turns NONE = new Turns(0);

  /// Two blocks of a slow chain: who sends in one is seen before the next turn begins.
  private static final long SECONDS_MAX = 24;

  /// All turns together take about an eightieth of an audit window.
  private static final long WINDOWS_PART = 900;

  /// Settlement runs do not know each other; two of them draw the same turn in every fourth epoch.
  private static final int RUNNERS = 4;

  private static final int NODES = 8;

  public Turns {
    if (seconds < 0) {
      throw new IllegalArgumentException("A turn does not last " + seconds + " seconds.");
    }
  }

  public static Turns of(Schedule schedule) {
    return new Turns(Math.min(SECONDS_MAX, schedule.auditWindowSeconds() / WINDOWS_PART));
  }

  /// Seconds that the settlement run of a wallet waits in what concerns an epoch.
  public long ofRunner(Address wallet, long epoch) {
    var drawn = Keccak256.hash(wallet.toArray(), Bytes32.of(epoch).toArray()).toInteger();
    return (drawn.longValue() & Long.MAX_VALUE) % RUNNERS * seconds;
  }

  /// Seconds that a node waits: longer than any settlement run, which is there to do it.
  public long ofNode(long providerId, long epoch) {
    return (RUNNERS + (providerId + epoch) % NODES) * seconds;
  }
}
