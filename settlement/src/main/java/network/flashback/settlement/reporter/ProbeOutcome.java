package network.flashback.settlement.reporter;

/// How a probe was answered.
public sealed interface ProbeOutcome {
  /// By the leaf that was asked for, proven against the chain.
  record Right(long millis) implements ProbeOutcome {}

  /// By something else.
  record Wrong(long millis, String reason) implements ProbeOutcome {}

  /// Not in time, or only to say that it cannot be answered now.
  record Silent(String reason) implements ProbeOutcome {}
}
