package network.flashback.app.certification;

import network.flashback.chain.contract.TrialAnswer;
import network.flashback.domain.certification.CampaignSample;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import org.jspecify.annotations.Nullable;

/// A question of a campaign with what came of it, as a line of the samples' file has it. An answer
/// counts by the node's signature alone: whoever has the file and the node's key counts the same.
///
/// @param at unix second of the certifier's clock
/// @param content keccak-256 of what was sent
/// @param nodeAt unix second of the node's clock, where it answered
/// @param failure what was wrong, or why nothing came
/// @param silent whether nothing came at all
public record TrialSample(
    long at,
    int bytes,
    long micros,
    Bytes32 nonce,
    Bytes32 content,
    @Nullable Long nodeAt,
    @Nullable Bytes signature,
    @Nullable String failure,
    boolean silent) {
  /// How far clocks may be apart.
  private static final long CLOCKS_SECONDS = 300;

  /// What it counts as.
  CampaignSample judged(long providerId, Address nodeKey, Address certifier) {
    if (failure != null) {
      return silent
          ? new CampaignSample.Silent(at, failure)
          : new CampaignSample.Wrong(at, failure);
    }
    return isSigned(providerId, nodeKey, certifier)
        ? new CampaignSample.Answered(at, bytes, micros)
        : new CampaignSample.Wrong(at, "not signed by the node's key");
  }

  private boolean isSigned(long providerId, Address nodeKey, Address certifier) {
    if (nodeAt == null || signature == null || Math.abs(nodeAt - at) > CLOCKS_SECONDS) {
      return false;
    }
    try {
      return new TrialAnswer(providerId, content, certifier, nonce, nodeAt)
          .isBy(nodeKey, Signature.parse(signature));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
