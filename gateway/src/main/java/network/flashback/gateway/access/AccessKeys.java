package network.flashback.gateway.access;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import network.flashback.evm.Keccak256;
import network.flashback.gateway.Memo;
import network.flashback.s3.auth.SecretAccessKey;

/// Makes the S3 key pairs of grants and recognises them; stores none.
///
/// The id names grant and version and can be read by anyone; the secret comes from the gateway's
/// own root key, never from chain data.
public final class AccessKeys {
  private static final String PREFIX = "FB";
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int DIGITS = 18;
  private static final int CHECK_BITS = 10;

  private static final int KEYS_MAX = 4096;

  private final RootKey rootKey;
  private final long chainId;

  // Hashes and HMACs, for the same few keys with every request.
  private final Memo<String, Optional<KeyName>> names = new Memo<>(this::read, KEYS_MAX);
  private final Memo<KeyName, SecretAccessKey> secrets =
      new Memo<>(name -> new SecretAccessKey(secretText(name)), KEYS_MAX);

  /// @param chainId the chain the grants are on
  public AccessKeys(RootKey rootKey, long chainId) {
    this.rootKey = rootKey;
    this.chainId = chainId;
  }

  /// Which key of which grant.
  ///
  /// @param version 0 to 65,535
  public record KeyName(long grantId, int version) {
    /// Refuses what an id cannot hold.
    public KeyName {
      if (grantId < 0 || version < 0 || version > 0xffff) {
        throw new IllegalArgumentException("grant id or key version out of range");
      }
    }
  }

  /// What a client is configured with.
  public record KeyPair(String accessKeyId, String secret) {
    @Override
    public String toString() {
      return "KeyPair[" + accessKeyId + "]";
    }
  }

  /// The pair of a key. Danger: the secret is for the consumer alone.
  public KeyPair pair(KeyName name) {
    return new KeyPair(idOf(name), secretText(name));
  }

  /// The secret that must have signed for this key.
  public SecretAccessKey secret(KeyName name) {
    return secrets.of(name);
  }

  /// `FB` and 18 characters: 64 bits grant, 16 bits version, 10 bits that catch a mistyped id or
  /// another chain's.
  public String idOf(KeyName name) {
    var check = check(name);
    var id = new StringBuilder(PREFIX);
    // 90 bits as 18 digits of 5, most significant first.
    for (int digit = 0; digit < DIGITS; digit++) {
      var value = 0;
      for (int bit = digit * 5; bit < digit * 5 + 5; bit++) {
        value = value << 1 | bitOf(name, check, bit);
      }
      id.append(ALPHABET.charAt(value));
    }
    return id.toString();
  }

  /// Reads an id; empty when it is none of this chain.
  public Optional<KeyName> nameOf(String accessKeyId) {
    // Others are not remembered, however many come.
    return accessKeyId.length() == PREFIX.length() + DIGITS && accessKeyId.startsWith(PREFIX)
        ? names.of(accessKeyId)
        : Optional.empty();
  }

  private Optional<KeyName> read(String accessKeyId) {
    var grant = 0L;
    var version = 0;
    for (int bit = 0; bit < 80; bit++) {
      var digit = ALPHABET.indexOf(accessKeyId.charAt(PREFIX.length() + bit / 5));
      var value = digit >> (4 - bit % 5) & 1;
      if (bit < 64) {
        grant = grant << 1 | value;
      } else {
        version = version << 1 | value;
      }
    }
    if (grant < 0) {
      return Optional.empty();
    }
    var name = new KeyName(grant, version);
    return idOf(name).equals(accessKeyId) ? Optional.of(name) : Optional.empty();
  }

  private static int bitOf(KeyName name, int check, int bit) {
    if (bit < 64) {
      return (int) (name.grantId >> (63 - bit) & 1);
    }
    return bit < 80 ? name.version >> (79 - bit) & 1 : check >> (89 - bit) & 1;
  }

  private int check(KeyName name) {
    var hash =
        Keccak256.hash(
            "flashback access key".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            packed(name));
    return ByteBuffer.wrap(hash.toArray()).getShort() & ((1 << CHECK_BITS) - 1);
  }

  private String secretText(KeyName name) {
    // 30 bytes are 40 characters of Base64, the length S3 clients expect.
    var purpose = "flashback s3 secret " + chainId + " " + name.grantId + " " + name.version;
    return Base64.getUrlEncoder().encodeToString(rootKey.derive(purpose, 30));
  }

  private byte[] packed(KeyName name) {
    return ByteBuffer.allocate(20)
        .putLong(chainId)
        .putLong(name.grantId)
        .putInt(name.version)
        .array();
  }
}
