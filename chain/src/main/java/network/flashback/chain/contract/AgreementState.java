package network.flashback.chain.contract;

import java.util.List;

/// State of an agreement, in the order of the contract's enum.
public enum AgreementState {
  NONE,
  OPEN,
  ACTIVE,
  NOTICE,
  BREACHED,
  CLOSED,
  VOID;

  private static final List<AgreementState> IN_ORDER = List.of(values());

  /// The state that the contract writes as this number.
  static AgreementState ofChain(long number) {
    if (number < 0 || number >= IN_ORDER.size()) {
      throw new IllegalArgumentException(
          "The contract knows an agreement state "
              + number
              + " that this program does not: update the program.");
    }
    return IN_ORDER.get((int) number);
  }

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
