package network.flashback.sdk.signing;

import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.Wallet;
import network.flashback.sdk.CanonicalJson;
import network.flashback.sdk.model.OfferSubmission;
import network.flashback.sdk.model.OfferTerms;
import network.flashback.sdk.model.QualityTarget;

/// A provider's signature under an offer, by the key that the register knows as its node's.
public final class OfferSigner {
  private final Deployment deployment;
  private final Wallet nodeKey;

  /// A provider that signs for these contracts alone.
  public OfferSigner(Deployment deployment, Wallet nodeKey) {
    this.deployment = deployment;
    this.nodeKey = nodeKey;
  }

  /// The hash by which an offer promises its quality.
  public static Bytes32 qualityHash(QualityTarget quality) {
    return Keccak256.hash(CanonicalJson.of(quality));
  }

  /// Signs an offer, ready to be published.
  ///
  /// @throws NotSignedException when the terms promise another quality
  public OfferSubmission sign(OfferTerms terms, QualityTarget quality) {
    if (!terms.qualityHash().equals(qualityHash(quality))) {
      throw new NotSignedException(
          "the terms hold the hash of another quality",
          "Make them with OfferSigner.qualityHash of the quality that is promised.");
    }
    var signature = nodeKey.sign(TypedTerms.offer(terms, deployment.domain()));
    return new OfferSubmission(terms, signature.toBytes(), quality);
  }

  /// The offer's hash on chain.
  public Bytes32 hash(OfferTerms terms) {
    return TypedTerms.offer(terms, deployment.domain()).digest();
  }
}
