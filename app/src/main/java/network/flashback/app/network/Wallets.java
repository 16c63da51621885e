package network.flashback.app.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;

/// Keystores of the members: never a key in clear, on the development chain too.
final class Wallets {
  static final String KEYSTORE = "keystore.json";
  static final String KEY_FILE = "key.pass";

  private final NetworkPlan plan;
  private final SecureRandom random;

  Wallets(NetworkPlan plan, SecureRandom random) {
    this.plan = plan;
    this.random = random;
  }

  /// Writes keystore and key file of the member, unless they are there.
  void write(Member member, PrivateKey key) {
    Path folder = plan.folder(member);
    try {
      Files.createDirectories(folder);
      if (Files.exists(folder.resolve(KEYSTORE))) {
        return;
      }
      Files.deleteIfExists(folder.resolve(KEY_FILE));
      var passphrase = Passphrase.createKeyFile(folder.resolve(KEY_FILE), random);
      // The key file is random, so that a dear derivation would protect nothing more.
      Keystore.write(folder.resolve(KEYSTORE), key, passphrase, ScryptCost.LIGHT, random);
    } catch (IOException e) {
      throw new NetworkException(
          "The keystore of %s cannot be written: %s".formatted(member.name(), e.getMessage()), e);
    }
  }
}
