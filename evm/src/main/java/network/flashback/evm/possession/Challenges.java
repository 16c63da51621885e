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
  private Challenges() {}

  /// A unit as the epoch began with it.
  ///
  /// @param rate token units per second as 64.32 fixed point
  /// @param leaves of the revision that the epoch audits
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
  /// @param units all of the provider's, in the order of their activation
  public static List<Challenge> of(
      Bytes32 seed, long providerId, List<AuditedUnit> units, int count) {
    List<AuditedUnit> targets =
        units.stream().filter(unit -> unit.leaves() > 0 && unit.rate().signum() > 0).toList();
    if (targets.isEmpty()) {
      return List.of();
    }
    BigInteger rates =
        targets.stream().map(AuditedUnit::rate).reduce(BigInteger.ZERO, BigInteger::add);
    List<Challenge> challenges = new ArrayList<>(count);
    for (int j = 0; j < count; j++) {
      Bytes32 draw =
          Keccak256.hash(seed.toArray(), Bytes32.of(providerId).toArray(), Bytes32.of(j).toArray());
      AuditedUnit unit = unitAt(targets, draw.toInteger().mod(rates));
      BigInteger index =
          Keccak256.hash(draw.toArray()).toInteger().mod(BigInteger.valueOf(unit.leaves()));
      challenges.add(new Challenge(unit.agreementId(), index.longValueExact()));
    }
    return challenges;
  }

  private static AuditedUnit unitAt(List<AuditedUnit> targets, BigInteger point) {
    BigInteger through = BigInteger.ZERO;
    for (AuditedUnit target : targets) {
      through = through.add(target.rate());
      if (point.compareTo(through) < 0) {
        return target;
      }
    }
    throw new AssertionError("The point lies below the sum of all rates.");
  }
}
