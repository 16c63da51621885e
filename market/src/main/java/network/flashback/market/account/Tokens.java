package network.flashback.market.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes secrets and names out of randomness.
public final class Tokens {
  public static final String SESSION = "fbs_";
  public static final String KEY = "fbk_";
  private static final int SECRET_BYTES = 32;
  private static final int NAME_BYTES = 12;

  private final RandomGenerator random;

  /// @param random unpredictable
  public Tokens(RandomGenerator random) {
    this.random = random;
  }

  /// 256 random bits behind a prefix that tells what it opens.
  public String secret(String prefix) {
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  /// 96 random bits behind a prefix: nobody else's, and no secret.
  public String name(String prefix) {
    return prefix + HexFormat.of().formatHex(bytes(NAME_BYTES));
  }

  /// What is kept of a secret. Equal hashes are looked up and never compared byte by byte here, and
  /// how long a look-up takes tells nothing about 256 random bits behind a hash.
  public static String hash(String secret) {
    return HexFormat.of().formatHex(sha256(secret.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
