package network.flashback.s3.access;

import java.net.InetAddress;
import java.util.Optional;

/// A range of network addresses in CIDR form, such as `10.0.0.0/8`.
final class AddressRange {
  private AddressRange() {}

  /// Whether a literal address lies in the range; nothing that is no literal does.
  static boolean contains(String range, String address) {
    int slash = range.indexOf('/');
    var base = literal(slash < 0 ? range : range.substring(0, slash));
    var asked = literal(address);
    if (base.isEmpty() || asked.isEmpty() || base.get().length != asked.get().length) {
      return false;
    }
    int bits = slash < 0 ? base.get().length * 8 : bits(range.substring(slash + 1));
    for (int bit = 0; bit < Math.min(bits, base.get().length * 8); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((base.get()[bit / 8] & mask) != (asked.get()[bit / 8] & mask)) {
        return false;
      }
    }
    return bits >= 0;
  }

  /// Whether the text is an address or a range of them.
  static boolean isOne(String range) {
    int slash = range.indexOf('/');
    var base = literal(slash < 0 ? range : range.substring(0, slash));
    int bits = slash < 0 ? 0 : bits(range.substring(slash + 1));
    return base.isPresent() && bits >= 0 && bits <= base.get().length * 8;
  }

  private static int bits(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }

  private static Optional<byte[]> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }
}
