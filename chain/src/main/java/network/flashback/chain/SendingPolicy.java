package network.flashback.chain;

import java.time.Duration;
import network.flashback.evm.Wei;

/// How transactions are paid for and waited for.
///
/// @param maxFeePerGas the budget: no transaction, and no replacement, ever offers more per gas
/// @param blocksBeforeReplacement blocks after which a transaction counts as stuck and is sent
///   again with a higher fee
/// @param confirmations blocks, its own included, that must hold a transaction before it counts
/// @param gasMarginPercent added to the estimate, because state may change before it is executed
/// @param pollInterval between two looks at the chain
/// @param timeout after which waiting ends
public record SendingPolicy(
    Wei maxFeePerGas,
    int blocksBeforeReplacement,
    int confirmations,
    int gasMarginPercent,
    Duration pollInterval,
    Duration timeout) {
  public static final SendingPolicy STANDARD =
      new SendingPolicy(Wei.gwei(200), 5, 1, 25, Duration.ofMillis(500), Duration.ofMinutes(10));

  /// For chains that mine every second or on demand.
  public static final SendingPolicy DEVELOPMENT =
      new SendingPolicy(Wei.gwei(500), 5, 1, 25, Duration.ofMillis(50), Duration.ofMinutes(2));

  public SendingPolicy {
    if (blocksBeforeReplacement < 1 || confirmations < 1 || gasMarginPercent < 0) {
      throw new IllegalArgumentException(
          "A sending policy needs at least one block before replacement, at least one confirmation, and no negative gas margin.");
    }
  }

  public SendingPolicy withMaxFeePerGas(Wei budget) {
    return new SendingPolicy(
        budget, blocksBeforeReplacement, confirmations, gasMarginPercent, pollInterval, timeout);
  }

  public SendingPolicy withConfirmations(int depth) {
    return new SendingPolicy(
        maxFeePerGas, blocksBeforeReplacement, depth, gasMarginPercent, pollInterval, timeout);
  }
}
