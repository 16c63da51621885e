package network.flashback.domain.storage;

import network.flashback.domain.Refused;

/// A number of bytes.
///
/// @param bytes 0 to 2^63 - 1
public record ByteCount(long bytes) implements Comparable<ByteCount> {
  /// Nothing.
  public static final ByteCount ZERO = new ByteCount(0);

  /// Refuses negative counts.
  public ByteCount {
    Refused.requireRange("bytes", bytes, 0, Long.MAX_VALUE);
  }

  /// That many times 2^10 bytes.
  public static ByteCount kib(long count) {
    return new ByteCount(Math.multiplyExact(count, 1L << 10));
  }

  /// That many times 2^20 bytes.
  public static ByteCount mib(long count) {
    return new ByteCount(Math.multiplyExact(count, 1L << 20));
  }

  /// That many times 2^30 bytes.
  public static ByteCount gib(long count) {
    return new ByteCount(Math.multiplyExact(count, 1L << 30));
  }

  /// The sum; refuses overflow.
  public ByteCount plus(ByteCount other) {
    return new ByteCount(Math.addExact(bytes, other.bytes));
  }

  /// The rest; refuses to fall below nothing.
  public ByteCount minus(ByteCount other) {
    return new ByteCount(bytes - other.bytes);
  }

  /// That many times as much; refuses overflow.
  public ByteCount times(long factor) {
    return new ByteCount(Math.multiplyExact(bytes, factor));
  }

  /// An equal share, rounded up.
  public ByteCount dividedUp(long parts) {
    return new ByteCount(Math.ceilDiv(bytes, parts));
  }

  /// The next multiple of a unit.
  public ByteCount roundedUpTo(ByteCount unit) {
    return new ByteCount(Math.multiplyExact(Math.ceilDiv(bytes, unit.bytes), unit.bytes));
  }

  @Override
  public int compareTo(ByteCount other) {
    return Long.compare(bytes, other.bytes);
  }

  /// The count as people write it, rounded down to hundredths: `1.50 GiB`.
  @Override
  public String toString() {
    var shift = 0;
    while (shift < 60 && bytes >> (shift + 10) > 0) {
      shift += 10;
    }
    if (shift == 0) {
      return bytes + " B";
    }
    var thousandTwentyFourths = (bytes >> (shift - 10)) & 1023;
    var fraction = thousandTwentyFourths * 100 / 1024;
    return "%d.%02d %siB".formatted(bytes >> shift, fraction, "KMGTPE".charAt(shift / 10 - 1));
  }
}
