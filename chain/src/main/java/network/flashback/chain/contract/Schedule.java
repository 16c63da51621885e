package network.flashback.chain.contract;

/// The epochs of a deployment, all in seconds.
///
/// @param genesis unix second at which epoch 0 begins
public record Schedule(
    long genesis,
    long epochSeconds,
    long auditWindowSeconds,
    long qualityWindowSeconds,
    long finalitySeconds) {

  /// The epoch that `unixSecond` lies in.
  public long epochAt(long unixSecond) {
    if (unixSecond < genesis) {
      throw new IllegalArgumentException(
          "Second "
              + unixSecond
              + " lies before the first epoch, which begins at "
              + genesis
              + ".");
    }
    return (unixSecond - genesis) / epochSeconds;
  }

  public long startOf(long epoch) {
    return genesis + epoch * epochSeconds;
  }

  /// The first second after the epoch.
  public long endOf(long epoch) {
    return startOf(epoch + 1);
  }
}
