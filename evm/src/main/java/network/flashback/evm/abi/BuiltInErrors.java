package network.flashback.evm.abi;

import java.math.BigInteger;
import network.flashback.evm.Bytes;

/// The errors that Solidity itself raises: `Error(string)` of require, `Panic(uint256)`, and
/// silence.
final class BuiltInErrors {
  private static final com.esaulpaugh.headlong.abi.Function ERROR =
      com.esaulpaugh.headlong.abi.Function.parse("Error(string)");
  private static final com.esaulpaugh.headlong.abi.Function PANIC =
      com.esaulpaugh.headlong.abi.Function.parse("Panic(uint256)");

  private BuiltInErrors() {}

  static String describe(Bytes returned) {
    if (returned.isEmpty()) {
      return "reverted without a reason (out of gas, a failed call to an account without code, or a bare revert)";
    }
    try {
      if (returned.startsWith(Bytes.of(ERROR.selector()))) {
        return "Error(\"" + ERROR.<String>decodeCall(returned.toArray(), 0) + "\")";
      }
      if (returned.startsWith(Bytes.of(PANIC.selector()))) {
        BigInteger code = PANIC.decodeCall(returned.toArray(), 0);
        return "Panic(0x" + code.toString(16) + ": " + meaning(code) + ")";
      }
    } catch (RuntimeException malformed) {
      return "unreadable error " + returned;
    }
    return "unknown error " + returned;
  }

  // Codes from the Solidity documentation, "Panic via assert and Error via require".
  private static String meaning(BigInteger code) {
    return switch (code.bitLength() > 31 ? -1 : code.intValue()) {
      case 0x01 -> "assertion failed";
      case 0x11 -> "arithmetic overflow";
      case 0x12 -> "division by zero";
      case 0x21 -> "value outside an enum";
      case 0x22 -> "damaged storage encoding";
      case 0x31 -> "pop from an empty array";
      case 0x32 -> "index outside an array";
      case 0x41 -> "out of memory";
      case 0x51 -> "call of an unset function";
      default -> "unknown code";
    };
  }
}
