package network.flashback.evm;

import java.util.Arrays;

/// An immutable string of bytes: call data, return data, the data of a log.
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes of(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  public static Bytes fromHex(String text) {
    return new Bytes(Hex.decode(text));
  }

  /// All parts, one after another.
  public static Bytes concat(byte[]... parts) {
    return new Bytes(Concatenation.of(parts));
  }

  public Bytes then(Bytes next) {
    return concat(content, next.content);
  }

  public int size() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  public byte at(int index) {
    return content[index];
  }

  /// The bytes from `from` (inclusive) to `to` (exclusive).
  public Bytes slice(int from, int to) {
    if (from < 0 || to < from || to > content.length) {
      throw new IndexOutOfBoundsException(
          "Bytes " + from + " to " + to + " asked of a string of " + content.length);
    }
    return new Bytes(Arrays.copyOfRange(content, from, to));
  }

  public boolean startsWith(Bytes prefix) {
    return content.length >= prefix.content.length
        && Arrays.equals(
            content, 0, prefix.content.length, prefix.content, 0, prefix.content.length);
  }

  public Bytes32 keccak256() {
    return Keccak256.hash(content);
  }

  /// A copy; the string itself cannot be changed.
  public byte[] toArray() {
    return content.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return Hex.encode(content);
  }
}
