package network.flashback.market.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.TreeMap;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// One text for one document, so that its hash means something: members sorted by name, no white
/// space, whole numbers only. The part of RFC 8785 that documents without fractions need.
public final class CanonicalJson {
  private CanonicalJson() {}

  public static String of(Record body) {
    return sorted(JsonWriter.tree(body)).toString();
  }

  /// Keccak-256 of the UTF-8 text.
  public static Bytes32 hash(Record body) {
    return Keccak256.hash(of(body));
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
