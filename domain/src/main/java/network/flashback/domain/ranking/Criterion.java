package network.flashback.domain.ranking;

/// What an offer's place in the listing depends on.
public enum Criterion {
  PRICE,
  UPTIME,
  LATENCY,
  ERRORS,
  PROOFS,
  CERTIFICATES,
  STAKE
}
