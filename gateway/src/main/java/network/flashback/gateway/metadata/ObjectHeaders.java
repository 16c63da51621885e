package network.flashback.gateway.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/// What a client sent about an object and gets back with it.
///
/// @param standard headers such as Content-Type, by their name as sent back
/// @param user user metadata, without the `x-amz-meta-` prefix
/// @param storageClass as asked for, or STANDARD
public record ObjectHeaders(
    Map<String, String> standard, Map<String, String> user, String storageClass) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Keeps its own, sorted, copies.
  public ObjectHeaders {
    standard = new TreeMap<>(standard);
    user = new TreeMap<>(user);
  }

  /// Those of an object nobody described.
  public static ObjectHeaders none() {
    return new ObjectHeaders(Map.of(), Map.of(), "STANDARD");
  }

  String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of text always become JSON", e);
    }
  }

  static ObjectHeaders ofJson(String json) {
    try {
      return MAPPER.readValue(json, ObjectHeaders.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the headers of an object in the database are damaged", e);
    }
  }
}
