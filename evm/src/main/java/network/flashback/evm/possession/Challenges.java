package network.flashback.evm.possession;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// What a provider must prove for an epoch: drawn from the epoch's seed exactly as the contract
/// PossessionVerifier draws it.
///
/// Units are drawn by rate, so that tiny agreements do not dilute large ones; leaves evenly.
public final class Challenges {
  /// Lines of at most so many places are drawn over their audited units alone.
  private static final int WALKED = 8;

  /// Draws over all places for each challenge, before the audited units alone are drawn over.
  private static final int TRIES = 8;

  /// Or one for as many places, where that makes more.
  private static final int PLACES_A_TRY = 4;

  private Challenges() {}

  /// A place in the provider's line, as the epoch began with it.
  ///
  /// @param rate token units per second as 64.32 fixed point
  /// @param leaves of the revision that the epoch audits; 0 when it audits none, or the unit ended
  public record AuditedUnit(BigInteger agreementId, BigInteger rate, long leaves) {
    public AuditedUnit {
      if (rate.signum() < 0 || leaves < 0) {
        throw new IllegalArgumentException(
            "Rate " + rate + " and leaves " + leaves + " of a unit cannot be negative.");
      }
    }
  }

  /// A leaf to prove.
  public record Challenge(BigInteger agreementId, long index) {}

  /// The challenges in the order of their proofs; none when no unit has both leaves and a rate.
  ///
  /// @param line all places, in their order
  public static List<Challenge> of(
      Bytes32 seed, long providerId, List<AuditedUnit> line, int count) {
    List<AuditedUnit> audited =
        line.stream().filter(unit -> unit.leaves() > 0 && unit.rate().signum() > 0).toList();
    if (audited.isEmpty()) {
      return List.of();
    }
    int tries = line.size() > WALKED ? Math.max(count * TRIES, line.size() / PLACES_A_TRY) : 0;
    List<Challenge> challenges = new ArrayList<>(count);
    for (int d = 0; challenges.size() < count; d++) {
      Bytes32 draw =
          Keccak256.hash(seed.toArray(), Bytes32.of(providerId).toArray(), Bytes32.of(d).toArray());
      AuditedUnit unit = unitAt(d < tries ? line : audited, draw.toInteger());
      if (unit.leaves() > 0) {
        BigInteger index =
            Keccak256.hash(draw.toArray()).toInteger().mod(BigInteger.valueOf(unit.leaves()));
        challenges.add(new Challenge(unit.agreementId(), index.longValueExact()));
      }
    }
    return challenges;
  }

  /// What a draw falls on when these are laid end to end by their rates.
  private static AuditedUnit unitAt(List<AuditedUnit> units, BigInteger draw) {
    BigInteger length =
        units.stream().map(AuditedUnit::rate).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger point = draw.mod(length);
    BigInteger through = BigInteger.ZERO;
    for (AuditedUnit unit : units) {
      through = through.add(unit.rate());
      if (point.compareTo(through) < 0) {
        return unit;
      }
    }
    throw new AssertionError("The point lies below the sum of all rates.");
  }
}
