package network.flashback.market.listing;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;

/// Whether providers are listed, and what stake they have, read from the chain and kept for a
/// moment.
public final class Standings {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Contracts contracts;
  private final InstantSource clock;
  private final Map<Long, Listed> listed = new ConcurrentHashMap<>();
  private final Map<Long, Address> owners = new ConcurrentHashMap<>();
  private final Map<Holder, Stake> stakes = new ConcurrentHashMap<>();

  public Standings(Contracts contracts, InstantSource clock) {
    this.contracts = contracts;
    this.clock = clock;
  }

  /// Whether a provider's stake buys the listing.
  public record Listed(boolean listed, Instant at) {}

  /// A provider's stake in one token, token units.
  public record Stake(BigInteger free, BigInteger committed, Instant at) {}

  /// Who registered a provider; that never changes.
  public Address owner(long providerId) {
    return owners.computeIfAbsent(providerId, contracts.registry()::ownerOf);
  }

  private record Holder(long providerId, Address token) {}

  /// At most two seconds old.
  public Listed listed(long providerId) {
    var known = listed.get(providerId);
    return known != null && isFresh(known.at()) ? known : now(providerId);
  }

  public Listed now(long providerId) {
    var read = new Listed(contracts.registry().isListed(providerId), clock.instant());
    listed.put(providerId, read);
    return read;
  }

  /// At most two seconds old.
  public Stake stake(long providerId, Address token) {
    var holder = new Holder(providerId, token);
    var known = stakes.get(holder);
    if (known != null && isFresh(known.at())) {
      return known;
    }
    var view = contracts.stakes().stakeOf(providerId, token);
    var read = new Stake(view.free(), view.committed(), clock.instant());
    stakes.put(holder, read);
    return read;
  }

  private boolean isFresh(Instant at) {
    return Duration.between(at, clock.instant()).compareTo(FRESH) < 0;
  }
}
