package network.flashback.s3.access;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import network.flashback.s3.S3Headers;
import network.flashback.s3.S3HttpRequest.Source;

/// Finds the address a request came from, for `aws:SourceIp`, and whether it came encrypted, for
/// `aws:SecureTransport`: as the connection says, or, behind proxies that are trusted, as they say.
///
/// @param ranges addresses of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed,
///   in CIDR form; empty when clients connect directly
public record TrustedProxies(List<String> ranges) {
  private static final String FORWARDED = "x-forwarded-for";
  private static final String SCHEME = "x-forwarded-proto";

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

  /// Where a request came from.
  ///
  /// @param encrypted whether the connection from the peer is
  public Source sourceOf(InetAddress peer, boolean encrypted, S3Headers headers) {
    return new Source(addressOf(peer, headers), encrypted || isSecure(peer, headers));
  }

  // The nearest proxy has the last word. A client may write the header too; a proxy that is trusted
  // replaces or appends.
  private boolean isSecure(InetAddress peer, S3Headers headers) {
    var said = headers.all(SCHEME);
    return !said.isEmpty()
        && isTrusted(literal(peer))
        && Arrays.asList(said.getLast().split(",", -1)).getLast().strip().equalsIgnoreCase("https");
  }

  private boolean isTrusted(String address) {
    return ranges.stream().anyMatch(range -> AddressRange.contains(range, address));
  }

  /// The address of the client, as a literal.
  ///
  /// Each proxy appends whom it heard from, and a client may write what it likes before that: so
  /// the last address that is no trusted proxy's is the client's.
  private String addressOf(InetAddress peer, S3Headers headers) {
    var source = literal(peer);
    var heard =
        headers.all(FORWARDED).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .toList();
    for (String before : heard.reversed()) {
      if (!isTrusted(source) || !AddressRange.isOne(before) || before.contains("/")) {
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
