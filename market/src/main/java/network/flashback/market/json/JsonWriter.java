package network.flashback.market.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import org.jspecify.annotations.Nullable;

/// Writes records as JSON: amounts, bytes and ids as decimal strings, hashes as hex, times as
/// numbers, absent values left out.
public final class JsonWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonWriter() {}

  public static ObjectNode tree(Record body) {
    var object = NODES.objectNode();
    for (var field : Field.of(body.getClass())) {
      var value = field.of(body);
      if (value != null) {
        object.set(field.name(), node(value, field.words()));
      }
    }
    return object;
  }

  public static String text(Record body) {
    return tree(body).toString();
  }

  private static JsonNode node(@Nullable Object value, boolean words) {
    return switch (value) {
      case null -> NODES.nullNode();
      case JsonNode node -> node;
      case Integer number when words -> NODES.textNode(number.toString());
      case Long number when words -> NODES.textNode(number.toString());
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case BigInteger number -> NODES.textNode(number.toString());
      case Boolean flag -> NODES.booleanNode(flag);
      case List<?> list -> {
        var array = NODES.arrayNode();
        list.forEach(element -> array.add(node(element, words)));
        yield array;
      }
      case Map<?, ?> map -> {
        var object = NODES.objectNode();
        map.forEach((key, element) -> object.set(key.toString(), node(element, words)));
        yield object;
      }
      case AgreementId id -> NODES.textNode(id.toString());
      case Record body -> tree(body);
      // Addresses, hashes, bytes, names.
      default -> NODES.textNode(value.toString());
    };
  }
}
