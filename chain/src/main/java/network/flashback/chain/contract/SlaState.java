package network.flashback.chain.contract;

import java.util.List;

/// State of an SLA, in the order of the contract's enum.
public enum SlaState {
  NONE,
  FORMING,
  RUNNING,
  DEGRADED,
  FAILED,
  ENDED;

  private static final List<SlaState> IN_ORDER = List.of(values());

  /// The state that the contract writes as this number.
  static SlaState ofChain(long number) {
    if (number < 0 || number >= IN_ORDER.size()) {
      throw new IllegalArgumentException(
          "The contract knows an SLA state "
              + number
              + " that this program does not: update the program.");
    }
    return IN_ORDER.get((int) number);
  }
}
