package network.flashback.evm.seal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/// Seals bytes for the holder of a key by HPKE in base mode (RFC 9180): X25519, HKDF-SHA256 and
/// AES-256-GCM. Anybody may seal: a box tells nothing about who did.
///
/// A box is the 32 bytes of the encapsulated key, the ciphertext, and its tag of 16 bytes.
public final class SealedBox {
  public static final int OVERHEAD_BYTES = 48;
  private static final int ENCAPSULATED_BYTES = 32;

  private SealedBox() {}

  /// A box that only the holder of the key opens.
  ///
  /// @param purpose of such boxes, so that one made for something else does not open
  /// @param bound what the box belongs to: it opens for nobody who names another thing
  /// @throws IllegalArgumentException when the key is no point that a secret can be agreed with
  public static Bytes seal(
      Bytes32 publicKey, String purpose, String bound, Bytes content, SecureRandom random) {
    return seal(publicKey, bytes(purpose), bytes(bound), content, pair(random));
  }

  /// @param once never used for another box
  static Bytes seal(
      Bytes32 publicKey, byte[] info, byte[] bound, Bytes content, AsymmetricCipherKeyPair once) {
    try {
      var context =
          suite().setupBaseS(new X25519PublicKeyParameters(publicKey.toArray()), info, once);
      return Bytes.concat(context.getEncapsulation(), context.seal(bound, content.toArray()));
    } catch (IllegalStateException lowOrder) {
      throw new IllegalArgumentException(
          "The sealing key " + publicKey + " is of low order: nothing can be sealed for it.",
          lowOrder);
    } catch (InvalidCipherTextException impossible) {
      throw new IllegalStateException("sealing in memory", impossible);
    }
  }

  static Bytes open(SealingKey key, String purpose, String bound, Bytes sealed)
      throws UnsealingException {
    return open(key, bytes(purpose), bytes(bound), sealed);
  }

  static Bytes open(SealingKey key, byte[] info, byte[] bound, Bytes sealed)
      throws UnsealingException {
    if (sealed.size() < OVERHEAD_BYTES) {
      throw new UnsealingException(
          "It has %d bytes, fewer than any sealed document.".formatted(sealed.size()));
    }
    var secret = key.parameters();
    try {
      var context =
          suite()
              .setupBaseR(
                  sealed.slice(0, ENCAPSULATED_BYTES).toArray(),
                  new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret),
                  info);
      return Bytes.of(
          context.open(bound, sealed.slice(ENCAPSULATED_BYTES, sealed.size()).toArray()));
    } catch (InvalidCipherTextException | IllegalStateException | IllegalArgumentException wrong) {
      throw new UnsealingException(
          "It was sealed for another key, for another use, or changed since.");
    }
  }

  private static AsymmetricCipherKeyPair pair(SecureRandom random) {
    return pair(new X25519PrivateKeyParameters(random));
  }

  static AsymmetricCipherKeyPair pair(X25519PrivateKeyParameters secret) {
    return new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret);
  }

  static HPKE suite() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
