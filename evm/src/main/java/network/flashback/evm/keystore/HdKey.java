package network.flashback.evm.keystore;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;

/// A key in the tree that grows from one mnemonic (BIP-39 for the seed, BIP-32 for the tree).
final class HdKey {
  private static final int HARDENED = 0x8000_0000;
  private static final int SEED_ITERATIONS = 2048;
  private static final int SEED_BITS = 512;
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private final byte[] secret;
  private final byte[] chainCode;

  private HdKey(byte[] secret, byte[] chainCode) {
    this.secret = secret;
    this.chainCode = chainCode;
  }

  /// The root for a mnemonic without an extra passphrase.
  static HdKey ofMnemonic(String mnemonic) {
    try {
      var salt = "mnemonic".getBytes(StandardCharsets.UTF_8);
      var specification = new PBEKeySpec(mnemonic.toCharArray(), salt, SEED_ITERATIONS, SEED_BITS);
      byte[] seed =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
              .generateSecret(specification)
              .getEncoded();
      return split(hmac("Bitcoin seed".getBytes(StandardCharsets.US_ASCII), seed));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("The JDK has PBKDF2 with HMAC-SHA512.", impossible);
    }
  }

  HdKey hardened(int index) {
    byte[] data =
        ByteBuffer.allocate(37).put((byte) 0).put(secret).putInt(index | HARDENED).array();
    return child(data);
  }

  HdKey plain(int index) {
    return child(ByteBuffer.allocate(37).put(compressedPublicKey()).putInt(index).array());
  }

  PrivateKey privateKey() {
    return PrivateKey.of(Bytes32.of(secret));
  }

  private HdKey child(byte[] data) {
    HdKey step = split(hmac(chainCode, data));
    BigInteger sum = new BigInteger(1, step.secret).add(new BigInteger(1, secret)).mod(ORDER);
    return new HdKey(Bytes32.of(sum).toArray(), step.chainCode);
  }

  private byte[] compressedPublicKey() {
    Bytes point = privateKey().publicKey();
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (2 + (point.at(63) & 1));
    System.arraycopy(point.toArray(), 0, compressed, 1, 32);
    return compressed;
  }

  private static HdKey split(byte[] both) {
    return new HdKey(Arrays.copyOf(both, 32), Arrays.copyOfRange(both, 32, 64));
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(key, "HmacSHA512"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("The JDK has HMAC-SHA512.", impossible);
    }
  }
}
