package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import network.flashback.app.client.MarketClient;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.DevelopmentKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A platform, and the consumer's wallet: on a development chain its well-known consumer where no
/// other is named.
final class ConsumerOptions {
  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Keystore (version 3) of the consumer (default: the development chain's consumer).")
  private @Nullable Path key;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "File with the keystore's passphrase (default: key.pass beside it, else it is asked for).")
  private @Nullable Path passwordFile;

  /// @param client of nobody
  record Opened(MarketClient client, PrivateKey key, long chainId) implements AutoCloseable {
    /// For what only this wallet may see; closed by the command.
    MarketClient signedIn() throws IOException {
      return client.signedIn(key, chainId);
    }

    @Override
    public void close() {
      client.close();
    }
  }

  Opened open() throws IOException, InterruptedException {
    var client = platform.open();
    try {
      long chainId = client.read("network", Map.of()).path("chainId").asLong();
      return new Opened(client, wallet(chainId), chainId);
    } catch (IOException | RuntimeException failed) {
      client.close();
      throw failed;
    }
  }

  private PrivateKey wallet(long chainId) throws IOException {
    if (key != null) {
      return WalletOptions.read(key, passwordFile);
    }
    if (chainId != DevelopmentKeys.CHAIN_ID) {
      throw new IllegalArgumentException(
          "This needs the consumer's wallet. Name its keystore with --key.");
    }
    return DevelopmentWallet.CONSUMER.key(chainId);
  }
}
