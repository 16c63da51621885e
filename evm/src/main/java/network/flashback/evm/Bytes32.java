package network.flashback.evm;

import java.math.BigInteger;
import java.util.Arrays;

/// A word of 32 bytes: a hash, a topic, an identifier.
public final class Bytes32 implements Comparable<Bytes32> {
  public static final int SIZE = 32;
  public static final Bytes32 ZERO = new Bytes32(new byte[SIZE]);

  private final byte[] content;

  private Bytes32(byte[] content) {
    this.content = content;
  }

  public static Bytes32 of(byte[] content) {
    if (content.length != SIZE) {
      throw new IllegalArgumentException("A word has 32 bytes, not " + content.length + ".");
    }
    return new Bytes32(content.clone());
  }

  /// The 32 bytes of `content` that start at `offset`.
  public static Bytes32 of(byte[] content, int offset) {
    return new Bytes32(Arrays.copyOfRange(content, offset, Math.addExact(offset, SIZE)));
  }

  public static Bytes32 fromHex(String text) {
    return of(Hex.decode(text));
  }

  /// The number as an unsigned big-endian word.
  public static Bytes32 of(BigInteger number) {
    if (number.signum() < 0 || number.bitLength() > 256) {
      throw new IllegalArgumentException(
          "A word holds numbers from 0 to 2^256-1; this one has "
              + number.bitLength()
              + " bits and sign "
              + number.signum()
              + ".");
    }
    byte[] minimal = number.toByteArray();
    byte[] word = new byte[SIZE];
    int from = Math.max(0, minimal.length - SIZE);
    System.arraycopy(minimal, from, word, SIZE - (minimal.length - from), minimal.length - from);
    return new Bytes32(word);
  }

  public static Bytes32 of(long number) {
    return of(BigInteger.valueOf(number));
  }

  /// The word read as an unsigned number.
  public BigInteger toInteger() {
    return new BigInteger(1, content);
  }

  public byte[] toArray() {
    return content.clone();
  }

  public Bytes toBytes() {
    return Bytes.of(content);
  }

  public boolean isZero() {
    return equals(ZERO);
  }

  /// Unsigned, most significant byte first.
  @Override
  public int compareTo(Bytes32 other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes32 that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return Hex.encode(content);
  }
}
