package network.flashback.chain.contract;

import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;

/// What a node signs when it sends a certifier's bytes back: that it had them on its disk, at its
/// time, for the number that the certifier drew. How fast they came is the certifier's word.
///
/// @param content keccak-256 of the bytes
/// @param certifier that asks
/// @param nonce drawn by it, so that no answer counts twice
/// @param at unix second of the node's clock
public record TrialAnswer(
    long providerId, Bytes32 content, Address certifier, Bytes32 nonce, long at) {
  /// Where a node takes trials.
  public static final String PATH = "/v1/trials";

  /// Most bytes of one trial.
  public static final int BYTES_MAX = 1 << 20;

  /// The node's signature.
  public Signature sign(Wallet node) {
    return node.sign(digest());
  }

  /// Whether the owner of that key sent them back.
  public boolean isBy(Address nodeKey, Signature signature) {
    return signature.isBy(nodeKey, digest());
  }

  private Bytes32 digest() {
    return new PersonalMessage(
            "flashback trial answer %d %s %s %s %d"
                .formatted(providerId, content, certifier, nonce, at))
        .digest();
  }

  /// What a certifier signs to be let in.
  ///
  /// @param expiry unix second
  public static PersonalMessage request(long providerId, long expiry) {
    return new PersonalMessage("flashback trial " + providerId + " " + expiry);
  }
}
