package network.flashback.chain.contract;

import java.util.regex.Pattern;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;

/// What a node signs when it answers a reporter's probe: that it showed this leaf to this reporter,
/// at its time, for the number that the reporter drew. A reporter that claims an answer shows it.
///
/// @param sequence of the revision that the leaf was proven against
/// @param leafHash keccak-256 of the leaf's bytes
/// @param nonce drawn by the reporter, so that no answer counts twice
/// @param at unix second of the node's clock
public record ProbeAnswer(
    AgreementId agreementId,
    long leafIndex,
    long sequence,
    Bytes32 leafHash,
    Address reporter,
    Bytes32 nonce,
    long at) {
  /// Header in which a probe carries its nonce.
  public static final String NONCE_HEADER = "Probe-Nonce";

  private static final Pattern NONCE = Pattern.compile("0x[0-9a-f]{64}");

  /// Whether a text is a nonce as it is written in the header.
  public static boolean isNonce(String text) {
    return NONCE.matcher(text).matches();
  }

  /// The node's signature.
  public Signature sign(Wallet node) {
    return node.sign(digest());
  }

  /// Whether the owner of that key showed the leaf.
  public boolean isBy(Address nodeKey, Signature signature) {
    return signature.isBy(nodeKey, digest());
  }

  /// The digest that is signed.
  public Bytes32 digest() {
    return new PersonalMessage(
            "flashback answer %s %d %d %s %s %s %d"
                .formatted(agreementId, leafIndex, sequence, leafHash, reporter, nonce, at))
        .digest();
  }
}
