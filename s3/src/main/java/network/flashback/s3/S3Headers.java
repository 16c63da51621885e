package network.flashback.s3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Header fields in wire order, several per name allowed, names without regard to case.
///
/// Values hold the wire's bytes, one byte per char (ISO-8859-1, what HTTP servers hand out), so
/// that signatures are computed over what was sent; [#text] decodes a value that may hold UTF-8.
public final class S3Headers implements Iterable<S3Headers.Field> {
  /// Bytes 0x80 to 0xff that are no UTF-8 are kept as U+F780 to U+F7FF.
  private static final int BYTES_FROM = 0xf700;

  private static final S3Headers NONE = new S3Headers(List.of());

  /// One header line; the name is lower case.
  public record Field(String name, String value) {
    public Field {
      name = name.toLowerCase(Locale.ROOT);
    }
  }

  private final List<Field> fields;

  private S3Headers(List<Field> fields) {
    this.fields = fields;
  }

  public static S3Headers none() {
    return NONE;
  }

  /// Headers from alternating names and values.
  public static S3Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("A header name without a value: odd number of arguments");
    }
    var builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /// The first value under this name, untrimmed.
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        return Optional.of(field.value);
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  /// Every value under this name, in wire order.
  public List<String> all(String name) {
    var values = new ArrayList<String>(1);
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        values.add(field.value);
      }
    }
    return values;
  }

  /// The first value read as UTF-8 where it is valid UTF-8, as ISO-8859-1 otherwise.
  public Optional<String> text(String name) {
    return first(name).map(S3Headers::decode);
  }

  /// These headers with one more field.
  public S3Headers with(String name, String value) {
    var more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new S3Headers(List.copyOf(more));
  }

  @Override
  public Iterator<Field> iterator() {
    return fields.iterator();
  }

  /// Text as the bytes of a header value on the wire: UTF-8, one byte per char.
  public static String encode(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// A value as text that [#restore] turns into the very same bytes again: bytes that are no UTF-8
  /// become characters of private use.
  static String keep(String wire) {
    var text = decode(wire);
    var isUtf8 = encode(text).equals(wire);
    return isUtf8 && text.chars().noneMatch(S3Headers::standsForByte)
        ? text
        : wire.chars()
            .map(c -> c < 0x80 ? c : BYTES_FROM + c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /// The bytes of a value that was kept, one byte per char.
  public static String restore(String kept) {
    if (kept.chars().noneMatch(S3Headers::standsForByte)) {
      return encode(kept);
    }
    var wire = new StringBuilder();
    kept.chars().forEach(c -> wire.append((char) (standsForByte(c) ? c - BYTES_FROM : c)));
    return wire.toString();
  }

  private static boolean standsForByte(int c) {
    return c >= BYTES_FROM + 0x80 && c <= BYTES_FROM + 0xff;
  }

  static String decode(String wire) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(wire.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return wire;
    }
  }

  /// Collects fields in wire order.
  public static final class Builder {
    private final List<Field> fields = new ArrayList<>(16);

    private Builder() {}

    public Builder add(String name, String value) {
      fields.add(new Field(name, value));
      return this;
    }

    public S3Headers build() {
      return new S3Headers(List.copyOf(fields));
    }
  }
}
