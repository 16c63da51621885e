package network.flashback.evm.eip712;

import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// A struct to be signed for one domain.
public record TypedData(Domain domain, StructValue message) {
  private static final byte[] PREFIX = {0x19, 0x01};

  /// What is signed: the hash of prefix, domain separator and struct hash.
  public Bytes32 digest() {
    return Keccak256.hash(PREFIX, domain.separator().toArray(), message.hash().toArray());
  }
}
