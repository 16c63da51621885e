package network.flashback.evm.bls;

import java.time.Instant;

/// When a beacon's rounds are due: round r at genesis + (r - 1) periods.
public record BeaconSchedule(Instant genesis, long periodSeconds) {
  /// drand's evmnet, chain hash 04f1e9062b8a81f848fded9c12306733282b2727ecced50032187751166ec8c3.
  public static final BeaconSchedule EVMNET =
      new BeaconSchedule(Instant.ofEpochSecond(1_727_521_075L), 3);

  public BeaconSchedule {
    if (periodSeconds < 1) {
      throw new IllegalArgumentException(
          "A beacon's period is at least one second, not " + periodSeconds + ".");
    }
  }

  /// The first round due strictly after `time`; nobody knows its value at `time`.
  public long firstRoundAfter(Instant time) {
    long elapsed = time.getEpochSecond() - genesis.getEpochSecond();
    return elapsed < 0 ? 1 : Math.floorDiv(elapsed, periodSeconds) + 2;
  }

  public Instant dueAt(long round) {
    return genesis.plusSeconds(Math.multiplyExact(round - 1, periodSeconds));
  }
}
