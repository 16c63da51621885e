package network.flashback.gateway;

import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;

/// The SLAs this gateway stores under, as the chain has them now. Answers come from memory, at
/// once.
public interface Agreements {
  /// An SLA by its id.
  Optional<Sla> sla(Bytes32 id);

  /// Every SLA of a consumer this gateway works for, ended ones left out.
  List<Sla> slas();

  /// Runs the action soon after anything here has changed; several changes may be told at once.
  void onChange(Runnable action);

  /// What a consumer signed: redundancy, and one leg per piece.
  ///
  /// @param legs by shard: the leg at index i keeps piece i of every segment; as many as the
  ///   redundancy needs
  /// @param classes those of the offers it was opened with
  record Sla(Bytes32 id, Redundancy redundancy, List<Leg> legs, Set<StorageClass> classes) {
    /// Refuses an SLA whose legs do not fit its redundancy.
    public Sla {
      legs = List.copyOf(legs);
      classes = Set.copyOf(classes);
      if (legs.size() != redundancy.providersNeeded()) {
        throw new IllegalArgumentException(
            "SLA %s is %s but has %d legs".formatted(id, redundancy, legs.size()));
      }
    }
  }

  /// One agreement with one provider.
  ///
  /// @param nodeKey signs for the provider's node
  /// @param egressPerGib price of one GiB served, token units
  /// @param voucherCeiling the highest cumulative voucher that escrow and session key allow, token
  ///   units
  /// @param treeHash of its pieces
  record Leg(
      BigInteger agreementId,
      long providerId,
      Address nodeKey,
      URI endpoint,
      BigInteger egressPerGib,
      BigInteger voucherCeiling,
      TreeHash treeHash,
      State state) {}

  /// How far a leg can be used.
  enum State {
    /// Open, and its first revision not on the chain yet. It is void if that takes too long, with
    /// whatever was stored under it: takes no writes.
    STARTING,
    /// Started: takes writes and serves.
    LIVE,
    /// Breached or given notice: may still serve, takes no more writes.
    READABLE,
    /// Closed or void: holds nothing for us any more.
    GONE
  }
}
