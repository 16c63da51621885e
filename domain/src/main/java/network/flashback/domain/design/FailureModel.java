package network.flashback.domain.design;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import network.flashback.domain.Refused;
import network.flashback.domain.storage.Redundancy;

/// What is assumed when durability is computed: legs fail for good independently of each other,
/// each at the same rate, and a lost leg is rebuilt elsewhere within a certain time.
///
/// Legs of one SLA never share an owner, but they may share a power grid, a program or a law: what
/// fails together is not counted, so that the figure compares designs and promises nothing.
///
/// @param legLossBpsPerYear how likely a leg is lost for good within a year, in basis points
/// @param repairSeconds from the loss of a leg until its pieces lie elsewhere
public record FailureModel(int legLossBpsPerYear, long repairSeconds) {
  private static final BigInteger YEAR = BigInteger.valueOf(365L * 86_400);
  private static final BigInteger WHOLE_BASIS = BigInteger.valueOf(10_000);

  /// Refuses nonsense.
  public FailureModel {
    Refused.requireRange("legLossBpsPerYear", legLossBpsPerYear, 0, 10_000);
    Refused.requireRange("repairSeconds", repairSeconds, 1, 365L * 86_400);
  }

  /// One leg in twenty is lost a year, an operator that goes away included; three days to replace
  /// it: two epochs to be sure, one to rebuild.
  public static FailureModel usual() {
    return new FailureModel(500, 3 * 86_400);
  }

  /// How likely more legs than can be spared are lost at once.
  ///
  /// Losses that meet within one repair time lie in one of the windows of twice that length which
  /// begin at each multiple of it; the sum over these windows is never less than the truth.
  public Odds loss(Redundancy redundancy, long durationSeconds) {
    var whole = WHOLE_BASIS.multiply(YEAR);
    var lost =
        BigInteger.valueOf(legLossBpsPerYear)
            .multiply(BigInteger.valueOf(2 * Math.min(repairSeconds, durationSeconds)))
            .min(whole);
    var legs = redundancy.providersNeeded();
    var tooMany = BigInteger.ZERO;
    for (var count = redundancy.lossesTolerated() + 1; count <= legs; count++) {
      tooMany =
          tooMany.add(
              ways(legs, count)
                  .multiply(lost.pow(count))
                  .multiply(whole.subtract(lost).pow(legs - count)));
    }
    var windows = BigInteger.valueOf(Math.ceilDiv(durationSeconds, repairSeconds));
    return Odds.of(tooMany.multiply(windows), whole.pow(legs));
  }

  /// How likely fewer legs answer than a read needs, when each keeps its promise and no more.
  ///
  /// @param uptimesBps promised by each leg
  public static Odds outage(int needed, List<Integer> uptimesBps) {
    var answering = new BigInteger[uptimesBps.size() + 1];
    Arrays.fill(answering, BigInteger.ZERO);
    answering[0] = BigInteger.ONE;
    for (var uptime : uptimesBps) {
      var up = BigInteger.valueOf(uptime);
      var down = WHOLE_BASIS.subtract(up);
      for (var count = uptimesBps.size(); count >= 0; count--) {
        var before = count == 0 ? BigInteger.ZERO : answering[count - 1].multiply(up);
        answering[count] = answering[count].multiply(down).add(before);
      }
    }
    var tooFew = Arrays.stream(answering, 0, needed).reduce(BigInteger.ZERO, BigInteger::add);
    return Odds.of(tooFew, WHOLE_BASIS.pow(uptimesBps.size()));
  }

  private static BigInteger ways(int of, int choose) {
    var ways = BigInteger.ONE;
    for (var i = 1; i <= choose; i++) {
      ways = ways.multiply(BigInteger.valueOf(of - choose + i)).divide(BigInteger.valueOf(i));
    }
    return ways;
  }
}
