package network.flashback.chain.contract;

import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;

/// What a node signs when it has taken a reporter's bytes: that it had them, at its time, for the
/// number that the reporter drew. How fast they were taken is the reporter's word.
///
/// @param content SHA-256 of the bytes
/// @param nonce drawn by the reporter, so that no answer counts twice
/// @param at unix second of the node's clock
public record WriteAnswer(
    AgreementId agreementId, Bytes32 content, Address reporter, Bytes32 nonce, long at) {
  /// Below an agreement's path at its node: where reporters write.
  public static final String PATH = "/trials";

  /// Most bytes of one write, and what reporters send.
  public static final int BYTES_MAX = 1 << 20;

  /// The node's signature.
  public Signature sign(Wallet node) {
    return node.sign(digest());
  }

  /// Whether the owner of that key took the bytes.
  public boolean isBy(Address nodeKey, Signature signature) {
    return signature.isBy(nodeKey, digest());
  }

  private Bytes32 digest() {
    return new PersonalMessage(
            "flashback write answer %s %s %s %s %d"
                .formatted(agreementId, content, reporter, nonce, at))
        .digest();
  }
}
