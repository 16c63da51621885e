package network.flashback.domain.certification;

/// What a certificate is about; the bits of the Registry's masks, in their order.
public enum CertificateScope {
  IDENTITY,
  LEGAL_DOCUMENTS,
  LOCATION,
  MEASURED_QUALITY;

  /// Its bit in a mask.
  public int bit() {
    return 1 << ordinal();
  }
}
