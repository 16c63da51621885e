package network.flashback.evm;

import java.math.BigInteger;
import java.security.SecureRandom;

/// A secret of the curve secp256k1, and with it a wallet. Never printed: [#toString] shows the
/// address.
public final class PrivateKey implements Wallet {
  private final BigInteger secret;
  private final Address address;

  private PrivateKey(BigInteger secret) {
    if (secret.signum() <= 0 || secret.compareTo(Secp256k1.ORDER) >= 0) {
      throw new IllegalArgumentException(
          "Not a private key: its value is zero or not below the order of secp256k1.");
    }
    this.secret = secret;
    this.address = Secp256k1.addressOf(Secp256k1.publicPoint(secret));
  }

  public static PrivateKey of(Bytes32 secret) {
    return new PrivateKey(secret.toInteger());
  }

  public static PrivateKey fromHex(String text) {
    byte[] bytes = Hex.decode(text);
    if (bytes.length != Bytes32.SIZE) {
      throw new IllegalArgumentException(
          "A private key has 32 bytes (64 hexadecimal digits), not " + bytes.length + ".");
    }
    return of(Bytes32.of(bytes));
  }

  public static PrivateKey generate(SecureRandom random) {
    byte[] bytes = new byte[Bytes32.SIZE];
    while (true) {
      random.nextBytes(bytes);
      BigInteger candidate = new BigInteger(1, bytes);
      if (candidate.signum() > 0 && candidate.compareTo(Secp256k1.ORDER) < 0) {
        return new PrivateKey(candidate);
      }
    }
  }

  @Override
  public Address address() {
    return address;
  }

  /// Deterministic (RFC 6979), with the lower of the two possible `s` (EIP-2).
  @Override
  public Signature sign(Bytes32 digest) {
    return Secp256k1.sign(secret, digest);
  }

  /// The secret itself, for the keystore. Danger: whoever has it owns the wallet.
  public Bytes32 exposeSecret() {
    return Bytes32.of(secret);
  }

  /// The uncompressed public key without its leading 04: 64 bytes.
  public Bytes publicKey() {
    return Bytes.of(Secp256k1.encoded(Secp256k1.publicPoint(secret)));
  }

  @Override
  public String toString() {
    return "PrivateKey of " + address;
  }
}
