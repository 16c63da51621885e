package network.flashback.market.certification;

import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.market.json.Meaning;

/// A certifier's key, signed by its wallet.
@Meaning("The X25519 key that documents are sealed for, signed by the certifier's wallet.")
public record SealingKeyRequest(
    Bytes32 sealingKey,
    @Meaning(
            "EIP-191 signature of 'Flashback certifier', 'chain ID', 'certifier ADDRESS' and"
                + " 'sealing key KEY', each on a line of its own.")
        Bytes signature) {
  /// What the wallet signs.
  public static PersonalMessage message(long chainId, Address certifier, Bytes32 key) {
    return new PersonalMessage(
        "Flashback certifier\nchain %d\ncertifier %s\nsealing key %s"
            .formatted(chainId, certifier, key));
  }
}
