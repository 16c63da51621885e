package network.flashback.market;

import java.util.Optional;
import network.flashback.market.listing.ReputationEntry;

/// The reputations of providers, which settlement computes.
@FunctionalInterface
public interface Reputations {
  /// What a provider's owner made of its name; none while it is not computed yet.
  Optional<ReputationEntry> of(long providerId);
}
