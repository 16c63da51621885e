package network.flashback.domain.placement;

import java.math.BigInteger;
import network.flashback.domain.money.Rate;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.domain.storage.StorageClass;

/// What becomes one agreement: an offer filled with one leg of an SLA.
///
/// @param capacity bytes of pieces reserved at the provider
/// @param rate pay per confirmed second
/// @param deposit locked for the stream: the whole duration, rounded up
/// @param egressEscrow locked for vouchers
/// @param collateral committed from the provider's stake
public record QuotedLeg(
    Candidate candidate,
    ByteCount capacity,
    Rate rate,
    TokenAmount deposit,
    TokenAmount egressEscrow,
    TokenAmount collateral) {
  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);

  /// What a wish costs with this offer.
  static QuotedLeg of(SlaRequest wish, StorageClass storageClass, Candidate candidate) {
    var offer = candidate.offer();
    var capacity = capacity(wish, storageClass);
    var rate = offer.ratePerGib().forCapacity(capacity);
    return new QuotedLeg(
        candidate,
        capacity,
        rate,
        rate.depositFor(wish.durationSeconds()),
        egress(wish, storageClass, offer.egressPerGib()),
        rate.payFor(offer.collateralSeconds()));
  }

  /// Bytes of pieces that every leg of a wish reserves.
  public static ByteCount capacity(SlaRequest wish, StorageClass storageClass) {
    return SegmentLayout.pieceVolume(
        wish.redundancy(), wish.shares().of(storageClass, wish.volume()));
  }

  /// What the consumer locks for this leg.
  public TokenAmount locked() {
    return deposit.plus(egressEscrow);
  }

  /// Any k legs may have to serve a read, so each leg's escrow covers a k-th of all of it.
  private static TokenAmount egress(
      SlaRequest wish, StorageClass storageClass, TokenAmount perGib) {
    var plain = wish.shares().of(storageClass, wish.egress());
    if (plain.bytes() == 0) {
      return TokenAmount.zero(perGib.token());
    }
    var pieces = SegmentLayout.pieceVolume(wish.redundancy(), plain).bytes();
    var scaled = perGib.units().multiply(BigInteger.valueOf(pieces));
    return new TokenAmount(perGib.token(), scaled.add(GIB).subtract(BigInteger.ONE).divide(GIB));
  }
}
