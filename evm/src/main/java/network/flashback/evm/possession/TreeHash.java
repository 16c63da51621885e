package network.flashback.evm.possession;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import network.flashback.evm.Keccak256;

/// The hash function of a tree of possession.
public enum TreeHash {
  /// Cheapest on chain: an instruction of the EVM.
  KECCAK256 {
    @Override
    Hasher hasher() {
      var keccak = new Keccak256();
      return (prefix, content, offset, length, out, outOffset) -> {
        keccak.update(prefix).update(content, offset, length);
        keccak.digest(out, outOffset);
      };
    }
  },
  /// Cheapest off chain: an instruction of most processors, which the JDK uses.
  SHA256 {
    @Override
    Hasher hasher() {
      MessageDigest sha256 = sha256();
      return (prefix, content, offset, length, out, outOffset) -> {
        sha256.update(prefix);
        sha256.update(content, offset, length);
        try {
          sha256.digest(out, outOffset, SIZE);
        } catch (DigestException tooSmall) {
          throw new IllegalArgumentException("No room for 32 bytes of hash.", tooSmall);
        }
      };
    }
  };

  static final int SIZE = 32;
  static final byte LEAF = 0;
  static final byte NODE = 1;

  /// Hashes one prefix byte and a content; for one thread at a time.
  interface Hasher {
    void hash(byte prefix, byte[] content, int offset, int length, byte[] out, int outOffset);
  }

  abstract Hasher hasher();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java platform has SHA-256.", impossible);
    }
  }
}
