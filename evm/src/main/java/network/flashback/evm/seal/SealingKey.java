package network.flashback.evm.seal;

import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/// The private half of an X25519 key that documents are sealed for. Never printed, and never at
/// rest by itself: it follows from a key that lies in a keystore.
public final class SealingKey {
  private final X25519PrivateKeyParameters secret;

  private SealingKey(X25519PrivateKeyParameters secret) {
    this.secret = secret;
  }

  /// The sealing key that follows from a private key, by HPKE's DeriveKeyPair (RFC 9180, 7.1.3).
  public static SealingKey from(PrivateKey key) {
    var pair = SealedBox.suite().deriveKeyPair(key.exposeSecret().toArray());
    return new SealingKey((X25519PrivateKeyParameters) pair.getPrivate());
  }

  static SealingKey of(Bytes32 secret) {
    return new SealingKey(new X25519PrivateKeyParameters(secret.toArray()));
  }

  /// What others seal with.
  public Bytes32 publicKey() {
    return Bytes32.of(secret.generatePublicKey().getEncoded());
  }

  /// What was sealed for this key.
  ///
  /// @throws UnsealingException when it was sealed for another key, bound to something else, or
  ///   changed since
  public Bytes open(String purpose, String bound, Bytes sealed) throws UnsealingException {
    return SealedBox.open(this, purpose, bound, sealed);
  }

  X25519PrivateKeyParameters parameters() {
    return secret;
  }

  @Override
  public String toString() {
    return "SealingKey[" + publicKey() + "]";
  }
}
