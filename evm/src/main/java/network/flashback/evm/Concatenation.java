package network.flashback.evm;

/// Byte arrays joined into one.
final class Concatenation {
  private Concatenation() {}

  static byte[] of(byte[]... parts) {
    int total = 0;
    for (byte[] part : parts) {
      total = Math.addExact(total, part.length);
    }
    byte[] joined = new byte[total];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
