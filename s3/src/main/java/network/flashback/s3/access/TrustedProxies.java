package network.flashback.s3.access;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import network.flashback.s3.S3Headers;

/// Finds the address a request came from, for `aws:SourceIp`: the peer of the connection, or,
/// behind proxies that are trusted, whom they name.
///
/// @param ranges addresses of proxies whose `X-Forwarded-For` is believed, in CIDR form; empty when
///   clients connect directly
public record TrustedProxies(List<String> ranges) {
  private static final String FORWARDED = "x-forwarded-for";

  /// Keeps its own copy.
  ///
  /// @throws IllegalArgumentException for what is no range of addresses
  public TrustedProxies {
    ranges = List.copyOf(ranges);
    for (String range : ranges) {
      if (!AddressRange.isOne(range)) {
        throw new IllegalArgumentException(
            "\"" + range + "\" is no address and no range of addresses such as 10.0.0.0/8");
      }
    }
  }

  /// The address of the client, as a literal.
  ///
  /// Each proxy appends whom it heard from, and a client may write what it likes before that: so
  /// the last address that is no trusted proxy's is the client's.
  public String sourceOf(InetAddress peer, S3Headers headers) {
    var source = literal(peer);
    var heard =
        headers.all(FORWARDED).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .toList();
    for (String before : heard.reversed()) {
      var relayed = source;
      if (ranges.stream().noneMatch(range -> AddressRange.contains(range, relayed))
          || !AddressRange.isOne(before)
          || before.contains("/")) {
        return source;
      }
      source = before;
    }
    return source;
  }

  private static String literal(InetAddress address) {
    var text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
