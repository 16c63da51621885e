package network.flashback.domain.placement;

import network.flashback.domain.Refused;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;

/// An offer, and what is known about it beside its terms.
///
/// @param id names the offer, its EIP-712 digest in hex
/// @param free bytes that are not filled yet
/// @param freeStake what its provider can still commit as collateral
/// @param failureDomain what fails together, such as a site or an operator: two legs of an SLA
///   never share one
/// @param promised the quality published with the offer
public record Candidate(
    String id,
    Offer offer,
    ByteCount free,
    TokenAmount freeStake,
    String failureDomain,
    QualityTarget promised) {
  /// Refuses candidates without names.
  public Candidate {
    if (id.isBlank() || failureDomain.isBlank()) {
      throw new Refused("candidate", "has no id or failure domain", "name both");
    }
  }
}
