package network.flashback.providers;

import java.math.BigInteger;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;

/// A provider's signed word that it holds a piece durably, and where in the agreement's possession
/// tree.
///
/// @param leaves leaves of 256 bytes, the last one padded
/// @param root root of the piece's own tree
/// @param treeHash how that tree is hashed
/// @param signature by the provider's node key (EIP-712 type `Receipt`)
public record Receipt(
    BigInteger agreementId,
    Bytes32 pieceId,
    long slot,
    long bytes,
    long leaves,
    Bytes32 root,
    TreeHash treeHash,
    Signature signature) {}
