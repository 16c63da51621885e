package network.flashback.evm.abi;

import java.math.BigInteger;
import java.util.List;
import java.util.StringJoiner;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// Decoded values in the order of their declaration, by name or by position.
///
/// Numbers are `BigInteger`, addresses [Address], `bytes32` is [Bytes32], other bytes are [Bytes],
/// strings `String`, flags `Boolean`, arrays `List`, structs again [Values]. The hash that stands
/// in a topic for an indexed string, array or struct is [Bytes32].
public record Values(List<String> names, List<Object> all) {
  public Values {
    names = List.copyOf(names);
    all = List.copyOf(all);
  }

  public int size() {
    return all.size();
  }

  public Object at(int index) {
    if (index < 0 || index >= all.size()) {
      throw new IllegalArgumentException(
          "Value " + index + " was asked for, but there are " + all.size() + ".");
    }
    return all.get(index);
  }

  public Object get(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "No value is named '" + name + "', there are " + names + ".");
    }
    return all.get(index);
  }

  public BigInteger integer(String name) {
    return expect(BigInteger.class, name, get(name));
  }

  public BigInteger integer(int index) {
    return expect(BigInteger.class, "value " + index, at(index));
  }

  /// A number that must fit into 63 bits: a time, an epoch, a count.
  public long number(String name) {
    return integer(name).longValueExact();
  }

  public long number(int index) {
    return integer(index).longValueExact();
  }

  public Address address(String name) {
    return expect(Address.class, name, get(name));
  }

  public Address address(int index) {
    return expect(Address.class, "value " + index, at(index));
  }

  public Bytes32 word(String name) {
    return expect(Bytes32.class, name, get(name));
  }

  public Bytes32 word(int index) {
    return expect(Bytes32.class, "value " + index, at(index));
  }

  public Bytes bytes(String name) {
    return expect(Bytes.class, name, get(name));
  }

  public Bytes bytes(int index) {
    return expect(Bytes.class, "value " + index, at(index));
  }

  public String text(String name) {
    return expect(String.class, name, get(name));
  }

  public String text(int index) {
    return expect(String.class, "value " + index, at(index));
  }

  public boolean flag(String name) {
    return expect(Boolean.class, name, get(name));
  }

  public boolean flag(int index) {
    return expect(Boolean.class, "value " + index, at(index));
  }

  public Values struct(String name) {
    return expect(Values.class, name, get(name));
  }

  public Values struct(int index) {
    return expect(Values.class, "value " + index, at(index));
  }

  /// The elements of an array, all of one kind.
  public <T> List<T> list(String name, Class<T> kind) {
    return listOf(kind, name, get(name));
  }

  public <T> List<T> list(int index, Class<T> kind) {
    return listOf(kind, "value " + index, at(index));
  }

  private static <T> List<T> listOf(Class<T> kind, String what, Object value) {
    List<?> elements = expect(List.class, what, value);
    return elements.stream().map(element -> expect(kind, what, element)).toList();
  }

  private static <T> T expect(Class<T> kind, String what, Object value) {
    if (!kind.isInstance(value)) {
      throw new IllegalArgumentException(
          what
              + " is no "
              + kind.getSimpleName()
              + " but a "
              + value.getClass().getSimpleName()
              + ": "
              + value);
    }
    return kind.cast(value);
  }

  /// `(name=value, …)`, values without a name stand alone.
  @Override
  public String toString() {
    var text = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < all.size(); i++) {
      text.add(names.get(i).isEmpty() ? all.get(i).toString() : names.get(i) + "=" + all.get(i));
    }
    return text.toString();
  }
}
