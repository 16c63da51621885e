package network.flashback.evm.abi;

import com.esaulpaugh.headlong.abi.ABIType;
import com.esaulpaugh.headlong.abi.ArrayType;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Hex;
import network.flashback.evm.Wei;

/// Between the program's values and those of the ABI library, whose classes do not leave this
/// package.
final class Conversion {
  private Conversion() {}

  static Tuple toTuple(TupleType<?> type, List<?> values) {
    if (values.size() != type.size()) {
      throw new IllegalArgumentException(
          "expected "
              + type.size()
              + " values "
              + describe(type)
              + ", but "
              + values.size()
              + " were given.");
    }
    Object[] converted = new Object[values.size()];
    for (int i = 0; i < converted.length; i++) {
      ABIType<?> element = type.get(i);
      String name = nameOf(type, i);
      try {
        converted[i] = toLibrary(element, values.get(i));
      } catch (IllegalArgumentException | ArithmeticException wrong) {
        throw new IllegalArgumentException(
            "argument " + (name.isEmpty() ? "" + i : name) + ": " + wrong.getMessage(), wrong);
      }
    }
    return Tuple.from(converted);
  }

  static Values toValues(TupleType<?> type, Tuple tuple) {
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < tuple.size(); i++) {
      names.add(nameOf(type, i));
      ABIType<?> element = type.get(i);
      values.add(fromLibrary(element, tuple.<Object>get(i)));
    }
    return new Values(names, values);
  }

  static String nameOf(TupleType<?> type, int index) {
    String name = type.getElementName(index);
    return name == null ? "" : name;
  }

  private static Object toLibrary(ABIType<?> type, Object value) {
    return switch (type.typeCode()) {
      case ABIType.TYPE_CODE_BOOLEAN -> expect(Boolean.class, type, value);
      case ABIType.TYPE_CODE_INT -> integer(type, value).intValueExact();
      case ABIType.TYPE_CODE_LONG -> integer(type, value).longValueExact();
      case ABIType.TYPE_CODE_BIG_INTEGER -> integer(type, value);
      case ABIType.TYPE_CODE_ADDRESS ->
          com.esaulpaugh.headlong.abi.Address.wrap(expect(Address.class, type, value).toString());
      case ABIType.TYPE_CODE_ARRAY -> toArray((ArrayType<?, ?, ?>) type, value);
      case ABIType.TYPE_CODE_TUPLE -> toTuple((TupleType<?>) type, elementsOf(type, value));
      default -> throw unexpected(type, value);
    };
  }

  private static Object toArray(ArrayType<?, ?, ?> type, Object value) {
    if (type.isString()) {
      return expect(String.class, type, value);
    }
    if (isBytes(type)) {
      return switch (value) {
        case Bytes bytes -> bytes.toArray();
        case Bytes32 word -> word.toArray();
        case byte[] bytes -> bytes;
        default -> throw unexpected(type, value);
      };
    }
    List<?> elements = elementsOf(type, value);
    Object array = Array.newInstance(type.clazz().getComponentType(), elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(array, i, toLibrary(type.getElementType(), elements.get(i)));
    }
    return array;
  }

  private static Object fromLibrary(ABIType<?> type, Object value) {
    return switch (value) {
      case Boolean flag -> flag;
      case Integer small -> BigInteger.valueOf(small);
      case Long small -> BigInteger.valueOf(small);
      case BigInteger big -> big;
      case String text -> text;
      case com.esaulpaugh.headlong.abi.Address address -> Address.of(Bytes32.of(address.value()));
      case Tuple tuple -> toValues((TupleType<?>) type, tuple);
      case byte[] bytes ->
          type.getCanonicalType().equals("bytes32") ? Bytes32.of(bytes) : Bytes.of(bytes);
      default -> fromArray((ArrayType<?, ?, ?>) type, value);
    };
  }

  private static List<Object> fromArray(ArrayType<?, ?, ?> type, Object array) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(fromLibrary(type.getElementType(), Array.get(array, i)));
    }
    return elements;
  }

  private static boolean isBytes(ABIType<?> type) {
    return type.clazz() == byte[].class;
  }

  private static List<?> elementsOf(ABIType<?> type, Object value) {
    return switch (value) {
      case List<?> list -> list;
      case Values values -> values.all();
      case Object[] array -> List.of(array);
      default -> throw unexpected(type, value);
    };
  }

  private static BigInteger integer(ABIType<?> type, Object value) {
    return switch (value) {
      case BigInteger big -> big;
      case Long small -> BigInteger.valueOf(small);
      case Integer small -> BigInteger.valueOf(small);
      case Wei wei -> wei.amount();
      default -> throw unexpected(type, value);
    };
  }

  private static <T> T expect(Class<T> kind, ABIType<?> type, Object value) {
    if (!kind.isInstance(value)) {
      throw unexpected(type, value);
    }
    return kind.cast(value);
  }

  private static IllegalArgumentException unexpected(ABIType<?> type, Object value) {
    String shown = value instanceof byte[] bytes ? Hex.encode(bytes) : value.toString();
    return new IllegalArgumentException(
        shown
            + " ("
            + value.getClass().getSimpleName()
            + ") cannot be a "
            + type.getCanonicalType()
            + ".");
  }

  private static String describe(TupleType<?> type) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < type.size(); i++) {
      ABIType<?> element = type.get(i);
      parts.add((element.getCanonicalType() + " " + nameOf(type, i)).trim());
    }
    return "(" + String.join(", ", parts) + ")";
  }
}
