package network.flashback.evm;

import java.nio.charset.StandardCharsets;

/// A text that a person signs in a wallet (EIP-191, version 0x45).
public record PersonalMessage(String text) {
  public Bytes32 digest() {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] prefix =
        ("\u0019Ethereum Signed Message:\n" + content.length).getBytes(StandardCharsets.UTF_8);
    return Keccak256.hash(prefix, content);
  }
}
