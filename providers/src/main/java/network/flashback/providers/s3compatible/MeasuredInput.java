package network.flashback.providers.s3compatible;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A body on its way out: exactly so many bytes, with their MD5, and with the failure of its source
/// kept apart from failures of the network.
final class MeasuredInput extends FilterInputStream {
  private final MessageDigest md5;
  private final long length;
  private final boolean held;
  private long left;
  private @Nullable IOException failure;

  MeasuredInput(InputStream in, long length) {
    this(in, length, false);
  }

  private MeasuredInput(InputStream in, long length, boolean held) {
    super(in);
    this.length = length;
    this.held = held;
    this.left = length;
    try {
      this.md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every JDK has MD5.", impossible);
    }
  }

  /// The same for a body that is held in memory, so that it can be read [#again].
  static MeasuredInput held(InputStream in, int length) throws IOException {
    return new MeasuredInput(new ByteArrayInputStream(in.readNBytes(length)), length, true);
  }

  /// Begins anew; false when that cannot be, and then nothing has changed.
  boolean again() {
    if (left == length && failure == null) {
      return true;
    }
    if (!held || failure != null) {
      return false;
    }
    try {
      in.reset();
    } catch (IOException impossible) {
      throw new AssertionError("What is in memory can be read again.", impossible);
    }
    md5.reset();
    left = length;
    return true;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (left == 0) {
      return count == 0 ? 0 : -1;
    }
    int read;
    try {
      read = in.read(target, offset, (int) Math.min(count, left));
      if (read < 0) {
        throw new EOFException("the body ended " + left + " bytes before its " + length);
      }
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    left -= read;
    md5.update(target, offset, read);
    return read;
  }

  /// Why the source could not be read, if that was it.
  @Nullable IOException failure() {
    return failure;
  }

  /// Reads what is left and tells the MD5 of all of it, as an ETag writes it.
  String md5() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(md5.digest());
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {
    // The body belongs to whoever gave it.
  }
}
