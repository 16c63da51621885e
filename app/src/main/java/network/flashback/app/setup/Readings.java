package network.flashback.app.setup;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import network.flashback.chain.contract.Token;
import network.flashback.domain.storage.StorageClass;

/// How answers are read, and what is said of those that make no sense.
final class Readings {
  private Readings() {}

  static URI url(String text) {
    try {
      var url = URI.create(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(noUrl(text), malformed);
    }
    throw new IllegalArgumentException(noUrl(text));
  }

  private static String noUrl(String text) {
    return "\"" + text + "\" is no URL. Write one such as https://node.example.";
  }

  static Path file(String text) {
    var file = Path.of(text).toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("There is no file " + file + ". Correct the path.");
    }
    return file;
  }

  static int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535 && !text.equals("0")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no port. Write a number from 1 to 65535.");
  }

  static StorageClass storageClass(String text) {
    return Arrays.stream(StorageClass.values())
        .filter(one -> one.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\""
                        + text
                        + "\" is no class. Write one of "
                        + Arrays.toString(StorageClass.values())
                        + "."));
  }

  static BigInteger units(Token token, String text) {
    try {
      var units = new BigDecimal(text).movePointRight(token.decimals()).toBigIntegerExact();
      if (units.signum() >= 0 && units.bitLength() <= 62) {
        return units;
      }
    } catch (ArithmeticException | NumberFormatException malformed) {
      throw new IllegalArgumentException(noPrice(token, text), malformed);
    }
    throw new IllegalArgumentException(noPrice(token, text));
  }

  private static String noPrice(Token token, String text) {
    return "\"%s\" is no price. Write an amount of %s such as 0.004, with at most %d digits after the point."
        .formatted(text, token.symbol(), token.decimals());
  }

  static String decimal(Token token, BigInteger units) {
    return new BigDecimal(units, token.decimals()).stripTrailingZeros().toPlainString();
  }
}
