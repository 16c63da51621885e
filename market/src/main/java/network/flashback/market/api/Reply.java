package network.flashback.market.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An answer with more to it than a body.
///
/// @param headers by name
record Reply(Optional<Record> body, Map<String, String> headers) {
  Reply {
    headers = new LinkedHashMap<>(headers);
  }

  /// Done, and there is nothing to say.
  static Reply nothing() {
    return new Reply(Optional.empty(), Map.of());
  }

  static Reply of(Record body) {
    return new Reply(Optional.of(body), Map.of());
  }

  Reply with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(body, more);
  }
}
