package network.flashback.evm;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/// ECDSA over the curve of Ethereum's accounts (SEC 2, section 2.4.1).
final class Secp256k1 {
  // With arithmetic for this very field: a quarter of what the general one takes.
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  static final BigInteger ORDER = CURVE.getN();
  static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  /// Points of signers whose signatures come again and again, such as a node's receipts: with the
  /// point at hand no root is to be drawn, and its multiples are computed once. Each takes about 50
  /// KiB.
  private static final ConcurrentMap<Address, PointMultiples> SIGNERS = new ConcurrentHashMap<>();

  private static final int SIGNERS_MAX = 256;

  private Secp256k1() {}

  /// Computed when the first signature of a known signer is checked: most processes check none.
  private static final class Generator {
    static final PointMultiples MULTIPLES = new PointMultiples(CURVE.getG());
  }

  static ECPoint publicPoint(BigInteger secret) {
    return new FixedPointCombMultiplier().multiply(CURVE.getG(), secret).normalize();
  }

  /// x and y, 32 bytes each.
  static byte[] encoded(ECPoint point) {
    return Arrays.copyOfRange(point.getEncoded(false), 1, 65);
  }

  static Address addressOf(ECPoint point) {
    return Address.ofHash(Keccak256.hash(encoded(point)));
  }

  static Signature sign(BigInteger secret, Bytes32 digest) {
    var nonces = new HMacDSAKCalculator(new SHA256Digest());
    nonces.init(ORDER, secret, digest.toArray());
    BigInteger message = digest.toInteger();
    while (true) {
      BigInteger k = nonces.nextK();
      ECPoint point = publicPoint(k);
      BigInteger x = point.getAffineXCoord().toBigInteger();
      BigInteger r = x.mod(ORDER);
      BigInteger s =
          BigIntegers.modOddInverse(ORDER, k).multiply(message.add(secret.multiply(r))).mod(ORDER);
      // x at or above the order needs recovery ids 2 and 3, which Ethereum does not know: the next
      // nonce is as good.
      if (r.signum() == 0 || s.signum() == 0 || x.compareTo(ORDER) >= 0) {
        continue;
      }
      boolean odd = point.getAffineYCoord().testBitZero();
      boolean high = s.compareTo(HALF_ORDER) > 0;
      return new Signature(
          Bytes32.of(r), Bytes32.of(high ? ORDER.subtract(s) : s), odd != high ? 1 : 0);
    }
  }

  /// Whether the key of an address made the signature, recovery id included: true exactly where
  /// [#recover] gives that address.
  static boolean isBy(Address signer, Bytes32 digest, Signature signature) {
    var known = SIGNERS.get(signer);
    if (known != null) {
      return fits(known, digest, signature);
    }
    var key = recoverPoint(digest, signature);
    if (key.isEmpty() || !addressOf(key.get()).equals(signer)) {
      return false;
    }
    if (SIGNERS.size() >= SIGNERS_MAX) {
      SIGNERS.clear();
    }
    SIGNERS.put(signer, new PointMultiples(key.get()));
    return true;
  }

  private static boolean fits(PointMultiples key, Bytes32 digest, Signature signature) {
    BigInteger inverse = BigIntegers.modOddInverseVar(ORDER, signature.s().toInteger());
    BigInteger r = signature.r().toInteger();
    BigInteger ofGenerator = digest.toInteger().multiply(inverse).mod(ORDER);
    BigInteger ofKey = r.multiply(inverse).mod(ORDER);
    ECPoint point = Generator.MULTIPLES.sum(ofGenerator, key, ofKey).normalize();
    return !point.isInfinity()
        && point.getAffineXCoord().toBigInteger().equals(r)
        && point.getAffineYCoord().testBitZero() == (signature.recoveryId() == 1);
  }

  /// The address whose key made the signature; none when no key could have made it.
  static Optional<Address> recover(Bytes32 digest, Signature signature) {
    return recoverPoint(digest, signature).map(Secp256k1::addressOf);
  }

  private static Optional<ECPoint> recoverPoint(Bytes32 digest, Signature signature) {
    BigInteger r = signature.r().toInteger();
    BigInteger s = signature.s().toInteger();
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (2 + signature.recoveryId());
    System.arraycopy(signature.r().toArray(), 0, compressed, 1, Bytes32.SIZE);
    ECPoint point;
    try {
      point = CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException notOnTheCurve) {
      return Optional.empty();
    }
    BigInteger inverse = BigIntegers.modOddInverseVar(ORDER, r);
    BigInteger ofGenerator = digest.toInteger().negate().multiply(inverse).mod(ORDER);
    BigInteger ofPoint = s.multiply(inverse).mod(ORDER);
    ECPoint key =
        ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), ofGenerator, point, ofPoint).normalize();
    return key.isInfinity() ? Optional.empty() : Optional.of(key);
  }
}
