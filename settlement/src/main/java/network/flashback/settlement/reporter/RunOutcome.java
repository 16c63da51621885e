package network.flashback.settlement.reporter;

import network.flashback.settlement.quality.SignedAnswer;

/// What came of reading a run of leaves.
sealed interface RunOutcome {
  /// All of it came, proven against the chain, under the node's signature.
  ///
  /// @param micros from the question to the last byte
  record Read(int leaves, long bytes, long micros, SignedAnswer answer) implements RunOutcome {}

  /// It did not come, or something else did.
  ///
  /// @param leaves that were asked for
  record Failed(int leaves, long micros, String reason) implements RunOutcome {}

  /// The run would be too short to tell anything, or the leaf it lies around was not shown.
  record Unfit() implements RunOutcome {}
}
