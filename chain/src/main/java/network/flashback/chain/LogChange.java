package network.flashback.chain;

/// A log that came onto the chain, or left it again because the chain reorganised.
public sealed interface LogChange {
  Log log();

  record Added(Log log) implements LogChange {}

  /// What was derived from the log must be undone.
  record Removed(Log log) implements LogChange {}
}
