package network.flashback.evm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// An Ethereum address: 20 bytes, written with the checksum of EIP-55.
public final class Address implements Comparable<Address> {
  public static final int SIZE = 20;
  public static final Address ZERO = new Address(new byte[SIZE]);

  private final byte[] content;

  private Address(byte[] content) {
    this.content = content;
  }

  public static Address of(byte[] content) {
    if (content.length != SIZE) {
      throw new IllegalArgumentException("An address has 20 bytes, not " + content.length + ".");
    }
    return new Address(content.clone());
  }

  /// The address in the low 20 bytes of a word; the upper 12 must be zero.
  public static Address of(Bytes32 word) {
    byte[] bytes = word.toArray();
    for (int i = 0; i < 12; i++) {
      if (bytes[i] != 0) {
        throw new IllegalArgumentException(
            "Word " + word + " is no address: its upper 12 bytes are not zero.");
      }
    }
    return new Address(Arrays.copyOfRange(bytes, 12, Bytes32.SIZE));
  }

  /// Reads an address; mixed case must carry a right EIP-55 checksum, one case alone carries none.
  public static Address parse(String text) {
    if (!text.matches("0x[0-9a-fA-F]{40}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address: expected 0x and 40 hexadecimal digits.");
    }
    Address address = new Address(Hex.decode(text));
    String digits = text.substring(2);
    boolean mixed =
        !digits.equals(digits.toLowerCase(java.util.Locale.ROOT))
            && !digits.equals(digits.toUpperCase(java.util.Locale.ROOT));
    if (mixed && !address.toString().equals(text)) {
      throw new IllegalArgumentException(
          "Address "
              + text
              + " fails its checksum (EIP-55), so at least one digit is mistyped. Copy it again.");
    }
    return address;
  }

  /// The address of the contract that `deployer` creates by its transaction with `nonce`.
  public static Address ofContract(Address deployer, long nonce) {
    byte[] rlp =
        com.esaulpaugh.headlong.rlp.RLPEncoder.list(
            deployer.content, com.esaulpaugh.headlong.util.Integers.toBytes(nonce));
    return ofHash(Keccak256.hash(rlp));
  }

  /// The address of the contract that `deployer` creates by CREATE2 (EIP-1014).
  ///
  /// @param creationCodeHash keccak-256 of the creation code, constructor arguments included
  public static Address ofSaltedContract(Address deployer, Bytes32 salt, Bytes32 creationCodeHash) {
    byte[] marker = {(byte) 0xff};
    return ofHash(
        Keccak256.hash(marker, deployer.content, salt.toArray(), creationCodeHash.toArray()));
  }

  /// The last 20 bytes of a hash.
  static Address ofHash(Bytes32 hash) {
    return new Address(Arrays.copyOfRange(hash.toArray(), 12, Bytes32.SIZE));
  }

  public byte[] toArray() {
    return content.clone();
  }

  /// Left-padded to 32 bytes, as in topics and storage.
  public Bytes32 toWord() {
    return Bytes32.of(toInteger());
  }

  public BigInteger toInteger() {
    return new BigInteger(1, content);
  }

  public boolean isZero() {
    return equals(ZERO);
  }

  @Override
  public int compareTo(Address other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /// With the checksum of EIP-55: a letter is upper case where the hash of the text has a high bit.
  @Override
  public String toString() {
    String digits = HexFormat.of().formatHex(content);
    byte[] hash = Keccak256.hash(digits.getBytes(StandardCharsets.US_ASCII)).toArray();
    StringBuilder text = new StringBuilder("0x");
    for (int i = 0; i < digits.length(); i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      char digit = digits.charAt(i);
      text.append(nibble >= 8 ? Character.toUpperCase(digit) : digit);
    }
    return text.toString();
  }
}
