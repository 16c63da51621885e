package network.flashback.gateway.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.flashback.evm.Bytes;
import network.flashback.gateway.Memo;
import network.flashback.gateway.access.RootKey;

/// Wraps keys in keys: the root key holds bucket keys, a bucket key holds those of its objects'
/// extents.
///
/// A wrapped key is nonce (12 bytes), ciphertext (32) and tag (16) of AES-256-GCM; its owner's name
/// is authenticated with it, so that a wrapped key moved to another row does not open.
public final class KeyRing {
  /// Bytes of every key.
  public static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int BUCKETS_MAX = 1024;
  private static final int TAG_BITS = 128;

  private final SecretKey bucketWrapping;
  private final RootKey rootKey;
  private final SecureRandom random;
  private final Memo<BucketKey, SecretKey> bucketKeys;

  /// @param random for keys and nonces
  public KeyRing(RootKey rootKey, SecureRandom random) {
    this.rootKey = rootKey;
    this.bucketWrapping = aes(rootKey.derive("flashback bucket keys", KEY_BYTES));
    this.random = random;
    this.bucketKeys = new Memo<>(this::opened, BUCKETS_MAX);
  }

  /// A bucket's key as it is kept.
  private record BucketKey(String bucket, Bytes wrapped) {}

  /// A fresh key and its wrapped form.
  ///
  /// @param key 32 secret bytes; does not print them
  /// @param wrapped safe to store
  public record NewKey(SecretKey key, Bytes wrapped) {}

  /// A key for a new bucket.
  public NewKey newBucketKey(String bucket) {
    return wrapNew(bucketWrapping, bucketContext(bucket));
  }

  /// A bucket's key. One without a wrapped form is derived from the root key: manifests must open
  /// when nothing else is left.
  public SecretKey bucketKey(String bucket, Bytes wrapped) {
    return bucketKeys.of(new BucketKey(bucket, wrapped));
  }

  private SecretKey opened(BucketKey kept) {
    return kept.wrapped.isEmpty()
        ? aes(rootKey.derive("flashback derived bucket key " + kept.bucket, KEY_BYTES))
        : unwrap(bucketWrapping, kept.wrapped, bucketContext(kept.bucket));
  }

  /// A key for a new extent of a bucket.
  public NewKey newExtentKey(SecretKey bucketKey, byte[] extentId) {
    return wrapNew(bucketKey, extentId);
  }

  /// An extent's key; derived from the bucket's where it has no wrapped form.
  ///
  /// Danger: an extent with a derived key holds the same bytes for ever, or frames share nonces.
  public SecretKey extentKey(SecretKey bucketKey, byte[] extentId, Bytes wrapped) {
    if (wrapped.isEmpty()) {
      return derived(bucketKey, extentId);
    }
    return unwrap(bucketKey, wrapped, extentId);
  }

  /// A text that is kept but for its owner's eyes, sealed under a key of the root key's.
  ///
  /// @param context is authenticated with it: it opens in no other place
  public Bytes sealText(String context, String text) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var sealed =
          gcm(Cipher.ENCRYPT_MODE, textKey(), nonce, context.getBytes(StandardCharsets.UTF_8))
              .doFinal(text.getBytes(StandardCharsets.UTF_8));
      var kept = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, kept, NONCE_BYTES, sealed.length);
      return Bytes.of(kept);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  /// A text that [#sealText] sealed in the same context.
  public String openText(String context, Bytes sealed) {
    return new String(
        unwrapped(textKey(), sealed, context.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.UTF_8);
  }

  private SecretKey textKey() {
    return aes(rootKey.derive("flashback sealed texts", KEY_BYTES));
  }

  private NewKey wrapNew(SecretKey wrapping, byte[] context) {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var sealed = gcm(Cipher.ENCRYPT_MODE, wrapping, nonce, context).doFinal(key);
      var wrapped = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, wrapped, NONCE_BYTES, sealed.length);
      return new NewKey(aes(key), Bytes.of(wrapped));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  private static SecretKey derived(SecretKey from, byte[] context) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(from);
      return aes(mac.doFinal(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  private static SecretKey unwrap(SecretKey wrapping, Bytes stored, byte[] context) {
    return aes(unwrapped(wrapping, stored, context));
  }

  private static byte[] unwrapped(SecretKey wrapping, Bytes stored, byte[] context) {
    var wrapped = stored.toArray();
    try {
      var nonce = Arrays.copyOf(wrapped, NONCE_BYTES);
      var cipher = gcm(Cipher.DECRYPT_MODE, wrapping, nonce, context);
      return cipher.doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES);
    } catch (AEADBadTagException wrong) {
      throw new IllegalStateException(
          "a stored key does not open: the root key is not the one this database was written with, or the row was changed",
          wrong);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  private static Cipher gcm(int mode, SecretKey key, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }

  private static SecretKey aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }

  private static byte[] bucketContext(String bucket) {
    return ("bucket " + bucket).getBytes(StandardCharsets.UTF_8);
  }
}
