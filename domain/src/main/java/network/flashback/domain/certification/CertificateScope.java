package network.flashback.domain.certification;

/// What a certificate is about; the bits of the Registry's masks, in their order.
public enum CertificateScope {
  IDENTITY(1),
  LEGAL_DOCUMENTS(2),
  LOCATION(4),
  MEASURED_QUALITY(8);

  private final int bit;

  CertificateScope(int bit) {
    this.bit = bit;
  }

  /// Its bit in a mask.
  public int bit() {
    return bit;
  }
}
