package network.flashback.domain.certification;

/// Whether one criterion is met, and why.
///
/// @param criterion such as `IDENTITY document`
/// @param why in words, for the applicant
public record Finding(CertificateScope scope, String criterion, Outcome outcome, String why) {
  /// What is not known never passes.
  public enum Outcome {
    MET,
    NOT_MET,
    UNKNOWN
  }

  public boolean passes() {
    return outcome == Outcome.MET;
  }
}
