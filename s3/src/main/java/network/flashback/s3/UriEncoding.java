package network.flashback.s3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Percent-encoding as SigV4 defines it ("UriEncode"): everything but `A-Z a-z 0-9 - . _ ~` becomes
/// `%XX`, upper case.
public final class UriEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UriEncoding() {}

  /// Encodes one name or value; a slash becomes `%2F`.
  public static String encode(String text) {
    return encode(text, false);
  }

  /// Encodes a path or key; slashes stay.
  public static String encodePath(String text) {
    return encode(text, true);
  }

  /// Decodes what [#encode] made.
  ///
  /// @throws S3Exception `InvalidURI` for a broken escape or bytes that are not UTF-8
  public static String decode(String encoded) {
    return decode(encoded, false);
  }

  /// Decodes a query name or value, where a plus sign stands for a space.
  static String decodeQuery(String encoded) {
    return decode(encoded, true);
  }

  private static String encode(String text, boolean keepSlash) {
    if (text.chars().allMatch(c -> isPlain(c, keepSlash))) {
      return text;
    }
    var out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if (isPlain(c, keepSlash)) {
        out.append((char) c);
      } else {
        HEX.toHexDigits(out.append('%'), b);
      }
    }
    return out.toString();
  }

  private static boolean isPlain(int c, boolean keepSlash) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~'
        || (keepSlash && c == '/');
  }

  private static String decode(String encoded, boolean plusIsSpace) {
    if (encoded.chars().allMatch(c -> c < 0x80 && c != '%' && (c != '+' || !plusIsSpace))) {
      return encoded;
    }
    byte[] wire = encoded.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(wire.length);
    for (int i = 0; i < wire.length; i++) {
      if (wire[i] == '%') {
        bytes.put((byte) (hexDigit(wire, i + 1) << 4 | hexDigit(wire, i + 2)));
        i += 2;
      } else {
        bytes.put(plusIsSpace && wire[i] == '+' ? (byte) ' ' : wire[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new S3Exception(S3Error.INVALID_URI, "The URI is not valid UTF-8.", notUtf8);
    }
  }

  private static int hexDigit(byte[] wire, int at) {
    if (at >= wire.length || !HexFormat.isHexDigit(wire[at])) {
      throw new S3Exception(
          S3Error.INVALID_URI, "A percent sign in the URI is not followed by two hex digits.");
    }
    return HexFormat.fromHexDigit(wire[at]);
  }
}
