package network.flashback.gateway.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Seals and opens the frames of one segment with AES-256-GCM. For one thread at a time.
///
/// Every extent has a random key of its own, so segment and frame number make the nonce and it
/// never repeats. Extent, segment, frame, and whether the frame is the segment's last are
/// authenticated: frames cannot be swapped, moved or cut off.
public final class FrameCipher {
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final Cipher cipher = newCipher();
  private final byte[] nonce = new byte[12];
  private final byte[] context = new byte[25];
  private final int lastFrame;

  /// @param key the extent's
  /// @param lastFrame index of the segment's last frame
  public FrameCipher(SecretKey key, UUID extent, int segment, int lastFrame) {
    this.key = key;
    this.lastFrame = lastFrame;
    ByteBuffer.wrap(nonce).putLong(segment);
    ByteBuffer.wrap(context)
        .putLong(extent.getMostSignificantBits())
        .putLong(extent.getLeastSignificantBits())
        .putInt(segment);
  }

  /// Writes the sealed frame, `length` + 16 bytes, to the start of `sealed`.
  public void seal(int frame, byte[] plain, int length, byte[] sealed) {
    seal(cipher, frame, plain, length, sealed);
  }

  /// Seals a frame that was opened before into the very same bytes, to rebuild a lost piece.
  ///
  /// Danger: only for unchanged plain bytes; another text under the same nonce would give both
  /// away.
  public void reseal(int frame, byte[] plain, int length, byte[] sealed) {
    // The JDK refuses one nonce twice on one cipher, as it should.
    seal(newCipher(), frame, plain, length, sealed);
  }

  /// Opens the sealed frame in `length` bytes from `from` on; false when the bytes are not those
  /// that were sealed.
  public boolean open(int frame, byte[] sealed, int from, int length, byte[] plain) {
    try {
      prepare(cipher, Cipher.DECRYPT_MODE, frame);
      cipher.doFinal(sealed, from, length, plain, 0);
      return true;
    } catch (AEADBadTagException changed) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening a frame failed", e);
    }
  }

  private void seal(Cipher with, int frame, byte[] plain, int length, byte[] sealed) {
    try {
      prepare(with, Cipher.ENCRYPT_MODE, frame);
      with.doFinal(plain, 0, length, sealed, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing a frame failed", e);
    }
  }

  private void prepare(Cipher with, int mode, int frame) throws GeneralSecurityException {
    ByteBuffer.wrap(nonce).putInt(8, frame);
    ByteBuffer.wrap(context).putInt(20, frame).put(24, (byte) (frame == lastFrame ? 1 : 0));
    with.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    with.updateAAD(context);
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }
}
