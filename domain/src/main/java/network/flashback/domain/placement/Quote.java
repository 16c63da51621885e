package network.flashback.domain.placement;

import java.util.Comparator;
import java.util.List;
import network.flashback.domain.Refused;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.storage.StorageClass;

/// What an SLA costs: computed from offers and a wish alone, so that anyone can compute it again.
///
/// @param legs in the order of their piece numbers
/// @param deposit of all legs
/// @param egressEscrow of all legs
/// @param reserve for replacements; what is not used comes back
/// @param total what the consumer locks: deposit, egress escrow and reserve
/// @param feeAtMost the part of the providers' earnings that goes to the community fund; inside the
///   total
/// @param collateral what the providers commit together
/// @param maximumRate the mandate for replacements
public record Quote(
    StorageClass storageClass,
    QuoteTerms terms,
    List<QuotedLeg> legs,
    TokenAmount deposit,
    TokenAmount egressEscrow,
    TokenAmount reserve,
    TokenAmount total,
    TokenAmount feeAtMost,
    TokenAmount collateral,
    Rate maximumRate) {
  /// Copies the legs.
  public Quote {
    legs = List.copyOf(legs);
  }

  /// Adds up legs of one token.
  public static Quote of(StorageClass storageClass, List<QuotedLeg> legs, QuoteTerms terms) {
    if (legs.isEmpty()) {
      throw new Refused("legs", "are none", "place at least one leg");
    }
    var zero = TokenAmount.zero(legs.getFirst().deposit().token());
    var deposit = zero;
    var egress = zero;
    var collateral = zero;
    for (var leg : legs) {
      deposit = deposit.plus(leg.deposit());
      egress = egress.plus(leg.egressEscrow());
      collateral = collateral.plus(leg.collateral());
    }
    var dearest = legs.stream().max(Comparator.comparing(QuotedLeg::rate)).orElseThrow();
    var reserve = dearest.deposit().basisPointsDown(terms.reserveBps());
    return new Quote(
        storageClass,
        terms,
        legs,
        deposit,
        egress,
        reserve,
        deposit.plus(egress).plus(reserve),
        deposit.plus(egress).basisPointsDown(terms.feeBps()),
        collateral,
        dearest.rate().basisPointsUp(terms.mandateBps()));
  }
}
