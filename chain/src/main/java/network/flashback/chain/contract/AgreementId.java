package network.flashback.chain.contract;

import java.math.BigInteger;

/// Id of an agreement: provider (64 bits), market (16), index (48). The index is the low 40 bits of
/// the SLA's id and the leg's number (8), so that the id is known before the agreement is opened.
public record AgreementId(BigInteger value) implements Comparable<AgreementId> {
  private static final int BITS = 128;

  public AgreementId {
    if (value.signum() < 0 || value.bitLength() > BITS) {
      throw new IllegalArgumentException(
          "An agreement id has at most 128 bits and no sign, but " + value + " was given.");
    }
  }

  /// Reads the decimal form.
  public static AgreementId parse(String text) {
    if (!text.matches("[0-9]{1,39}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no agreement id: it is written as a decimal number.");
    }
    return new AgreementId(new BigInteger(text));
  }

  public long providerId() {
    return value.shiftRight(64).longValueExact();
  }

  public int market() {
    return value.shiftRight(48).intValue() & 0xffff;
  }

  /// Tells the agreements of this provider and market apart.
  public long index() {
    return value.longValue() & ((1L << 48) - 1);
  }

  /// Number of the leg in its SLA: first those of the opening from 0 on, then replacements.
  public int leg() {
    return value.intValue() & 0xff;
  }

  @Override
  public int compareTo(AgreementId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
