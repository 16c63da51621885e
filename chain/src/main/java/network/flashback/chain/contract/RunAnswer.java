package network.flashback.chain.contract;

import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;

/// What a node signs when it sends a reporter a run of leaves: that it did, at its time, for the
/// number that the reporter drew. How fast it came is the reporter's word.
///
/// @param leafIndex in the unit, of the leaf that was asked for
/// @param leaves of the run around it
/// @param sequence of the revision that the run stands in
public record RunAnswer(
    AgreementId agreementId,
    long leafIndex,
    int leaves,
    long sequence,
    Address reporter,
    Bytes32 nonce,
    long at) {
  /// Headers of the answer: revision, second of the node's clock, and the signature.
  public static final String SEQUENCE_HEADER = "Probe-Sequence";

  public static final String AT_HEADER = "Probe-At";
  public static final String SIGNATURE_HEADER = "Probe-Signature";

  public Signature sign(Wallet node) {
    return node.sign(digest());
  }

  /// Whether the owner of that key sent the run.
  public boolean isBy(Address nodeKey, Signature signature) {
    return signature.isBy(nodeKey, digest());
  }

  private Bytes32 digest() {
    return new PersonalMessage(
            "flashback run %s %d %d %d %s %s %d"
                .formatted(agreementId, leafIndex, leaves, sequence, reporter, nonce, at))
        .digest();
  }
}
