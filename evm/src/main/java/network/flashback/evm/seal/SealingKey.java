package network.flashback.evm.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.keystore.OwnerOnlyFile;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/// The private half of an X25519 key that documents are sealed for. Never printed.
public final class SealingKey {
  private static final int FILE_BYTES_MAX = 200;

  private final Bytes32 secret;

  private SealingKey(Bytes32 secret) {
    this.secret = secret;
  }

  public static SealingKey generate(SecureRandom random) {
    return new SealingKey(Bytes32.of(new X25519PrivateKeyParameters(random).getEncoded()));
  }

  public static SealingKey of(Bytes32 secret) {
    return new SealingKey(secret);
  }

  /// The key of a file that only its owner may read.
  ///
  /// @throws IOException when others may read it, or it holds no key
  public static SealingKey read(Path file) throws IOException {
    OwnerOnlyFile.requireOwnerOnly(file);
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw unfit(file);
    }
    var text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (!text.matches("0x[0-9a-f]{64}")) {
      throw unfit(file);
    }
    return new SealingKey(Bytes32.fromHex(text));
  }

  /// Writes it into a new file that only its owner may read.
  ///
  /// @throws IOException when the file exists: it may hold the only copy of another key
  public void write(Path file) throws IOException {
    OwnerOnlyFile.create(file, (secret + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /// What others seal with.
  public Bytes32 publicKey() {
    return Bytes32.of(parameters().generatePublicKey().getEncoded());
  }

  /// What was sealed for this key.
  ///
  /// @throws UnsealingException when it was sealed for another key, bound to something else, or
  ///   changed since
  public Bytes open(String purpose, String bound, Bytes sealed) throws UnsealingException {
    return SealedBox.open(this, purpose, bound, sealed);
  }

  X25519PrivateKeyParameters parameters() {
    return new X25519PrivateKeyParameters(secret.toArray());
  }

  private static IOException unfit(Path file) {
    return new IOException(
        file + " holds no sealing key. Name the file that `flashback certifier key` wrote.");
  }

  @Override
  public String toString() {
    return "SealingKey[" + publicKey() + "]";
  }
}
