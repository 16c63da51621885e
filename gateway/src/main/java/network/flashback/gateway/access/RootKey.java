package network.flashback.gateway.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;

/// The secret all other secrets of a gateway come from: 32 random bytes. Never printed.
///
/// Danger: with the database it opens every object, and nobody can make it anew. Losing it loses
/// the data.
public final class RootKey {
  private final SecretKey secret;

  private RootKey(Bytes32 secret) {
    this.secret = new SecretKeySpec(secret.toArray(), "Generic");
  }

  /// A key that is kept elsewhere.
  public static RootKey of(Bytes32 secret) {
    return new RootKey(secret);
  }

  /// Opens the sealed file, or makes a key and seals it when there is no file yet; readable to its
  /// owner only.
  ///
  /// The file has the form of a wallet's keystore (Web3 secret storage, version 3), so one format
  /// is to be understood and reviewed.
  public static RootKey openOrCreate(
      Path file, Passphrase passphrase, ScryptCost cost, SecureRandom random) throws IOException {
    if (Files.exists(file)) {
      return new RootKey(Keystore.read(file, passphrase).exposeSecret());
    }
    var made = PrivateKey.generate(random);
    Keystore.write(file, made, passphrase, cost, random);
    return new RootKey(made.exposeSecret());
  }

  /// A key for one purpose (HKDF-SHA256, RFC 5869); other purposes give unrelated keys.
  public byte[] derive(String purpose, int bytes) {
    try {
      var info = purpose.getBytes(StandardCharsets.UTF_8);
      var expansion = HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, bytes);
      return KDF.getInstance("HKDF-SHA256").deriveData(expansion);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "RootKey[hidden]";
  }
}
