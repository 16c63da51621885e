package network.flashback.evm.possession;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import network.flashback.evm.Keccak256;

/// How the leaves and nodes of a piece's tree are hashed. An agreement's first revision fixes it
/// for all its pieces; the nodes of the unit above the pieces are keccak-256 in both kinds.
///
/// The codes are signed in revisions (EIP-712 type `Revision`): never use one again for another
/// kind.
public enum TreeHash {
  /// keccak-256 throughout: cheapest on chain, an instruction of the EVM.
  KECCAK256(0) {
    @Override
    Hasher hasher() {
      var keccak = keccak();
      return (level, content, offset, length, out, outOffset) ->
          keccak.hash(prefix(level), content, offset, length, out, outOffset);
    }
  },
  /// SHA-256 for the leaves and the [#SHA256_LEVELS] levels of nodes above them, keccak-256 higher
  /// up: cheapest off chain, where processors have instructions for it.
  SHA256(1) {
    @Override
    Hasher hasher() {
      var low = sha256();
      var high = keccak();
      return (level, content, offset, length, out, outOffset) ->
          (level <= SHA256_LEVELS ? low : high)
              .hash(prefix(level), content, offset, length, out, outOffset);
    }
  };

  /// What agreements take that have no revision yet.
  public static final TreeHash STANDARD = SHA256;

  /// Levels of nodes that are SHA-256: 64 leaves have one node above that is keccak, which no
  /// longer shows in the time a tree takes, while each level more would cost an audit gas.
  static final int SHA256_LEVELS = 6;

  static final int SIZE = 32;
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final int code;

  TreeHash(int code) {
    this.code = code;
  }

  /// What stands for it in signed messages and on chain.
  public int code() {
    return code;
  }

  /// The kind of a code.
  ///
  /// @throws IllegalArgumentException when this program knows no such kind
  public static TreeHash of(long code) {
    for (TreeHash hash : values()) {
      if (hash.code == code) {
        return hash;
      }
    }
    throw new IllegalArgumentException(
        "No tree is hashed by kind "
            + code
            + ": this program knows 0 (keccak-256) and 1 (SHA-256 below).");
  }

  /// Hashes what lies at a level of a tree: a leaf at level 0, two nodes side by side above. For
  /// one thread at a time.
  interface Hasher {
    void hash(int level, byte[] content, int offset, int length, byte[] out, int outOffset);
  }

  /// Hashes one prefix byte and a content.
  private interface Prefixed {
    void hash(byte prefix, byte[] content, int offset, int length, byte[] out, int outOffset);
  }

  abstract Hasher hasher();

  // The first byte keeps a node from passing as a leaf.
  private static byte prefix(int level) {
    return level == 0 ? LEAF : NODE;
  }

  private static Prefixed keccak() {
    var keccak = new Keccak256();
    return (prefix, content, offset, length, out, outOffset) -> {
      keccak.update(prefix).update(content, offset, length);
      keccak.digest(out, outOffset);
    };
  }

  private static Prefixed sha256() {
    var sha256 = sha256Digest();
    var whole = new Whole();
    return (prefix, content, offset, length, out, outOffset) -> {
      sha256.update(whole.of(prefix, content, offset, length), 0, 1 + length);
      try {
        sha256.digest(out, outOffset, SIZE);
      } catch (DigestException tooSmall) {
        throw new IllegalArgumentException("No room for 32 bytes of hash.", tooSmall);
      }
    };
  }

  /// Prefix and content side by side: in one piece the digest takes them in whole blocks, which
  /// spares more than the copy costs.
  private static final class Whole {
    private byte[] bytes = new byte[1 + TreeShape.LEAF_BYTES];

    byte[] of(byte prefix, byte[] content, int offset, int length) {
      if (bytes.length <= length) {
        bytes = new byte[1 + length];
      }
      bytes[0] = prefix;
      System.arraycopy(content, offset, bytes, 1, length);
      return bytes;
    }
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java platform has SHA-256.", impossible);
    }
  }
}
