package network.flashback.market.visit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;

/// Counts requests: of addresses without a token, of callers with one, and of wrong tokens by
/// address, so that guessing costs nobody else anything.
public final class Visits {
  private static final int VISITORS_MAX = 100_000;

  private final Buckets addresses;
  private final Buckets callers;
  private final Buckets wrong;

  public Visits(RateLimits limits, InstantSource clock) {
    this(limits, VISITORS_MAX, clock);
  }

  Visits(RateLimits limits, int visitorsMax, InstantSource clock) {
    addresses = new Buckets("address", limits.address(), visitorsMax, clock);
    callers = new Buckets("caller", limits.caller(), visitorsMax, clock);
    wrong = new Buckets("refused", limits.address(), visitorsMax, clock);
  }

  /// A request that shows no secret.
  public Standing anonymous(String address) {
    return addresses.take(network(address));
  }

  /// A request of somebody who is known.
  public Standing known(String caller) {
    return callers.take(caller);
  }

  /// Whether a token from here is looked up at all.
  public Standing beforeLookup(String address) {
    return wrong.look(network(address));
  }

  /// A token that opened nothing.
  public Standing wrongToken(String address) {
    return wrong.take(network(address));
  }

  /// Whoever has one IPv6 address has the 2^64 of its network.
  private static String network(String address) {
    try {
      if (address.indexOf(':') >= 0
          && InetAddress.ofLiteral(address) instanceof Inet6Address inet) {
        return HexFormat.of().formatHex(Arrays.copyOf(inet.getAddress(), 8)) + "::/64";
      }
    } catch (IllegalArgumentException noLiteral) {
      // Counted as it is.
    }
    return address;
  }
}
