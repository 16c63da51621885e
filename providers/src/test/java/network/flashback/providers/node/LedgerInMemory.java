package network.flashback.providers.node;

import java.math.BigInteger;

/// Remembers as long as the test keeps it.
final class LedgerInMemory implements EgressLedger {
  private Promise promised = new Promise(BigInteger.ZERO, 0);
  private long permittedBytes;

  @Override
  public synchronized Promise promised() {
    return promised;
  }

  @Override
  public synchronized long permittedBytes() {
    return permittedBytes;
  }

  @Override
  public synchronized void permit(long bytes) {
    permittedBytes = Math.max(permittedBytes, bytes);
  }

  @Override
  public synchronized Promise promise(Promise promise) {
    promised = promise;
    return promised;
  }
}
