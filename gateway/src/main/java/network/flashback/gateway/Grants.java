package network.flashback.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// What consumers allow this gateway's session key, as the chain has it now. Answers come from
/// memory, at once.
public interface Grants {
  /// A grant to this gateway's session key by its id; empty for unknown ones and for those to other
  /// keys.
  Optional<Grant> grant(long id);

  /// Every grant to this gateway's session key under an SLA, ended ones included. Whoever the owner
  /// of a bucket let in by policy or ACL acts under one of these.
  List<Grant> under(Bytes32 slaId);

  /// One consumer's permission under one SLA.
  ///
  /// @param scope keccak256 of "bucket" or "bucket/prefix"; zero means everything under the SLA
  /// @param keyVersion version of its S3 secret: raising it makes a new pair and ends the old one
  record Grant(
      long id,
      Address consumer,
      Bytes32 slaId,
      Set<Right> rights,
      Bytes32 scope,
      Instant expiry,
      State state,
      int keyVersion) {}

  /// What a request may do.
  enum Right {
    READ,
    WRITE
  }

  /// Whether a grant holds.
  enum State {
    ACTIVE,
    /// In grace: reading only, so that data can be fetched.
    RESTRICTED,
    REVOKED
  }
}
