package network.flashback.node.duty;

import java.util.HashMap;
import java.util.Map;
import network.flashback.chain.ChainException;
import network.flashback.chain.NodeUnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Transactions of which one may be refused without holding up the others; a refused one is tried
/// again after a while.
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final long pauseSeconds;
  private final Map<String, Long> notBefore = new HashMap<>();

  Attempts(long pauseSeconds) {
    this.pauseSeconds = pauseSeconds;
  }

  /// @return whether it was done
  /// @throws NodeUnreachableException when nothing else would get through either
  boolean make(String what, long head, Runnable transaction) {
    if (head < notBefore.getOrDefault(what, 0L)) {
      return false;
    }
    try {
      transaction.run();
      notBefore.remove(what);
      LOG.info("{}: done", what);
      return true;
    } catch (NodeUnreachableException silent) {
      throw silent;
    } catch (ChainException refused) {
      notBefore.put(what, head + pauseSeconds);
      LOG.warn("{}: {} Tried again in {} s.", what, refused.getMessage(), pauseSeconds);
      return false;
    }
  }
}
