package network.flashback.providers.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;

/// A node's answer; its connection is free again once the body was read or closed.
///
/// @param headers by lower-case name; of several the first
record NodeResponse(int status, Map<String, String> headers, InputStream body)
    implements AutoCloseable {
  NodeResponse {
    headers = Map.copyOf(headers);
  }

  /// What the head says of the body's length, if it is a number.
  OptionalLong length() {
    return length(headers);
  }

  static OptionalLong length(Map<String, String> headers) {
    var text = headers.getOrDefault("content-length", "");
    if (text.isEmpty() || text.length() > 18) {
      return OptionalLong.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
