package network.flashback.app.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.KeystoreException;
import network.flashback.evm.keystore.Passphrase;

/// Where a wallet of the provider comes from.
public sealed interface WalletPlan {
  Address address();

  /// To be made and written.
  ///
  /// @param passphrase typed by a person; empty for a random one in a file
  record Made(PrivateKey key, Optional<char[]> passphrase) implements WalletPlan {
    static Made of(SecureRandom random, Optional<char[]> passphrase) {
      return new Made(PrivateKey.generate(random), passphrase);
    }

    @Override
    public Address address() {
      return key.address();
    }
  }

  /// There already, and left where it is.
  record Taken(Path keystore, Path passwordFile, Address address) implements WalletPlan {}

  /// Somebody else's business, as a wallet in hardware is, or in a keystore that stays closed.
  record Elsewhere(Address address, Optional<Path> keystore) implements WalletPlan {}

  /// A keystore that is opened to see whether it can be.
  ///
  /// @throws IllegalArgumentException when it cannot
  static Taken opened(Path keystore, Path passwordFile) {
    try {
      var key = Keystore.read(keystore, Passphrase.fromKeyFile(passwordFile));
      return new Taken(keystore, passwordFile, key.address());
    } catch (IOException | KeystoreException closed) {
      throw new IllegalArgumentException(
          "The keystore cannot be opened: %s. Correct its path, or that of the file with its passphrase."
              .formatted(closed.getMessage()),
          closed);
    }
  }

  /// The address that a keystore says it holds. Its owner alone can write it, so that it is not
  /// opened.
  static Address addressIn(Path keystore) {
    try {
      var address = new ObjectMapper().readTree(Files.readString(keystore)).path("address");
      var digits = address.asText();
      return Address.parse(digits.startsWith("0x") ? digits : "0x" + digits);
    } catch (JsonProcessingException | IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          keystore + " is no keystore with an address. Name another, or an address.", malformed);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          new IOException(keystore + " cannot be read: " + unreadable, unreadable));
    }
  }
}
