package network.flashback.domain.quality;

import java.util.List;
import network.flashback.domain.Refused;
import network.flashback.domain.money.TokenAmount;

/// What a miss costs: data with a version, published, the same for everybody.
///
/// @param version grows with every change; an agreement keeps the one it was opened with
/// @param uptime tiers from the mildest to the hardest
/// @param target what missing one of latency, throughput or errors costs
/// @param missesBeforeBreach possession misses in a row that are slashed; one more is a breach
/// @param split of everything slashed
public record PenaltyTable(
    int version, List<UptimeTier> uptime, TargetTier target, int missesBeforeBreach, Split split) {
  /// The table of contracts.md.
  public static final PenaltyTable VERSION_1 =
      new PenaltyTable(
          1,
          List.of(
              new UptimeTier(9_995, 1_000),
              new UptimeTier(9_900, 2_500),
              new UptimeTier(9_500, 10_000)),
          new TargetTier(1_000, 2_000, 2_500),
          3,
          new Split(6_000, 3_000, 1_000));

  private static final int WHOLE = 10_000;

  /// Refuses tiers out of order.
  public PenaltyTable {
    uptime = List.copyOf(uptime);
    for (var i = 1; i < uptime.size(); i++) {
      if (uptime.get(i).belowBps() >= uptime.get(i - 1).belowBps()
          || uptime.get(i).creditBps() < uptime.get(i - 1).creditBps()) {
        throw new Refused("uptime", "tiers are out of order", "go from the mildest to the hardest");
      }
    }
    Refused.requireRange("missesBeforeBreach", missesBeforeBreach, 0, 30);
  }

  /// An uptime below the bound costs that part of the epoch's pay.
  public record UptimeTier(int belowBps, int creditBps) {}

  /// What a missed target costs: the mild part, or the hard one from a miss by `hardFromBps` of the
  /// target on.
  public record TargetTier(int mildBps, int hardFromBps, int hardBps) {}

  /// Who gets what of a slash, in basis points.
  public record Split(int consumerBps, int fundBps, int proverBps) {
    /// Refuses what is not the whole.
    public Split {
      if (consumerBps + fundBps + proverBps != 10_000) {
        throw new Refused("split", "is not the whole", "make the parts 10000 together");
      }
    }
  }

  /// A slash divided: the three parts are the whole.
  public record Slashed(TokenAmount consumer, TokenAmount fund, TokenAmount prover) {
    /// All of it.
    public TokenAmount total() {
      return consumer.plus(fund).plus(prover);
    }
  }

  /// What a possession miss does.
  public sealed interface MissConsequence {
    /// Part of the collateral is taken.
    record Slash(TokenAmount amount) implements MissConsequence {}

    /// All of the collateral is taken, the deposit goes back, the agreement is over.
    record Breach(TokenAmount amount) implements MissConsequence {}
  }

  /// The credit for what was measured against what was promised, in basis points of the epoch's
  /// pay; the sum of all misses, but never more than the pay.
  public int creditBps(QualityMeasured measured, QualityTarget promised) {
    var credit = uptimeCreditBps(measured.uptimeBps(), promised.uptimeBps());
    credit += excessBps(measured.latencyMillis(), promised.latencyMillisMax());
    credit += excessBps(measured.errorBps(), promised.errorBpsMax());
    credit += shortfallBps(measured.throughputKib(), promised.throughputKibMin());
    return Math.min(credit, WHOLE);
  }

  /// The credit for an uptime alone: nothing while the promise is kept, however low it is; below
  /// the promise what its tier says, and the mildest tier's where the promise is higher than all.
  public int uptimeCreditBps(int uptimeBps, int promisedBps) {
    if (uptimeBps >= promisedBps || uptime.isEmpty()) {
      return 0;
    }
    var credit = uptime.getFirst().creditBps();
    for (var tier : uptime) {
      if (uptimeBps < tier.belowBps()) {
        credit = tier.creditBps();
      }
    }
    return credit;
  }

  /// What the m-th possession miss in a row costs: `min(C, P * 2^(m-1))`, all of C when m is past
  /// the bound.
  ///
  /// @param collateral C, what is still committed
  /// @param epochPay P, one epoch's pay
  /// @param missedInRow m, 1 for the first
  public MissConsequence possessionMiss(
      TokenAmount collateral, TokenAmount epochPay, int missedInRow) {
    Refused.requireRange("missedInRow", missedInRow, 1, 1_000_000);
    if (missedInRow > missesBeforeBreach) {
      return new MissConsequence.Breach(collateral);
    }
    var doubled = epochPay.times(1L << (missedInRow - 1));
    return new MissConsequence.Slash(collateral.min(doubled));
  }

  /// Divides a slash; fund and prover are rounded down and the consumer takes the rest.
  public Slashed divide(TokenAmount slashed) {
    var fund = slashed.basisPointsDown(split.fundBps());
    var prover = slashed.basisPointsDown(split.proverBps());
    return new Slashed(slashed.minus(fund).minus(prover), fund, prover);
  }

  private int excessBps(long measured, long most) {
    return measured <= most ? 0 : missBps(measured - most, most);
  }

  private int shortfallBps(long measured, long least) {
    return measured >= least ? 0 : missBps(least - measured, least);
  }

  private int missBps(long by, long bound) {
    return by * WHOLE >= bound * target.hardFromBps() ? target.hardBps() : target.mildBps();
  }
}
