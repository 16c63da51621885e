package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.Role;
import network.flashback.app.config.Trust;
import network.flashback.chain.Chain;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A node's configuration, and the wallet of the provider's owner where one is needed.
final class OwnerOptions {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the node.")
  private Path config = Path.of("node.properties");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Keystore (version 3) of the provider's owner.")
  private @Nullable Path key;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "File with the keystore's passphrase (default: key.pass beside it, else it is asked for).")
  private @Nullable Path passwordFile;

  /// A provider's chain, its id there, and its node's disks; closed by the command.
  record Opened(JsonRpc rpc, Contracts contracts, long providerId, List<Path> disks)
      implements AutoCloseable {
    @Override
    public void close() {
      rpc.close();
    }
  }

  Configuration read() {
    var read = Configuration.read(config, Role.NODE);
    Trust.install(read);
    return read;
  }

  Opened open() throws IOException {
    var read = read();
    var deployment = Deployment.read(read.path(ConfigurationKey.CHAIN_DEPLOYMENT));
    var rpc = new JsonRpc(read.url(ConfigurationKey.CHAIN_RPC), RetryPolicy.STANDARD);
    try {
      var contracts = Contracts.connect(Chain.connect(rpc, deployment.chainId()), deployment);
      return new Opened(
          rpc, contracts, providerId(read, contracts), read.paths(ConfigurationKey.NODE_DISK));
    } catch (IOException | RuntimeException failed) {
      rpc.close();
      throw failed;
    }
  }

  /// Sends from the owner's wallet.
  ///
  /// @throws IllegalArgumentException when the wallet is not named, or is not the owner's
  TransactionSender owner(Opened chain) throws IOException {
    if (key == null) {
      throw new IllegalArgumentException(
          "Only the provider's owner may do this. Name its keystore with --key.");
    }
    var wallet = WalletOptions.read(key, passwordFile);
    var owner = chain.contracts().registry().ownerOf(chain.providerId());
    if (!owner.equals(wallet.address())) {
      throw new IllegalArgumentException(
          "Provider %d belongs to %s, and the wallet of --key is %s. Name the owner's."
              .formatted(chain.providerId(), owner, wallet.address()));
    }
    boolean development = chain.contracts().chain().id() == DevelopmentKeys.CHAIN_ID;
    return new TransactionSender(
        chain.contracts().chain(),
        wallet,
        development ? SendingPolicy.DEVELOPMENT : SendingPolicy.STANDARD,
        InstantSource.system());
  }

  private static long providerId(Configuration read, Contracts contracts) throws IOException {
    long said = read.number(ConfigurationKey.NODE_PROVIDER_ID, 0, Long.MAX_VALUE);
    if (said != 0) {
      return said;
    }
    var passphrase = Passphrase.fromKeyFile(read.path(ConfigurationKey.KEYSTORE_PASSWORD_FILE));
    var nodeKey = Keystore.read(read.path(ConfigurationKey.KEYSTORE), passphrase).address();
    long known = contracts.registry().idOfNodeKey(nodeKey);
    if (known == 0) {
      throw new IllegalArgumentException(
          "The register knows no provider with the node key %s. Check the configuration."
              .formatted(nodeKey));
    }
    return known;
  }
}
