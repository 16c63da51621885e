package network.flashback.providers.node;

import java.math.BigInteger;
import java.net.URI;
import network.flashback.evm.Address;
import network.flashback.evm.possession.TreeHash;

/// What a client must know of an agreement to use it at the provider's node.
///
/// @param nodeKey signs the node's receipts and revisions
/// @param endpoint base address of the node, such as `http://node.example:9101`
/// @param egressPerGib price of one GiB served, token units
/// @param voucherCeiling the highest cumulative voucher: what the escrow holds and the session key
///   may sign, token units
/// @param treeHash of its pieces
public record NodeAgreement(
    BigInteger agreementId,
    long providerId,
    Address nodeKey,
    URI endpoint,
    BigInteger egressPerGib,
    BigInteger voucherCeiling,
    TreeHash treeHash) {
  /// Refuses an endpoint that is no HTTP address, and negative money.
  public NodeAgreement {
    if (endpoint.getHost() == null || !endpoint.toString().matches("https?://.*")) {
      throw new IllegalArgumentException(
          "endpoint '" + endpoint + "' of provider " + providerId + " is no http address");
    }
    if (egressPerGib.signum() < 0 || voucherCeiling.signum() < 0) {
      throw new IllegalArgumentException("egressPerGib and voucherCeiling must not be negative");
    }
  }

  URI resolve(String path) {
    var base = endpoint.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /// What `servedBytes` cost, rounded up: a partial unit is owed to the provider.
  BigInteger costOf(long servedBytes) {
    var gib = BigInteger.ONE.shiftLeft(30);
    return egressPerGib
        .multiply(BigInteger.valueOf(servedBytes))
        .add(gib.subtract(BigInteger.ONE))
        .divide(gib);
  }
}
