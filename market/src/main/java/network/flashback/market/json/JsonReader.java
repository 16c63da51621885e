package network.flashback.market.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// Reads bodies into records. Whatever does not fit is [Refused] by the name of its field.
public final class JsonReader {
  private static final int DEPTH_MAX = 16;

  /// A sealed document of 2 MiB in hexadecimal, and its prefix; routes bound bodies before this.
  private static final int TEXT_MAX = (4 << 20) + 2;

  private static final int NUMBER_MAX = 80;
  private static final int LIST_MAX = 1_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(TEXT_MAX)
                          .maxNumberLength(NUMBER_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonReader() {}

  /// Reads a body from the wire.
  public static <T extends Record> T read(Class<T> kind, byte[] json) {
    try {
      return read(kind, MAPPER.readTree(json));
    } catch (JsonProcessingException malformed) {
      var at = malformed.getLocation();
      throw new Refused(
          "body",
          "is no JSON"
              + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()),
          "send one JSON object, with each field once");
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  public static <T extends Record> T read(Class<T> kind, JsonNode json) {
    return kind.cast(record(kind, json, ""));
  }

  /// Parses text that this program has written itself.
  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("A stored document is no JSON any more.", damaged);
    }
  }

  /// Parses a document that a field of a body carries as text.
  ///
  /// @throws Refused when it is no JSON object
  public static JsonNode document(String field, String json) {
    try {
      var document = MAPPER.readTree(json);
      if (document != null && document.isObject()) {
        return document;
      }
    } catch (JsonProcessingException malformed) {
      // Said below, together with what is JSON and no object.
    }
    throw new Refused(field, "is no JSON object", "send one JSON object, with each field once");
  }

  private static Object record(Class<?> kind, JsonNode json, String path) {
    if (!json.isObject()) {
      throw new Refused(path.isEmpty() ? "body" : path, "is no object", "send a JSON object");
    }
    var fields = Field.of(kind);
    var known = fields.stream().map(Field::name).toList();
    for (var name : (Iterable<String>) json::fieldNames) {
      if (!known.contains(name)) {
        throw new Refused(within(path, name), "is unknown", "known here are " + known);
      }
    }
    var values = new ArrayList<@Nullable Object>();
    for (var field : fields) {
      values.add(value(field, json.path(field.name()), within(path, field.name())));
    }
    return construct(kind, values, path);
  }

  private static @Nullable Object value(Field field, JsonNode json, String path) {
    if (!json.isMissingNode() && !json.isNull()) {
      return value(field.type(), json, path);
    }
    if (field.optional()) {
      return null;
    }
    var meaning = field.meaning().isEmpty() ? "the field" : field.meaning();
    throw new Refused(path, "is missing", "give " + meaning);
  }

  private static Object value(Type type, JsonNode json, String path) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list(list.getActualTypeArguments()[0], json, path);
    }
    var kind = (Class<?>) type;
    if (kind == int.class || kind == Integer.class) {
      return Math.toIntExact(integer(json, path, Integer.MAX_VALUE));
    }
    if (kind == long.class || kind == Long.class) {
      return integer(json, path, Long.MAX_VALUE);
    }
    if (kind == BigInteger.class) {
      return integer(json, path);
    }
    if (kind == boolean.class || kind == Boolean.class) {
      return flag(json, path);
    }
    if (kind.isEnum()) {
      return constant(kind, text(json, path), path);
    }
    if (kind == AgreementId.class) {
      return new AgreementId(integer(json, path));
    }
    if (kind.isRecord()) {
      return record(kind, json, path);
    }
    return kind == JsonNode.class ? json : word(kind, text(json, path), path);
  }

  private static Object word(Class<?> kind, String text, String path) {
    if (kind == String.class) {
      return text;
    }
    try {
      if (kind == Address.class) {
        return Address.parse(text);
      }
      if (kind == Bytes32.class) {
        return Bytes32.fromHex(text);
      }
      if (kind == Bytes.class) {
        return Bytes.fromHex(text);
      }
    } catch (IllegalArgumentException malformed) {
      throw new Refused(
          path, "is malformed (" + malformed.getMessage() + ")", "send it as 0x and hex digits");
    }
    throw new IllegalStateException("No reader for " + kind + " at " + path);
  }

  private static List<Object> list(Type element, JsonNode json, String path) {
    if (!json.isArray() || json.size() > LIST_MAX) {
      throw new Refused(path, "is no list, or too long", "send at most " + LIST_MAX + " elements");
    }
    var all = new ArrayList<Object>();
    for (var i = 0; i < json.size(); i++) {
      all.add(value(element, json.get(i), path + "[" + i + "]"));
    }
    return List.copyOf(all);
  }

  private static BigInteger integer(JsonNode json, String path) {
    if (json.isIntegralNumber() && json.bigIntegerValue().signum() >= 0) {
      return json.bigIntegerValue();
    }
    if (json.isTextual() && json.asText().matches("[0-9]{1,78}")) {
      return new BigInteger(json.asText());
    }
    throw new Refused(
        path, "is no whole number", "send digits only, in quotation marks when above 2^53");
  }

  private static long integer(JsonNode json, String path, long most) {
    var number = integer(json, path);
    if (number.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new Refused(path, "is " + number, "give a number from 0 to " + most);
    }
    return number.longValueExact();
  }

  private static boolean flag(JsonNode json, String path) {
    if (!json.isBoolean()) {
      throw new Refused(path, "is neither true nor false", "send true or false");
    }
    return json.booleanValue();
  }

  private static String text(JsonNode json, String path) {
    if (!json.isTextual()) {
      throw new Refused(path, "is no text", "send it in quotation marks");
    }
    return json.asText();
  }

  private static Object constant(Class<?> kind, String text, String path) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(constant -> constant.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    path,
                    "is \"" + text + "\"",
                    "choose one of " + Arrays.toString(kind.getEnumConstants())));
  }

  private static Object construct(Class<?> kind, List<@Nullable Object> values, String path) {
    var types =
        Arrays.stream(kind.getRecordComponents())
            .map(component -> component.getType())
            .toArray(Class<?>[]::new);
    try {
      var constructor = kind.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof Refused inner) {
        throw new Refused(within(path, inner.field()), inner.reason(), inner.remedy());
      }
      if (refused.getCause() instanceof IllegalArgumentException inner) {
        throw new Refused(
            path.isEmpty() ? "body" : path, "is refused: " + inner.getMessage(), "correct it");
      }
      throw new IllegalStateException("constructing " + kind, refused);
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException("constructing " + kind, broken);
    }
  }

  private static String within(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
