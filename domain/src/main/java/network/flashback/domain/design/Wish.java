package network.flashback.domain.design;

/// One of the wishes, by what it is about.
public enum Wish {
  BUDGET,
  REGIONS,
  EXCLUSIONS,
  QUALITY,
  CERTIFIED,
  COLLATERAL,
  REDUNDANCY,
  MIX,
  DURATION,
  VOLUME
}
