package network.flashback.domain.ranking;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import network.flashback.domain.ranking.RankingTable.Tier;

/// Points for offers by one table, in whole numbers.
public record Ranking(RankingTable table) {
  private static final long WHOLE = 10_000;

  /// All points of an offer; the more the further up.
  public int points(Standing offer) {
    var sum = 0;
    for (var criterion : Criterion.values()) {
      sum += points(criterion, offer);
    }
    return sum;
  }

  /// The points with their reasons.
  public Score score(Standing offer) {
    return new Score(
        table.version(),
        Arrays.stream(Criterion.values())
            .map(
                criterion ->
                    new Score.Part(
                        criterion,
                        points(criterion, offer),
                        most(criterion),
                        why(criterion, offer)))
            .toList());
  }

  /// Most points of a criterion.
  public int most(Criterion criterion) {
    return switch (criterion) {
      case PRICE -> table.priceMost();
      case UPTIME -> table.uptime().getFirst().points();
      case LATENCY -> table.latency().getFirst().points();
      case ERRORS -> table.errors().getFirst().points();
      case PROOFS -> table.proofs().most();
      case CERTIFICATES -> table.scope() * RankingTable.SCOPES;
      case STAKE -> table.stakeMost();
    };
  }

  private int points(Criterion criterion, Standing offer) {
    return switch (criterion) {
      case PRICE -> price(offer);
      case UPTIME ->
          measured(offer, table.uptime(), bound -> offer.track().orElseThrow().uptimeBps() - bound);
      case LATENCY ->
          measured(
              offer, table.latency(), bound -> bound - offer.track().orElseThrow().latencyMillis());
      case ERRORS ->
          measured(offer, table.errors(), bound -> bound - offer.track().orElseThrow().errorBps());
      case PROOFS -> proofs(offer);
      case CERTIFICATES -> table.scope() * Math.min(offer.scopes().size(), RankingTable.SCOPES);
      case STAKE ->
          (int)
              (Math.min(offer.stakeBps(), table.stakeFullBps())
                  * table.stakeMost()
                  / table.stakeFullBps());
    };
  }

  private int price(Standing offer) {
    var twice = offer.medianPrice().shiftLeft(1);
    if (twice.signum() == 0) {
      return table.priceMost() / 2;
    }
    return BigInteger.valueOf(table.priceMost())
        .multiply(twice.subtract(offer.price().min(twice)))
        .divide(twice)
        .intValueExact();
  }

  private int proofs(Standing offer) {
    var proofs = table.proofs();
    var proven = BigInteger.valueOf(offer.proven());
    var against =
        BigInteger.valueOf(offer.penalties())
            .multiply(BigInteger.valueOf(proofs.perPenalty()))
            .add(BigInteger.valueOf(proofs.start()));
    return proven
        .multiply(BigInteger.valueOf(proofs.most()))
        .divide(proven.add(against))
        .intValueExact();
  }

  /// @param surplus by how much the measured figure is better than a bound; negative when worse
  private int measured(Standing offer, List<Tier> tiers, IntUnaryOperator surplus) {
    if (offer.track().isEmpty()) {
      return (int) (tiers.getFirst().points() * (long) table.unmeasuredBps() / WHOLE);
    }
    for (var tier : tiers) {
      if (surplus.applyAsInt(tier.bound()) >= 0) {
        return tier.points();
      }
    }
    return 0;
  }

  private static String why(Criterion criterion, Standing offer) {
    return switch (criterion) {
      case PRICE -> whyPrice(offer);
      case UPTIME ->
          offer
              .track()
              .map(track -> percent(track.uptimeBps()) + " measured over " + epochs(track.epochs()))
              .orElse("promises " + percent(offer.promised().uptimeBps()) + ", nothing measured");
      case LATENCY ->
          offer
              .track()
              .map(track -> "95 % answered within " + track.latencyMillis() + " ms")
              .orElse(
                  "promises "
                      + offer.promised().latencyMillisMax()
                      + " ms for 95 %, nothing measured");
      case ERRORS ->
          offer
              .track()
              .map(track -> percent(track.errorBps()) + " wrong answers measured")
              .orElse(
                  "promises at most "
                      + percent(offer.promised().errorBpsMax())
                      + " wrong answers, nothing measured");
      case PROOFS ->
          epochs(offer.proven())
              + " proven, "
              + offer.penalties()
              + (offer.penalties() == 1 ? " penalty" : " penalties");
      case CERTIFICATES ->
          offer.scopes().isEmpty()
              ? "no valid certificate"
              : "certified: "
                  + String.join(", ", offer.scopes()).toLowerCase(Locale.ROOT).replace('_', ' ');
      case STAKE ->
          offer.stakeBps() == 0
              ? "no stake"
              : "bonded stake is " + times(offer.stakeBps()) + " times the listing's";
    };
  }

  private static String whyPrice(Standing offer) {
    var median = offer.medianPrice();
    if (median.signum() == 0) {
      return "nothing to compare the price with";
    }
    var difference =
        offer
            .price()
            .subtract(median)
            .multiply(BigInteger.valueOf(WHOLE))
            .divide(median)
            .min(BigInteger.valueOf(Integer.MAX_VALUE))
            .intValueExact();
    if (difference == 0) {
      return "the median of its class";
    }
    return percent(Math.abs(difference))
        + (difference < 0 ? " below" : " above")
        + " the median of its class";
  }

  private static String epochs(long count) {
    return count + (count == 1 ? " epoch" : " epochs");
  }

  private static String percent(int basisPoints) {
    return basisPoints / 100 + "." + twoDigits(basisPoints % 100) + " %";
  }

  private static String times(long basisPoints) {
    return basisPoints / WHOLE + "." + twoDigits(basisPoints % WHOLE / 100);
  }

  private static String twoDigits(long number) {
    return (number < 10 ? "0" : "") + number;
  }
}
