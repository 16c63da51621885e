package network.flashback.chain.deploy;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;

/// How disputes are held. Bonds are in units of the stable coin, times in seconds.
///
/// @param disputeSeconds after the end of an epoch in which a dispute over it may be opened
/// @param rulingSeconds for a panel to be drawn and to rule: longer than an epoch, whose seed draws
///   it
/// @param arbitrators to start with; a vote appoints and dismisses
public record DisputeTerms(
    BigInteger bond,
    BigInteger appealBond,
    long disputeSeconds,
    long answerSeconds,
    long rulingSeconds,
    long appealSeconds,
    List<Address> arbitrators) {
  public DisputeTerms {
    arbitrators = List.copyOf(arbitrators);
  }

  /// Least time in which the consumer of a hired service accepts or disputes: three days where an
  /// answer has as long.
  public long acceptSecondsLeast() {
    return answerSeconds;
  }

  /// Most of it: thirty days.
  public long acceptSecondsMost() {
    return 10 * answerSeconds;
  }

  /// After which a disputed milestone that nobody ruled on is split in halves: sixty days, several
  /// times what a dispute and its appeal can take.
  public long splitSeconds() {
    return 20 * answerSeconds;
  }

  /// The same with these arbitrators.
  DisputeTerms judgedBy(List<Address> judges) {
    return new DisputeTerms(
        bond, appealBond, disputeSeconds, answerSeconds, rulingSeconds, appealSeconds, judges);
  }

  /// Three days for every step; 100 dollars, 300 for an appeal; nobody to judge yet.
  static DisputeTerms usual(long daySeconds) {
    return new DisputeTerms(
        BigInteger.valueOf(100_000_000),
        BigInteger.valueOf(300_000_000),
        3 * daySeconds,
        3 * daySeconds,
        3 * daySeconds,
        3 * daySeconds,
        List.of());
  }
}
