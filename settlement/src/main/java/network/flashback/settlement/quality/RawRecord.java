package network.flashback.settlement.quality;

import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.possession.TreeShape;

/// What a reporter wrote down of one probe.
///
/// @param leaf index of the leaf that was asked for; 0 for a write
/// @param millis until the answer was there; 0 when none came
/// @param answer of the node; none where it gave no right one
/// @param transfer of a run of leaves, or of written bytes; none for a probe of one leaf
public record RawRecord(
    AgreementId agreementId,
    long leaf,
    Outcome outcome,
    long millis,
    Optional<SignedAnswer> answer,
    Optional<Transfer> transfer) {
  /// A read of a run of leaves, or a write of as many bytes as the largest has.
  ///
  /// @param leaves of the run
  /// @param bytes that came, proven, or were taken; 0 where they did not come, or were others
  /// @param micros from the question to the last byte, or to giving up
  public record Transfer(int leaves, long bytes, long micros) {
    private static final int LEAVES_MAX = 4_096;
    private static final long MICROS_MAX = 86_400_000_000L;

    /// A write.
    public static Transfer ofWrite(long bytes, long micros) {
      return new Transfer(LEAVES_MAX, bytes, micros);
    }

    public Transfer {
      boolean sane =
          leaves > 0
              && leaves <= LEAVES_MAX
              && (bytes == 0 || bytes == (long) leaves * TreeShape.LEAF_BYTES)
              && micros >= 0
              && micros <= MICROS_MAX;
      if (!sane) {
        throw new IllegalArgumentException(
            "No run of " + leaves + " leaves gave " + bytes + " bytes in " + micros + " us.");
      }
    }
  }

  /// What came of the probe.
  public enum Outcome {
    RIGHT,
    WRONG,
    SILENT,
    /// A run of leaves was read, or could not be.
    RUN,
    /// Bytes were written, or could not be.
    WRITE
  }
}
