package network.flashback.app.config;

import java.io.IOException;
import java.time.InstantSource;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.KeystoreException;
import network.flashback.evm.keystore.Passphrase;

/// What a role needs to act on the chain: the contracts, its wallet, and one sender for that
/// wallet.
public record OnChain(JsonRpc rpc, Contracts contracts, PrivateKey wallet, TransactionSender sender)
    implements AutoCloseable {

  /// Connects as the configuration says.
  ///
  /// @throws ConfigurationException when the chain, the deployment or the keystore is not the right
  ///   one
  public static OnChain connect(Configuration config, InstantSource clock) {
    var wallet = wallet(config);
    Deployment deployment;
    try {
      deployment = Deployment.read(config.path(ConfigurationKey.CHAIN_DEPLOYMENT));
    } catch (IOException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
    var rpc = new JsonRpc(config.url(ConfigurationKey.CHAIN_RPC), RetryPolicy.STANDARD);
    var contracts = Contracts.connect(Chain.connect(rpc, deployment.chainId()), deployment);
    boolean development = deployment.chainId() == DevelopmentKeys.CHAIN_ID;
    refuseDevelopmentKey(wallet, development);
    var sender =
        new TransactionSender(
            contracts.chain(),
            wallet,
            development ? SendingPolicy.DEVELOPMENT : SendingPolicy.STANDARD,
            clock);
    return new OnChain(rpc, contracts, wallet, sender);
  }

  public boolean isDevelopment() {
    return contracts.chain().id() == DevelopmentKeys.CHAIN_ID;
  }

  @Override
  public void close() {
    rpc.close();
  }

  private static PrivateKey wallet(Configuration config) {
    try {
      var passphrase = Passphrase.fromKeyFile(config.path(ConfigurationKey.KEYSTORE_PASSWORD_FILE));
      return Keystore.read(config.path(ConfigurationKey.KEYSTORE), passphrase);
    } catch (IOException | KeystoreException e) {
      throw new ConfigurationException(
          "The keystore cannot be opened: %s. Check '%s' and '%s'."
              .formatted(
                  e.getMessage(),
                  ConfigurationKey.KEYSTORE.key(),
                  ConfigurationKey.KEYSTORE_PASSWORD_FILE.key()),
          e);
    }
  }

  /// Keys that everybody knows must not guard anything of value.
  private static void refuseDevelopmentKey(PrivateKey wallet, boolean development) {
    if (development) {
      return;
    }
    var known = DevelopmentKeys.indexOf(wallet.address());
    if (known.isPresent()) {
      throw new ConfigurationException(
          "Wallet %s is development key %d, which everybody knows: it works on the development chain only. Make a key of your own."
              .formatted(wallet.address(), known.getAsInt()));
    }
  }
}
