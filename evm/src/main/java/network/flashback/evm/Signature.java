package network.flashback.evm;

import java.math.BigInteger;
import java.util.Optional;

/// An ECDSA signature with the recovery id that leads back to the signer's address.
///
/// Only the canonical form exists: `s` in the lower half of the order (EIP-2), so that nobody can
/// make a second valid signature out of a known one.
public record Signature(Bytes32 r, Bytes32 s, int recoveryId) {
  public static final int SIZE = 65;

  public Signature {
    requireScalar("r", r, Secp256k1.ORDER.subtract(BigInteger.ONE));
    requireScalar("s", s, Secp256k1.HALF_ORDER);
    if (recoveryId != 0 && recoveryId != 1) {
      throw new IllegalArgumentException(
          "A signature's recovery id is 0 or 1 (v is 27 or 28), not " + recoveryId + ".");
    }
  }

  /// Reads r, s and v in 65 bytes, where v is 27 or 28 (0 and 1 are taken too).
  public static Signature parse(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException(
          "A signature has 65 bytes (r, s, v), not " + bytes.size() + ".");
    }
    byte[] all = bytes.toArray();
    int v = all[64] & 0xff;
    return new Signature(Bytes32.of(all, 0), Bytes32.of(all, 32), v >= 27 ? v - 27 : v);
  }

  /// 27 or 28, as contracts expect it.
  public int v() {
    return 27 + recoveryId;
  }

  /// r, s and v in 65 bytes.
  public Bytes toBytes() {
    return Bytes.concat(r.toArray(), s.toArray(), new byte[] {(byte) v()});
  }

  /// The address that signed `digest`; none when no key could have made this signature of it.
  public Optional<Address> signerOf(Bytes32 digest) {
    return Secp256k1.recover(digest, this);
  }

  public boolean isBy(Address signer, Bytes32 digest) {
    return Secp256k1.isBy(signer, digest, this);
  }

  @Override
  public String toString() {
    return toBytes().toString();
  }

  private static void requireScalar(String name, Bytes32 value, BigInteger largest) {
    BigInteger number = value.toInteger();
    if (number.signum() == 0 || number.compareTo(largest) > 0) {
      throw new IllegalArgumentException(
          "The signature's "
              + name
              + " is out of range: zero, or above "
              + (name.equals("s") ? "half " : "")
              + "the order of secp256k1. The signature is damaged or not in canonical form.");
    }
  }
}
