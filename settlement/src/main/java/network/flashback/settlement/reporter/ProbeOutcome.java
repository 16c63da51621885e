package network.flashback.settlement.reporter;

import network.flashback.settlement.quality.SignedAnswer;

/// How a probe was answered.
public sealed interface ProbeOutcome {
  /// By the leaf that was asked for, proven against the chain, under the node's signature.
  record Right(long millis, SignedAnswer answer) implements ProbeOutcome {}

  /// By something else.
  record Wrong(long millis, String reason) implements ProbeOutcome {}

  /// Not in time, or only to say that it cannot be answered now.
  record Silent(String reason) implements ProbeOutcome {}
}
