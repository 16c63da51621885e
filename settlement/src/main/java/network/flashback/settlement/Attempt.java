package network.flashback.settlement;

/// What became of a transaction that anybody may send, and that somebody else may have sent first.
public sealed interface Attempt {
  /// It is on the chain.
  record Done() implements Attempt {}

  /// The contract refused it by one of its own errors: somebody was faster, or it is not due yet.
  /// The chain is as it should be, and nothing was lost but perhaps gas.
  ///
  /// @param error name of the contract's error
  /// @param reason the error with its arguments
  record Declined(String error, String reason) implements Attempt {}

  default boolean isDone() {
    return switch (this) {
      case Done() -> true;
      case Declined declined -> false;
    };
  }
}
