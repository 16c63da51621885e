package network.flashback.sdk.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.sdk.FlashbackClient;
import network.flashback.sdk.model.OfferEntry;
import network.flashback.sdk.model.OfferTerms;
import network.flashback.sdk.signing.Deployment;
import network.flashback.sdk.signing.OfferSigner;

/// Changes a provider's price: takes its offer as it is listed, signs it again with another price,
/// and publishes that. It costs no transaction.
public final class PublishOffer {
  private PublishOffer() {}

  /// Arguments: the platform's address, the deployment file, the keystore of the node's key, the
  /// hash of the offer, and the new price as per cent of the old one. Last, the file whose first
  /// line is the passphrase.
  public static void main(String[] arguments) throws IOException {
    var passphrase = Passphrase.fromKeyFile(Path.of(arguments[5]));
    run(
        URI.create(arguments[0]),
        Deployment.read(Path.of(arguments[1])),
        Keystore.read(Path.of(arguments[2]), passphrase),
        Bytes32.fromHex(arguments[3]),
        Integer.parseInt(arguments[4]),
        System.out);
  }

  /// The offer as it is listed now.
  public static OfferEntry run(
      URI platform,
      Deployment deployment,
      Wallet nodeKey,
      Bytes32 offerHash,
      int perCent,
      PrintStream out) {
    try (var flashback = FlashbackClient.at(platform).build()) {
      var old = flashback.offers().offer(offerHash);
      var terms = old.offer();
      var rate =
          terms.ratePerGib().multiply(BigInteger.valueOf(perCent)).divide(BigInteger.valueOf(100));
      var signed = new OfferSigner(deployment, nodeKey).sign(repriced(terms, rate), old.quality());
      var listed = flashback.offers().publishOffer(signed);
      out.printf("%s is listed in place of %s.%n", listed.hash(), offerHash);
      return listed;
    }
  }

  /// The same offer at another price, with a salt of its own.
  private static OfferTerms repriced(OfferTerms terms, BigInteger rate) {
    return new OfferTerms(
        terms.providerId(),
        terms.market(),
        rate,
        terms.egressPerGib(),
        terms.capacityBytes(),
        terms.minimumBytes(),
        terms.minimumSeconds(),
        terms.maximumSeconds(),
        terms.collateralSeconds(),
        terms.offerClass(),
        terms.region(),
        terms.qualityHash(),
        terms.expiry(),
        terms.nonce(),
        new BigInteger(128, new SecureRandom()));
  }
}
