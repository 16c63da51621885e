package network.flashback.sdk.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Wallet;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.sdk.FlashbackClient;
import network.flashback.sdk.model.OpenedSla;
import network.flashback.sdk.model.QuoteRequest;
import network.flashback.sdk.model.RedundancyWish;
import network.flashback.sdk.model.StorageClass;
import network.flashback.sdk.signing.Deployment;
import network.flashback.sdk.signing.SlaSigner;
import network.flashback.sdk.signing.SpendingLimit;

/// Buys storage: asks for a quote, signs it if it costs no more than a limit, and opens the SLA.
public final class OpenSla {
  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);

  private OpenSla() {}

  /// Arguments: the platform's address, the network's deployment file, a keystore, the token, and
  /// the most that may be locked, in units of that token. Last, the file whose first line is the
  /// keystore's passphrase.
  public static void main(String[] arguments) throws IOException {
    var passphrase = Passphrase.fromKeyFile(Path.of(arguments[5]));
    run(
        URI.create(arguments[0]),
        Deployment.read(Path.of(arguments[1])),
        Keystore.read(Path.of(arguments[2]), passphrase),
        new SpendingLimit(Address.parse(arguments[3]), new BigInteger(arguments[4])),
        Duration.ofDays(30),
        System.out);
  }

  /// One GiB, any two of three providers in Europe, and as much to read.
  public static OpenedSla run(
      URI platform,
      Deployment deployment,
      Wallet wallet,
      SpendingLimit limit,
      Duration duration,
      PrintStream out) {
    try (var flashback = FlashbackClient.at(platform).build()) {
      var wish =
          QuoteRequest.of(
                  wallet.address(),
                  GIB,
                  duration.toSeconds(),
                  new RedundancyWish(2, 3),
                  StorageClass.FAST,
                  limit.units())
              .withRegions(List.of("eu-de", "eu-fr", "eu-nl", "eu-se"))
              .withEgressBytes(GIB);
      var quote = flashback.quotes().quote(wish);
      out.printf("Quoted: %s %s units are locked.%n", quote.total(), quote.symbol());
      var opening = new SlaSigner(deployment, wallet).accept(quote, wish, limit);
      var opened = flashback.slas().openSla(opening);
      out.printf("SLA %s is open: transaction %s.%n", opened.slaId(), opened.transaction());
      return opened;
    }
  }
}
