package network.flashback.node;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// What a node asks the chain while it serves. Every method may throw
/// [network.flashback.chain.ChainException].
public interface Agreements {
  AgreementView agreement(AgreementId id);

  /// Whether a key holds all of `rights` from a consumer for an SLA now.
  boolean allows(Address consumer, Bytes32 slaId, Address key, int rights);

  /// Highest cumulative voucher that a key may sign per agreement, token units.
  BigInteger voucherCapOf(Address consumer, Bytes32 slaId, Address key);

  /// What one GiB served costs under an agreement, token units, as the offer says with which it was
  /// opened; empty when a contract opened it whose input does not show the offer.
  Optional<BigInteger> egressPerGib(AgreementId id);

  /// Keys of the active reporters.
  Set<Address> reporterKeys();

  /// Mask of the scopes that a wallet may certify; 0 for one that is no certifier.
  int certifierScopes(Address wallet);

  /// Sequence of the newest committed revision; 0 when there is none.
  long committedSequence(AgreementId id);
}
