package network.flashback.settlement.quality;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.chain.contract.WriteAnswer;
import network.flashback.evm.Bytes32;

/// What a reporter writes to measure throughput: 1 MiB that is drawn from a seed. The node cannot
/// tell the rest from any part of it, and who learns the seed afterwards can tell what the node
/// must have had when it signed its hash. The bytes are the key stream of AES-256 in counter mode,
/// NIST SP 800-38A.
public final class WrittenBytes {
  /// How many bytes a reporter writes.
  public static final int SIZE = WriteAnswer.BYTES_MAX;

  private static final int BLOCK_BYTES = 16;

  private WrittenBytes() {}

  /// All of them.
  ///
  /// @param seed secret until the node has signed
  public static byte[] of(Bytes32 seed) {
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(seed.toArray(), "AES"),
          new IvParameterSpec(new byte[BLOCK_BYTES]));
      byte[] bytes = new byte[SIZE];
      cipher.doFinal(bytes, 0, SIZE, bytes, 0);
      return bytes;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has AES in counter mode.", impossible);
    }
  }

  /// SHA-256 of all of them, which the node signs.
  ///
  /// @param seed that they were drawn from
  public static Bytes32 hash(Bytes32 seed) {
    return hash(of(seed));
  }

  /// SHA-256 of these.
  public static Bytes32 hash(byte[] bytes) {
    try {
      return Bytes32.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256.", impossible);
    }
  }
}
