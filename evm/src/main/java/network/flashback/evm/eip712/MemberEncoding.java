package network.flashback.evm.eip712;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// How one member becomes 32 bytes (`encodeData` of EIP-712).
final class MemberEncoding {
  private static final Pattern ARRAY = Pattern.compile("(.+)\\[(\\d*)]");
  private static final Pattern INTEGER = Pattern.compile("(u?)int(\\d{1,3})");
  private static final Pattern FIXED_BYTES = Pattern.compile("bytes(\\d{1,2})");
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private MemberEncoding() {}

  static boolean isAtomic(String type) {
    if (List.of("address", "bool", "string", "bytes").contains(type)) {
      return true;
    }
    Matcher integer = INTEGER.matcher(type);
    if (integer.matches()) {
      int bits = Integer.parseInt(integer.group(2));
      return bits % 8 == 0 && bits >= 8 && bits <= 256;
    }
    Matcher fixed = FIXED_BYTES.matcher(type);
    return fixed.matches()
        && Integer.parseInt(fixed.group(1)) >= 1
        && Integer.parseInt(fixed.group(1)) <= 32;
  }

  static Bytes32 encode(String type, Map<String, StructType> structs, Object value) {
    if (type.endsWith("]")) {
      Matcher array = ARRAY.matcher(type);
      if (array.matches()) {
        return encodeArray(
            array.group(1), array.group(2), structs, expect(List.class, type, value));
      }
    }
    StructType struct = structs.get(type);
    if (struct != null) {
      StructValue given = expect(StructValue.class, type, value);
      if (!given.type().encodedType().equals(struct.encodedType())) {
        throw new IllegalArgumentException(
            "expected a " + type + ", but a " + given.type().name() + " was given.");
      }
      return given.hash();
    }
    return switch (type) {
      case "address" -> expect(Address.class, type, value).toWord();
      case "bool" -> Bytes32.of(expect(Boolean.class, type, value) ? 1 : 0);
      case "string" ->
          Keccak256.hash(expect(String.class, type, value).getBytes(StandardCharsets.UTF_8));
      case "bytes" -> Keccak256.hash(bytesOf(type, value));
      default -> type.startsWith("bytes") ? fixedBytes(type, value) : integer(type, value);
    };
  }

  private static Bytes32 encodeArray(
      String element, String length, Map<String, StructType> structs, List<?> values) {
    if (!length.isEmpty() && values.size() != Integer.parseInt(length)) {
      throw new IllegalArgumentException(
          "expected " + length + " elements, but " + values.size() + " were given.");
    }
    byte[] all = new byte[Math.multiplyExact(Bytes32.SIZE, values.size())];
    int at = 0;
    for (Object value : values) {
      System.arraycopy(encode(element, structs, value).toArray(), 0, all, at, Bytes32.SIZE);
      at += Bytes32.SIZE;
    }
    return Keccak256.hash(all);
  }

  private static Bytes32 fixedBytes(String type, Object value) {
    byte[] bytes = bytesOf(type, value);
    int size = Integer.parseInt(type.substring("bytes".length()));
    if (bytes.length != size) {
      throw new IllegalArgumentException(
          "expected " + size + " bytes, but " + bytes.length + " were given.");
    }
    return Bytes32.of(Arrays.copyOf(bytes, Bytes32.SIZE));
  }

  private static Bytes32 integer(String type, Object value) {
    boolean unsigned = type.startsWith("u");
    int bits = Integer.parseInt(type.substring(type.indexOf('t') + 1));
    BigInteger number =
        switch (value) {
          case BigInteger big -> big;
          case Long small -> BigInteger.valueOf(small);
          case Integer small -> BigInteger.valueOf(small);
          default -> throw unexpected(type, value);
        };
    boolean fits =
        unsigned ? number.signum() >= 0 && number.bitLength() <= bits : number.bitLength() < bits;
    if (!fits) {
      throw new IllegalArgumentException(number + " does not fit into " + type + ".");
    }
    return Bytes32.of(number.signum() < 0 ? number.add(MODULUS) : number);
  }

  private static byte[] bytesOf(String type, Object value) {
    return switch (value) {
      case Bytes bytes -> bytes.toArray();
      case Bytes32 word -> word.toArray();
      default -> throw unexpected(type, value);
    };
  }

  private static <T> T expect(Class<T> kind, String type, Object value) {
    if (!kind.isInstance(value)) {
      throw unexpected(type, value);
    }
    return kind.cast(value);
  }

  private static IllegalArgumentException unexpected(String type, Object value) {
    return new IllegalArgumentException(
        "a value of " + value.getClass().getSimpleName() + " cannot be a " + type + ".");
  }
}
