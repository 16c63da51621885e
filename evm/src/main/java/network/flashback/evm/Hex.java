package network.flashback.evm;

import java.util.HexFormat;

/// Hexadecimal text as Ethereum writes it: lower case, with a `0x` prefix.
public final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  /// Prefixed, lower case.
  public static String encode(byte[] bytes) {
    return "0x" + FORMAT.formatHex(bytes);
  }

  /// Accepts text with or without the prefix, in either case.
  public static byte[] decode(String text) {
    String digits = stripPrefix(text);
    if (digits.length() % 2 != 0) {
      throw new IllegalArgumentException(
          "Hexadecimal text has an odd number of digits (" + digits.length() + "): " + brief(text));
    }
    try {
      return FORMAT.parseHex(digits);
    } catch (IllegalArgumentException notHex) {
      throw new IllegalArgumentException(
          "Not hexadecimal text: "
              + brief(text)
              + ". Expected only 0-9 and a-f after an optional 0x.",
          notHex);
    }
  }

  static String stripPrefix(String text) {
    return text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
  }

  // Secrets also come as hexadecimal text, therefore only the head is ever repeated in a message.
  private static String brief(String text) {
    return text.length() <= 10 ? "'" + text + "'" : "'" + text.substring(0, 6) + "…'";
  }
}
