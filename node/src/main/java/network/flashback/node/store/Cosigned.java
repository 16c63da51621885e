package network.flashback.node.store;

import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;

/// A revision that both sides have signed.
///
/// @param version the unit's version it describes
/// @param treeHash of the unit's pieces
public record Cosigned(
    long sequence,
    long version,
    Bytes32 root,
    long leaves,
    TreeHash treeHash,
    Signature consumer,
    Signature provider) {

  public Revision revision(AgreementId id) {
    return new Revision(id, root, leaves, sequence, treeHash);
  }
}
