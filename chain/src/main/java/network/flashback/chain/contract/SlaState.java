package network.flashback.chain.contract;

/// State of an SLA, in the order of the contract's enum.
public enum SlaState {
  NONE,
  FORMING,
  RUNNING,
  DEGRADED,
  FAILED,
  ENDED
}
