package network.flashback.providers.node;

import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import network.flashback.providers.node.NodeHttp.Origin;

/// A request to a node. Every request of the protocol may be sent again: what it asks for is named,
/// counted or cumulative.
///
/// @param authority as the node is called
/// @param target path and query, as they are sent
/// @param headers besides those of the connection and the body
record NodeRequest(
    String method,
    Origin origin,
    String authority,
    String target,
    Map<String, String> headers,
    Body body) {
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
    var query = uri.getRawQuery();
    return new NodeRequest(
        method,
        Origin.of(uri),
        uri.getRawAuthority(),
        query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query,
        Map.of(),
        new None());
  }

  /// The same for what lies below its path.
  ///
  /// @param path as it is sent, with a query if there is one
  NodeRequest below(String otherMethod, String path) {
    return new NodeRequest(otherMethod, origin, authority, target + path, headers, body);
  }

  NodeRequest with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new NodeRequest(method, origin, authority, target, more, body);
  }

  NodeRequest with(Body other) {
    return new NodeRequest(method, origin, authority, target, headers, other);
  }
}
