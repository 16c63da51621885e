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
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
