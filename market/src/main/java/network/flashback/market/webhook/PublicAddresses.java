package network.flashback.market.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Tells addresses that everybody may reach from those of a network of our own (RFC 6890), which a
/// stranger's webhook must not reach through us.
final class PublicAddresses {
  private PublicAddresses() {}

  static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address four -> isPublic4(four.getAddress());
      case Inet6Address six -> isPublic6(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic4(byte[] bytes) {
    var a = bytes[0] & 0xff;
    var b = bytes[1] & 0xff;
    var c = bytes[2] & 0xff;
    var shared = a == 100 && b >= 64 && b < 128;
    var protocols = a == 192 && b == 0 && (c == 0 || c == 2);
    var relay = a == 192 && b == 88 && c == 99;
    var benchmarks = a == 198 && (b == 18 || b == 19);
    var documents = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
    return a != 0 && a < 240 && !shared && !protocols && !relay && !benchmarks && !documents;
  }

  /// Of IPv6 only global unicast, 2000::/3, and none that carries an IPv4 address inside.
  private static boolean isPublic6(byte[] bytes) {
    var first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    var second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    var global = first >>> 13 == 1;
    var sixToFour = first == 0x2002;
    var special = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
    return global && !sixToFour && !special;
  }
}
