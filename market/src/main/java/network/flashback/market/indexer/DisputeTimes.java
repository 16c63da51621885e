package network.flashback.market.indexer;

import network.flashback.chain.contract.Arbitration;

/// The times that disputes were deployed with, in seconds. They never change, so they are read
/// once.
public record DisputeTimes(long answerSeconds, long rulingSeconds, long appealSeconds) {
  /// Asks the contract.
  public static DisputeTimes read(Arbitration arbitration) {
    return new DisputeTimes(
        arbitration.answerSeconds(), arbitration.rulingSeconds(), arbitration.appealSeconds());
  }
}
