package network.flashback.gateway.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.access.RootKey;
import network.flashback.providers.StoredName;

/// Names of the pieces that hold manifests. To a provider they are random like all names; whoever
/// has the root key reads from a listing which manifest a piece is.
///
/// The first half is one block of AES-256: version, shard, salt, plain length and sequence. The
/// second is an HMAC-SHA256 over SLA and first half, cut to 16 bytes.
public final class ManifestNames {
  private static final int HALF = 16;
  private static final byte VERSION = 1;

  private final SecretKey blockKey;
  private final SecretKey tagKey;
  private final SecureRandom random;

  /// @param random for the salt, so that a piece that is put again has another name
  public ManifestNames(RootKey rootKey, SecureRandom random) {
    this.blockKey = new SecretKeySpec(rootKey.derive("flashback manifest names", 32), "AES");
    this.tagKey = new SecretKeySpec(rootKey.derive("flashback manifest tags", 32), "HmacSHA256");
    this.random = random;
  }

  /// Which manifest a piece is.
  ///
  /// @param plainBytes its length before it was sealed
  public record Named(long sequence, int shard, int plainBytes) {}

  /// A new name for a copy of a manifest.
  public StoredName of(Bytes32 slaId, Named named) {
    var plain =
        ByteBuffer.allocate(HALF)
            .put(VERSION)
            .put((byte) named.shard)
            .putShort((short) random.nextInt())
            .putInt(named.plainBytes)
            .putLong(named.sequence)
            .array();
    var first = block(Cipher.ENCRYPT_MODE, plain);
    var name = Arrays.copyOf(first, Bytes32.SIZE);
    System.arraycopy(tag(slaId, first), 0, name, HALF, HALF);
    return new StoredName(Bytes32.of(name));
  }

  /// Reads a name; empty for every other piece.
  public Optional<Named> read(Bytes32 slaId, StoredName name) {
    var bytes = name.value().toArray();
    var first = Arrays.copyOf(bytes, HALF);
    var given = Arrays.copyOfRange(bytes, HALF, Bytes32.SIZE);
    if (!MessageDigest.isEqual(given, tag(slaId, first))) {
      return Optional.empty();
    }
    var plain = ByteBuffer.wrap(block(Cipher.DECRYPT_MODE, first));
    var version = plain.get();
    var shard = Byte.toUnsignedInt(plain.get());
    var _ = plain.getShort();
    var length = plain.getInt();
    var sequence = plain.getLong();
    var known =
        version == VERSION && length >= 0 && length <= SegmentLayout.SEGMENT_BYTES && sequence > 0;
    return known ? Optional.of(new Named(sequence, shard, length)) : Optional.empty();
  }

  /// The extent a manifest is, the same for whoever has the root key.
  public UUID extentOf(Bytes32 slaId, long sequence) {
    var id = ByteBuffer.allocate(1 + Long.BYTES).put((byte) 'e').putLong(sequence).array();
    var bytes = ByteBuffer.wrap(tag(slaId, id));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /// A name for the piece that replaces a lost one: `otherwise`, unless that was a manifest.
  public StoredName renamed(Bytes32 slaId, StoredName lost, StoredName otherwise) {
    return read(slaId, lost).map(named -> of(slaId, named)).orElse(otherwise);
  }

  private byte[] tag(Bytes32 slaId, byte[] content) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(tagKey);
      mac.update("manifest".getBytes(StandardCharsets.US_ASCII));
      mac.update(slaId.toArray());
      return Arrays.copyOf(mac.doFinal(content), HALF);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  // One block with a secret key is a permutation: it hides the number, the tag guards it.
  @SuppressWarnings("InsecureCryptoUsage")
  private byte[] block(int mode, byte[] bytes) {
    try {
      var cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(mode, blockKey);
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256", e);
    }
  }
}
