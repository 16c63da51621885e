package network.flashback.market.account;

import java.net.URI;
import java.util.List;

/// Where browsers reach this platform. A cookie counts, and a sign-in message is accepted, for
/// these origins alone: what a request says of its host is the sender's choice.
public record Origins(List<URI> all) {
  public Origins {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("There is no origin: name at least one.");
    }
    for (var origin : all) {
      var bare =
          origin.getHost() != null
              && origin.getRawPath().isEmpty()
              && origin.getRawQuery() == null
              && origin.getRawFragment() == null
              && origin.getRawUserInfo() == null
              && ("https".equals(origin.getScheme()) || "http".equals(origin.getScheme()));
      if (!bare) {
        throw new IllegalArgumentException(
            "'"
                + origin
                + "' is no origin: write scheme, host and port, as https://market.example");
      }
    }
  }

  /// What this machine's browsers call a platform without a name of its own.
  ///
  /// @param scheme http or https
  public static Origins local(String scheme, String host, int port) {
    return new Origins(
        List.of(
            URI.create(scheme + "://" + host + ":" + port),
            URI.create(scheme + "://localhost:" + port)));
  }

  /// Whether this is the value of a header `Origin` of one of them.
  public boolean contains(String origin) {
    return all.stream().anyMatch(one -> one.toString().equals(origin));
  }

  /// The origin that a browser names, where it is one of them; else the first.
  URI chosen(String origin) {
    return all.stream().filter(one -> one.toString().equals(origin)).findFirst().orElse(all.get(0));
  }

  /// Whether cookies may be kept from plain connections: whoever comes by http would be signed out.
  public boolean areSecure() {
    return all.stream().allMatch(one -> one.getScheme().equals("https"));
  }
}
