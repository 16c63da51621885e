package network.flashback.sdk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.function.Function;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// JSON as this API writes it: numbers of any size as decimal text, bytes as 0x-hex.
final class Json {
  private static final int DEPTH_MAX = 64;
  private static final int TEXT_MAX = 4 << 20;
  private static final int DIGITS_MAX = 78;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(TEXT_MAX)
                          .maxNumberLength(DIGITS_MAX)
                          .build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .addModule(
              new SimpleModule()
                  .addDeserializer(Address.class, new Word<>(Address.class, Address::parse))
                  .addDeserializer(Bytes32.class, new Word<>(Bytes32.class, Bytes32::fromHex))
                  .addDeserializer(Bytes.class, new Word<>(Bytes.class, Bytes::fromHex))
                  .addDeserializer(BigInteger.class, new Word<>(BigInteger.class, Json::number))
                  .addSerializer(new Text<>(Address.class))
                  .addSerializer(new Text<>(Bytes32.class))
                  .addSerializer(new Text<>(Bytes.class))
                  .addSerializer(new Text<>(BigInteger.class)))
          .build();

  private Json() {}

  static <T> T read(Class<T> kind, byte[] json) throws IOException {
    T value = MAPPER.readValue(json, kind);
    if (value == null) {
      throw new IOException("the document is null");
    }
    return value;
  }

  /// Reads what comes with this SDK.
  static JsonNode document(InputStream file) throws IOException {
    return MAPPER.readTree(file);
  }

  static JsonNode document(String text) throws IOException {
    return MAPPER.readTree(text);
  }

  /// A document as members and values.
  static JsonNode tree(Object record) {
    return MAPPER.valueToTree(record);
  }

  static String text(Object record) {
    try {
      return MAPPER.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("This cannot be sent: " + e.getOriginalMessage(), e);
    }
  }

  /// The word that stands for a constant.
  static String word(Enum<?> constant) {
    return tree(constant).asText();
  }

  /// What is wrong with a document, without what it says.
  static String complaint(IOException malformed) {
    return malformed instanceof JacksonException about
        ? about.getOriginalMessage()
        : String.valueOf(malformed.getMessage());
  }

  private static BigInteger number(String text) {
    if (text.isEmpty() || text.length() > DIGITS_MAX || !text.chars().allMatch(Json::isDigit)) {
      throw new IllegalArgumentException("not a decimal number");
    }
    return new BigInteger(text);
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /// Reads a text into a value that refuses nonsense.
  private static final class Word<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Function<String, T> parse;

    Word(Class<T> kind, Function<String, T> parse) {
      super(kind);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      var text = parser.getValueAsString("");
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException wrong) {
        throw context.weirdStringException(text, _valueClass, String.valueOf(wrong.getMessage()));
      }
    }
  }

  /// Writes a value as its own text.
  private static final class Text<T> extends StdSerializer<T> {
    private static final long serialVersionUID = 1;

    Text(Class<T> kind) {
      super(kind);
    }

    @Override
    public void serialize(T value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeString(value.toString());
    }
  }
}
