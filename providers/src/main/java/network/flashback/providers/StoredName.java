package network.flashback.providers;

import java.util.HexFormat;
import network.flashback.evm.Bytes32;

/// The name of stored bytes: 32 bytes, random and chosen by whoever stores; written as 64
/// hexadecimal digits.
///
/// Random names say nothing about objects, spread evenly, and never meet.
public record StoredName(Bytes32 value) implements Comparable<StoredName> {
  /// Reads 64 hexadecimal digits.
  public static StoredName parse(String text) {
    if (text.length() != 64) {
      throw new IllegalArgumentException(
          "a stored name has 64 hexadecimal digits, not " + text.length());
    }
    return new StoredName(Bytes32.of(HexFormat.of().parseHex(text)));
  }

  @Override
  public int compareTo(StoredName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(value.toArray());
  }
}
