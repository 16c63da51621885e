package network.flashback.settlement.quality;

import java.util.Optional;
import network.flashback.chain.contract.AgreementId;

/// What a reporter wrote down of one probe.
///
/// @param leaf index of the leaf that was asked for
/// @param millis until the answer was there; 0 when none came
/// @param answer of the node; none where it gave no right one
public record RawRecord(
    AgreementId agreementId,
    long leaf,
    Outcome outcome,
    long millis,
    Optional<SignedAnswer> answer) {
  /// What came of the probe.
  public enum Outcome {
    RIGHT,
    WRONG,
    SILENT
  }
}
