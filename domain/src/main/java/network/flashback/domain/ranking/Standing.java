package network.flashback.domain.ranking;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.Refused;
import network.flashback.domain.quality.QualityTarget;

/// An offer and its provider as the ranking sees them.
///
/// @param price of one GiB for 730 hours, token units
/// @param medianPrice of the offers of its class and market; zero when there is none to compare
/// @param track what was measured; none when nothing was
/// @param proven epochs in which possession was proved
/// @param penalties for missed proofs
/// @param scopes in which valid certificates speak for the provider, sorted
/// @param stakeBps bonded stake in basis points of the stake that buys the listing; 0 without one
public record Standing(
    BigInteger price,
    BigInteger medianPrice,
    QualityTarget promised,
    Optional<Track> track,
    long proven,
    long penalties,
    List<String> scopes,
    long stakeBps) {
  public Standing {
    if (price.signum() < 0 || medianPrice.signum() < 0) {
      throw new Refused("price", "is negative", "give token units from 0 on");
    }
    Refused.requireRange("proven", proven, 0, Long.MAX_VALUE);
    Refused.requireRange("penalties", penalties, 0, Long.MAX_VALUE);
    Refused.requireRange("stakeBps", stakeBps, 0, Long.MAX_VALUE);
    scopes = List.copyOf(scopes);
  }
}
