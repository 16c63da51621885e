package network.flashback.s3.checksum;

/// The CRC of a concatenation from the CRCs of its halves, without the bytes.
///
/// Appending n bytes multiplies the first half's polynomial by x^(8n) modulo the generator; the
/// second half is then added. Polynomials are reflected: the highest bit is the coefficient of x^0.
final class CrcCombination {
  private static final CrcCombination CRC32 = new CrcCombination(32, 0xEDB88320L);
  private static final CrcCombination CRC32C = new CrcCombination(32, 0x82F63B78L);
  private static final CrcCombination CRC64NVME = new CrcCombination(64, Crc64Nvme.POLYNOMIAL);

  private static final int BITS_OF_LENGTH = Long.SIZE + 3;

  private final long one;
  private final long generator;
  // powers[k] is x^(2^k) modulo the generator.
  private final long[] powers = new long[BITS_OF_LENGTH];

  private CrcCombination(int width, long generator) {
    this.one = 1L << (width - 1);
    this.generator = generator;
    powers[0] = one >>> 1;
    for (int k = 1; k < powers.length; k++) {
      powers[k] = times(powers[k - 1], powers[k - 1]);
    }
  }

  static CrcCombination of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> CRC32;
      case CRC32C -> CRC32C;
      case CRC64NVME -> CRC64NVME;
      case SHA1, SHA256 ->
          throw new IllegalArgumentException(algorithm + " values cannot be combined");
    };
  }

  /// The CRC of both, one after the other.
  ///
  /// @param secondLength bytes that `second` covers
  long combine(long first, long second, long secondLength) {
    long shift = one;
    int k = 3;
    for (long left = secondLength; left != 0; left >>>= 1, k++) {
      if ((left & 1) != 0) {
        shift = times(powers[k], shift);
      }
    }
    return times(shift, first) ^ second;
  }

  private long times(long a, long b) {
    long product = 0;
    long left = a;
    long multiple = b;
    for (long bit = one; left != 0; bit >>>= 1) {
      if ((left & bit) != 0) {
        product ^= multiple;
        left ^= bit;
      }
      multiple = (multiple & 1) == 0 ? multiple >>> 1 : (multiple >>> 1) ^ generator;
    }
    return product;
  }
}
