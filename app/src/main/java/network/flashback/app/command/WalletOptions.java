package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.NetworkPlan;
import network.flashback.app.setup.Terminal;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which chain and deployment a command is about, and whose wallet sends to them.
final class WalletOptions {
  @Mixin private final ChainOptions chain = new ChainOptions();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Keystore (version 3) of the wallet that sends.")
  private @Nullable Path key;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "File with the keystore's passphrase (default: key.pass beside it, else it is asked for).")
  private @Nullable Path passwordFile;

  @Option(
      names = "--as",
      paramLabel = "WALLET",
      description =
          "Instead of --key, on the development network: one of its well-known wallets (${COMPLETION-CANDIDATES}).")
  private @Nullable DevelopmentWallet wellKnown;

  /// The network on this machine, whether one is there or not.
  NetworkPlan network() {
    return chain.network();
  }

  /// @throws IllegalArgumentException when a well-known wallet was named and this is a real chain
  ChainOptions.Opened open() throws IOException {
    var opened = chain.open();
    long chainId = opened.contracts().chain().id();
    if (wellKnown != null && chainId != DevelopmentKeys.CHAIN_ID) {
      opened.close();
      throw new IllegalArgumentException(
          "--as names a wallet whose key everybody knows, and this is chain %d, not the development chain. Name a keystore with --key."
              .formatted(chainId));
    }
    return opened;
  }

  /// @throws IllegalArgumentException when no wallet was named
  PrivateKey wallet() throws IOException {
    if (key != null && wellKnown != null) {
      throw new IllegalArgumentException(
          "--key and --as both name a wallet. Leave out one of them.");
    }
    if (wellKnown != null) {
      return wellKnown.key(DevelopmentKeys.CHAIN_ID);
    }
    if (key == null) {
      throw new IllegalArgumentException(
          "This needs a wallet that sends. Name its keystore with --key, or on the development network one of its wallets with --as, such as --as consumer.");
    }
    return read(key, passwordFile);
  }

  /// The wallet of a keystore, opened with the passphrase in a file, in the one beside it, or as it
  /// is typed at the terminal.
  static PrivateKey read(Path key, @Nullable Path passwordFile) throws IOException {
    var beside = key.resolveSibling("key.pass");
    if (passwordFile == null && !Files.exists(beside)) {
      var terminal = Terminal.ofThisProcess();
      char @Nullable [] typed =
          terminal.isPresent() ? terminal.get().secret("Passphrase of " + key + ": ") : null;
      if (typed != null) {
        return Keystore.read(key, Passphrase.of(typed));
      }
    }
    return Keystore.read(key, Passphrase.fromKeyFile(passwordFile == null ? beside : passwordFile));
  }

  TransactionSender sender(Contracts contracts) throws IOException {
    boolean development = contracts.chain().id() == DevelopmentKeys.CHAIN_ID;
    return new TransactionSender(
        contracts.chain(),
        wallet(),
        development ? SendingPolicy.DEVELOPMENT : SendingPolicy.STANDARD,
        InstantSource.system());
  }
}
