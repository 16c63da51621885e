package network.flashback.gateway.seal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The encryption under a customer's own key (SSE-C): AES-256-CTR, beneath the frames that
/// [FrameCipher] seals.
///
/// The customer's key is never stored. Without it neither root key nor database open the bytes,
/// while pieces can still be checked and rebuilt, which takes the frames alone. Frames
/// authenticate; this layer need not.
public final class CustomerLayer {
  private static final int BLOCK_BYTES = 16;
  private static final int KEY_BYTES = 32;

  private final SecretKey customerKey;

  /// @param customerKey 32 secret bytes; keeps its own copy, and does not print them
  public CustomerLayer(byte[] customerKey) {
    this.customerKey = new SecretKeySpec(customerKey, "Generic");
  }

  /// What hides and shows the bytes of one extent. Each has a key of its own (HKDF-SHA256, RFC
  /// 5869) and is written once, so that no part of a key stream serves twice. For one thread at a
  /// time.
  public Keystream of(UUID extent) {
    try {
      var purpose = ("flashback customer layer " + extent).getBytes(StandardCharsets.US_ASCII);
      var expansion = HKDFParameterSpec.ofExtract().addIKM(customerKey);
      var key =
          KDF.getInstance("HKDF-SHA256").deriveKey("AES", expansion.thenExpand(purpose, KEY_BYTES));
      return new Keystream(key, Cipher.getInstance("AES/CTR/NoPadding"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256 and AES-CTR", e);
    }
  }

  @Override
  public String toString() {
    return "CustomerLayer[hidden]";
  }

  /// The key stream of an extent.
  public static final class Keystream {
    private final SecretKey key;
    private final Cipher cipher;

    private Keystream(SecretKey key, Cipher cipher) {
      this.key = key;
      this.cipher = cipher;
    }

    /// The bytes of an extent from its start, hidden while they are read.
    public InputStream over(InputStream plain) {
      seek(0);
      return new Hidden(plain);
    }

    /// Hides plain bytes, or shows hidden ones.
    ///
    /// @param offset of the first one in the extent; a multiple of 16
    /// @param start where they begin in `from`
    public void apply(long offset, byte[] from, int start, int length, byte[] into) {
      seek(offset);
      next(from, start, length, into, 0);
    }

    private void seek(long offset) {
      if (offset % BLOCK_BYTES != 0) {
        throw new IllegalArgumentException("a key stream begins with a block, not at " + offset);
      }
      try {
        var counter = ByteBuffer.allocate(BLOCK_BYTES).putLong(8, offset / BLOCK_BYTES).array();
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has AES-256-CTR", e);
      }
    }

    private void next(byte[] from, int start, int length, byte[] into, int offset) {
      try {
        var _ = cipher.update(from, start, length, into, offset);
      } catch (ShortBufferException e) {
        throw new IllegalStateException("a key stream adds no bytes", e);
      }
    }

    private final class Hidden extends FilterInputStream {
      private Hidden(InputStream plain) {
        super(plain);
      }

      @Override
      public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        var read = in.read(target, offset, length);
        if (read > 0) {
          next(target, offset, read, target, offset);
        }
        return read;
      }

      @Override
      public long skip(long count) {
        throw new UnsupportedOperationException("a body is stored whole");
      }

      @Override
      public boolean markSupported() {
        return false;
      }
    }
  }
}
