package network.flashback.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.TreeMap;

/// One text for one document, so that its hash means something: members sorted by name, no white
/// space, whole numbers only. The part of RFC 8785 that documents without fractions need.
public final class CanonicalJson {
  private CanonicalJson() {}

  /// The text of one of the API's records.
  public static String of(Record document) {
    return sorted(Json.tree(document)).toString();
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      var members = new TreeMap<String, JsonNode>();
      node.properties().forEach(entry -> members.put(entry.getKey(), sorted(entry.getValue())));
      var object = JsonNodeFactory.instance.objectNode();
      object.setAll(members);
      return object;
    }
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> array.add(sorted(element)));
      return array;
    }
    return node;
  }
}
