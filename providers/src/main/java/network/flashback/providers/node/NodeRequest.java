package network.flashback.providers.node;

import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request to a node. Every request of the protocol may be sent again: what it asks for is named,
/// counted or cumulative.
///
/// @param headers besides those of the connection and the body
record NodeRequest(String method, URI uri, Map<String, String> headers, Body body) {
  NodeRequest {
    headers = Map.copyOf(headers);
  }

  /// What is sent behind the head.
  sealed interface Body {}

  /// Nothing.
  record None() implements Body {}

  /// What is at hand.
  @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
  record Whole(byte[] bytes) implements Body {}

  /// What comes by and by, exactly so many bytes; sent once the node has said that it wants them.
  record Stream(InputStream bytes, long length) implements Body {}

  static NodeRequest of(String method, URI uri) {
    return new NodeRequest(method, uri, Map.of(), new None());
  }

  NodeRequest with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new NodeRequest(method, uri, more, body);
  }

  NodeRequest with(Body other) {
    return new NodeRequest(method, uri, headers, other);
  }
}
