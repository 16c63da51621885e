package network.flashback.market.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// JSON Schema (2020-12) of the records that bodies are read into and written from.
public final class JsonSchemas {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> named = new TreeMap<>();

  /// A reference to a body's schema, which is now among [#all].
  public ObjectNode reference(Class<?> body) {
    var name = body.getSimpleName();
    if (!named.containsKey(name)) {
      // Known before it is described, so that a body may hold bodies of its own kind.
      named.put(name, NODES.objectNode());
      named.put(name, describe(body));
    }
    return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  public Map<String, ObjectNode> all() {
    return named;
  }

  private ObjectNode describe(Class<?> body) {
    var schema = NODES.objectNode().put("type", "object");
    Optional.ofNullable(body.getAnnotation(Meaning.class))
        .ifPresent(meaning -> schema.put("description", meaning.value()));
    var properties = schema.putObject("properties");
    var required = NODES.arrayNode();
    for (var field : Field.of(body)) {
      var property = of(field.type(), field.words());
      if (!field.meaning().isEmpty()) {
        property.put("description", field.meaning());
      }
      properties.set(field.name(), property);
      if (!field.optional()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private ObjectNode of(Type type, boolean words) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? (ObjectNode)
              NODES.objectNode().put("type", "array").set("items", of(arguments[0], words))
          : (ObjectNode)
              NODES
                  .objectNode()
                  .put("type", "object")
                  .set("additionalProperties", of(arguments[1], words));
    }
    var kind = (Class<?>) type;
    if (kind == int.class || kind == Integer.class || kind == long.class || kind == Long.class) {
      return words ? decimal() : NODES.objectNode().put("type", "integer");
    }
    if (kind == BigInteger.class || kind == AgreementId.class) {
      return decimal();
    }
    if (kind == boolean.class || kind == Boolean.class) {
      return NODES.objectNode().put("type", "boolean");
    }
    if (kind.isEnum()) {
      var schema = NODES.objectNode().put("type", "string");
      var constants = schema.putArray("enum");
      Arrays.stream(kind.getEnumConstants()).forEach(one -> constants.add(one.toString()));
      return schema;
    }
    if (JsonNode.class.isAssignableFrom(kind)) {
      return NODES.objectNode();
    }
    return kind.isRecord() ? reference(kind) : text(kind);
  }

  private static ObjectNode decimal() {
    return NODES.objectNode().put("type", "string").put("pattern", "^[0-9]+$");
  }

  private static ObjectNode text(Class<?> kind) {
    var schema = NODES.objectNode().put("type", "string");
    if (kind == Address.class) {
      return schema.put("pattern", "^0x[0-9a-fA-F]{40}$");
    }
    if (kind == Bytes32.class) {
      return schema.put("pattern", "^0x[0-9a-f]{64}$");
    }
    return kind == Bytes.class ? schema.put("pattern", "^0x([0-9a-f]{2})*$") : schema;
  }
}
