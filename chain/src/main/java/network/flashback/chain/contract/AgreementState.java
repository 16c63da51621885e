package network.flashback.chain.contract;

/// State of an agreement, in the order of the contract's enum.
public enum AgreementState {
  NONE,
  OPEN,
  ACTIVE,
  NOTICE,
  BREACHED,
  CLOSED,
  VOID;

  /// Whether bytes are to be kept and served under it.
  public boolean isLive() {
    return switch (this) {
      case OPEN, ACTIVE, NOTICE -> true;
      case NONE, BREACHED, CLOSED, VOID -> false;
    };
  }

  /// Whether nothing about it can change any more.
  public boolean isTerminal() {
    return switch (this) {
      case CLOSED, VOID -> true;
      case NONE, OPEN, ACTIVE, NOTICE, BREACHED -> false;
    };
  }
}
