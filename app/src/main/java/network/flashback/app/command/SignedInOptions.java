package network.flashback.app.command;

import java.io.IOException;
import network.flashback.app.client.MarketClient;
import network.flashback.evm.PrivateKey;
import picocli.CommandLine.Mixin;

/// A wallet with its chain, and the platform that it signs in at.
final class SignedInOptions {
  @Mixin private final WalletOptions wallet = new WalletOptions();
  @Mixin private final PlatformOption platform = new PlatformOption();

  /// @param client whose calls carry the session
  record Opened(
      ChainOptions.Opened chain, PrivateKey key, MarketClient anonymous, MarketClient client)
      implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      anonymous.close();
      chain.close();
    }
  }

  WalletOptions wallet() {
    return wallet;
  }

  Opened open() throws IOException {
    var key = wallet.wallet();
    var chain = wallet.open();
    try {
      var anonymous = platform.open(wallet.network());
      try {
        return new Opened(
            chain, key, anonymous, anonymous.signedIn(key, chain.contracts().chain().id()));
      } catch (IOException | RuntimeException failed) {
        anonymous.close();
        throw failed;
      }
    } catch (IOException | RuntimeException failed) {
      chain.close();
      throw failed;
    }
  }
}
