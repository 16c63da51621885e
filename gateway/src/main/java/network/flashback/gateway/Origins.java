package network.flashback.gateway;

import java.util.List;
import java.util.regex.Pattern;

/// Origins (scheme, host and port) whose pages may call every bucket, whatever its own CORS rules
/// say.
///
/// Nothing is allowed by it that is not allowed anyway: requests carry signatures, never cookies,
/// so a page can do what its user's key can do and no more (decision 48).
public record Origins(List<String> allowed) {
  public static final Origins NONE = new Origins(List.of());

  private static final Pattern ORIGIN = Pattern.compile("https?://[^\\s/?#*@]{1,255}");

  /// Refuses what no browser would send.
  public Origins {
    allowed = List.copyOf(allowed);
    for (var origin : allowed) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "'"
                + origin
                + "' is no origin of a page: browsers send scheme, host and port only. Write it"
                + " like https://console.example.org.");
      }
    }
  }

  boolean allow(String origin) {
    return allowed.contains(origin);
  }
}
