package network.flashback.app.setup;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Numbers of bytes as people write them.
final class RoomSize {
  private static final Pattern WRITTEN =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?)\\s*([kKMGTP]?)(i?)[bB]?");
  private static final List<String> PREFIXES = List.of("", "K", "M", "G", "T", "P");

  private RoomSize() {}

  /// Reads `500 GiB`, `2TB`, `1048576`.
  static long parse(String text) {
    var found = WRITTEN.matcher(text.strip());
    if (!found.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no number of bytes. Write one such as 500GiB, 2TB or 1073741824.");
    }
    int power = PREFIXES.indexOf(found.group(2).toUpperCase(Locale.ROOT));
    var unit = BigInteger.valueOf(found.group(3).isEmpty() ? 1000 : 1024).pow(power);
    var bytes =
        new BigDecimal(found.group(1))
            .multiply(new BigDecimal(unit))
            .setScale(0, RoundingMode.DOWN)
            .toBigInteger();
    if (bytes.signum() <= 0 || bytes.bitLength() > 62) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not between one byte and 4 EiB. Give the room that you offer.");
    }
    return bytes.longValueExact();
  }

  /// With two digits after the point: `465.66 GiB`.
  static String words(long bytes) {
    int power = 0;
    long unit = 1;
    while (power < PREFIXES.size() - 1 && bytes / unit >= 1024) {
      unit <<= 10;
      power++;
    }
    if (power == 0) {
      return bytes + " B";
    }
    return BigDecimal.valueOf(bytes)
            .divide(BigDecimal.valueOf(unit), 2, RoundingMode.DOWN)
            .toPlainString()
        + " "
        + PREFIXES.get(power)
        + "iB";
  }
}
