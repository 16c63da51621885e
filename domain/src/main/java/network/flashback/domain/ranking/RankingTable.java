package network.flashback.domain.ranking;

import java.util.List;
import network.flashback.domain.Refused;

/// What each fact about an offer is worth: data with a version, published, the same for everybody
/// and for every provider. Whole numbers only, so that anybody computes the same order.
///
/// @param version grows with every change
/// @param priceMost points of what costs nothing; what costs the median gets half, twice the median
///   or more nothing
/// @param uptime points from an uptime on, the best first
/// @param latency points up to a 95th percentile in milliseconds, the best first
/// @param errors points up to a share of wrong answers in basis points, the best first
/// @param unmeasuredBps part of the best points, in basis points, while nothing is measured: a
///   promise alone is worth less than a kept one, and more than a broken one
/// @param proofs what proving possession is worth
/// @param scope points of each scope in which a valid certificate speaks for the provider
/// @param stakeMost points of a stake of `stakeFullBps`, or more; less in proportion
/// @param stakeFullBps in basis points of the stake that buys the listing
public record RankingTable(
    int version,
    int priceMost,
    List<Tier> uptime,
    List<Tier> latency,
    List<Tier> errors,
    int unmeasuredBps,
    Proofs proofs,
    int scope,
    int stakeMost,
    int stakeFullBps) {
  /// The first one: 1,000 points in all.
  public static final RankingTable VERSION_1 =
      new RankingTable(
          1,
          300,
          List.of(
              new Tier(10_000, 250),
              new Tier(9_999, 240),
              new Tier(9_995, 220),
              new Tier(9_990, 200),
              new Tier(9_950, 150),
              new Tier(9_900, 100),
              new Tier(9_500, 30)),
          List.of(
              new Tier(50, 150),
              new Tier(100, 130),
              new Tier(200, 100),
              new Tier(500, 60),
              new Tier(1_000, 30),
              new Tier(2_000, 10)),
          List.of(new Tier(0, 50), new Tier(10, 40), new Tier(100, 15)),
          2_000,
          new Proofs(100, 10, 10),
          25,
          50,
          100_000);

  /// How many scopes certificates have.
  static final int SCOPES = 4;

  /// Refuses tiers out of order.
  public RankingTable {
    uptime = ordered("uptime", uptime, -1);
    latency = ordered("latency", latency, 1);
    errors = ordered("errors", errors, 1);
    Refused.requireRange("priceMost", priceMost, 0, 1_000_000);
    Refused.requireRange("unmeasuredBps", unmeasuredBps, 0, 10_000);
    Refused.requireRange("scope", scope, 0, 1_000_000);
    Refused.requireRange("stakeMost", stakeMost, 0, 1_000_000);
    Refused.requireRange("stakeFullBps", stakeFullBps, 1, Integer.MAX_VALUE);
  }

  /// So many points up to (or from) that figure on.
  public record Tier(int bound, int points) {}

  /// The record of proofs: `most * proven / (proven + perPenalty * penalties + start)`.
  ///
  /// @param perPenalty proven epochs that make up for a penalty
  /// @param start proven epochs that are half of the points, so that a long record counts more
  public record Proofs(int most, int perPenalty, int start) {
    public Proofs {
      Refused.requireRange("most", most, 0, 1_000_000);
      Refused.requireRange("perPenalty", perPenalty, 0, 1_000_000);
      Refused.requireRange("start", start, 1, 1_000_000);
    }
  }

  private static List<Tier> ordered(String name, List<Tier> tiers, int direction) {
    for (var i = 1; i < tiers.size(); i++) {
      var better = tiers.get(i - 1);
      var worse = tiers.get(i);
      if (Integer.compare(worse.bound(), better.bound()) != direction
          || worse.points() >= better.points()) {
        throw new Refused(name, "tiers are out of order", "go from the best to the worst");
      }
    }
    if (tiers.isEmpty()) {
      throw new Refused(name, "has no tiers", "give at least one");
    }
    return List.copyOf(tiers);
  }
}
