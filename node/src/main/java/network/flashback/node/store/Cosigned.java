package network.flashback.node.store;

import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;

/// A revision that both sides have signed.
///
/// @param version the unit's version it describes
public record Cosigned(
    long sequence,
    long version,
    Bytes32 root,
    long leaves,
    Signature consumer,
    Signature provider) {

  public Revision revision(AgreementId id) {
    return new Revision(id, root, leaves, sequence);
  }
}
