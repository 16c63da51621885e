package network.flashback.domain.reputation;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.domain.Refused;

/// A listing's points and the fees that give them weight.
///
/// @param token of the fees, its address
/// @param fees by payer, units of the token; without what the provider paid itself
public record WeighedListing(int points, String token, Map<String, BigInteger> fees) {
  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  // Keeps the rounding of capped fees far below what a point weighs.
  private static final BigInteger SCALE = BigInteger.ONE.shiftLeft(64);

  /// Refuses fees below zero.
  public WeighedListing {
    fees = Map.copyOf(fees);
    if (fees.values().stream().anyMatch(fee -> fee.signum() < 0)) {
      throw new Refused("fees", "are negative", "count what was paid");
    }
  }

  /// The mean of an owner's listings, rounded down; of listings that nobody else paid for, the
  /// start of the table.
  ///
  /// Fees of one token are compared with each other, and a payer's count for no more than what all
  /// other payers of the owner paid in that token, if there are others: one payer alone never
  /// outweighs the rest. Fees of different tokens cannot be compared: the means of the tokens count
  /// by the numbers of their payers.
  public static int mean(ReputationTable table, Collection<WeighedListing> listings) {
    Map<String, Map<String, BigInteger>> payers = new HashMap<>();
    for (WeighedListing listing : listings) {
      var ofToken = payers.computeIfAbsent(listing.token, token -> new HashMap<>());
      listing.fees.forEach((payer, fee) -> ofToken.merge(payer, fee, BigInteger::add));
    }
    BigInteger weighed = BigInteger.ZERO;
    BigInteger weights = BigInteger.ZERO;
    for (var token : payers.entrySet()) {
      Mean mean = mean(ofToken(listings, token.getKey()), token.getValue());
      weighed = weighed.add(mean.hundredths().multiply(mean.payers()));
      weights = weights.add(mean.payers());
    }
    return weights.signum() == 0
        ? table.start()
        : weighed.divide(weights.multiply(HUNDRED)).intValueExact();
  }

  private record Mean(BigInteger hundredths, BigInteger payers) {}

  private static List<WeighedListing> ofToken(Collection<WeighedListing> listings, String token) {
    return listings.stream().filter(listing -> listing.token.equals(token)).toList();
  }

  private static Mean mean(Collection<WeighedListing> listings, Map<String, BigInteger> paid) {
    BigInteger all = paid.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    if (all.signum() == 0) {
      return new Mean(BigInteger.ZERO, BigInteger.ZERO);
    }
    BigInteger weighed = BigInteger.ZERO;
    BigInteger weights = BigInteger.ZERO;
    for (WeighedListing listing : listings) {
      BigInteger weight = listing.weight(paid, all);
      weighed = weighed.add(weight.multiply(BigInteger.valueOf(listing.points)));
      weights = weights.add(weight);
    }
    long payers = paid.values().stream().filter(fee -> fee.signum() > 0).count();
    return new Mean(weighed.multiply(HUNDRED).divide(weights), BigInteger.valueOf(payers));
  }

  // Where one payer is capped, its fees shrink in all listings alike.
  private BigInteger weight(Map<String, BigInteger> paid, BigInteger all) {
    BigInteger weight = BigInteger.ZERO;
    for (var fee : fees.entrySet()) {
      BigInteger own = paid.getOrDefault(fee.getKey(), BigInteger.ZERO);
      BigInteger others = all.subtract(own);
      boolean capped = others.signum() > 0 && own.compareTo(others) > 0;
      weight =
          weight.add(
              capped
                  ? fee.getValue().multiply(SCALE).multiply(others).divide(own)
                  : fee.getValue().multiply(SCALE));
    }
    return weight;
  }
}
