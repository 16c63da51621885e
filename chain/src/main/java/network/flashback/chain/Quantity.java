package network.flashback.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;

/// Numbers as JSON-RPC writes them: hexadecimal without leading zeros.
final class Quantity {
  private Quantity() {}

  static String of(long number) {
    return "0x" + Long.toHexString(number);
  }

  static String of(BigInteger number) {
    return "0x" + number.toString(16);
  }

  static BigInteger parse(JsonNode node) {
    String text = node.asText("");
    if (!text.matches("0x[0-9a-fA-F]{1,64}")) {
      throw new ChainException("The chain's node sent '" + text + "' where a number was expected.");
    }
    return new BigInteger(text.substring(2), 16);
  }

  static long parseLong(JsonNode node) {
    return parse(node).longValueExact();
  }
}
