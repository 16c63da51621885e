package network.flashback.settlement.reporter;

import network.flashback.settlement.quality.SignedAnswer;

/// What came of writing bytes that do not stay.
sealed interface WriteOutcome {
  /// The node took all of them and signed for it.
  ///
  /// @param micros from the first byte to the answer
  record Written(long micros, SignedAnswer answer) implements WriteOutcome {}

  /// It did not, or signed something else.
  record Failed(long micros, String reason) implements WriteOutcome {}
}
