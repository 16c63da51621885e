package network.flashback.s3.checksum;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// A checksum being computed over bytes as they pass.
public interface RunningChecksum {
  void update(byte[] bytes, int from, int length);

  /// The checksum of everything seen, big-endian; ends this computation.
  byte[] finish();

  static RunningChecksum of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      // The JDK's are processor instructions; CRC64NVME it does not have.
      case CRC32 -> cyclic(new CRC32(), algorithm.length());
      case CRC32C -> cyclic(new CRC32C(), algorithm.length());
      case CRC64NVME -> cyclic(Crc64Nvme.fastest(), algorithm.length());
      case SHA1 -> digest("SHA-1");
      case SHA256 -> digest("SHA-256");
    };
  }

  /// MD5, which S3 uses for entity tags and `Content-MD5` but does not count among its checksums.
  static RunningChecksum md5() {
    return digest("MD5");
  }

  /// The same, for a long body: beside the thread that passes the bytes, while processors are free
  /// for that.
  static RunningChecksum beside(RunningChecksum checksum) {
    return new BesideChecksum(checksum, BesideChecksum.PLACES);
  }

  private static RunningChecksum cyclic(java.util.zip.Checksum crc, int length) {
    return new RunningChecksum() {
      @Override
      public void update(byte[] bytes, int from, int count) {
        crc.update(bytes, from, count);
      }

      @Override
      public byte[] finish() {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();
        return Arrays.copyOfRange(all, Long.BYTES - length, Long.BYTES);
      }
    };
  }

  private static RunningChecksum digest(String algorithm) {
    MessageDigest digest = messageDigest(algorithm);
    return new RunningChecksum() {
      @Override
      public void update(byte[] bytes, int from, int count) {
        digest.update(bytes, from, count);
      }

      @Override
      public byte[] finish() {
        return digest.digest();
      }
    };
  }

  private static MessageDigest messageDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm, e);
    }
  }
}
