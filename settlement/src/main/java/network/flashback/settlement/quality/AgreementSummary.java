package network.flashback.settlement.quality;

import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import network.flashback.domain.quality.QualityMeasured;

/// What one reporter measured of one agreement in one epoch.
///
/// @param right probes answered by the right bytes
/// @param wrong probes answered by something else
/// @param silent probes not answered in time
/// @param latency of the answers, right and wrong
/// @param transfers of runs of leaves, which are no probes
/// @param writes of bytes that did not stay, which are no probes either
public record AgreementSummary(
    AgreementId agreementId,
    int right,
    int wrong,
    int silent,
    LatencyHistogram latency,
    Transfers transfers,
    Transfers writes) {
  private static final int COUNT_MAX = 1_000_000;
  private static final int UNMEASURED = Integer.MAX_VALUE;

  public AgreementSummary {
    boolean sane =
        right >= 0
            && wrong >= 0
            && silent >= 0
            && right <= COUNT_MAX
            && wrong <= COUNT_MAX
            && silent <= COUNT_MAX
            && latency.total() == right + wrong;
    if (!sane) {
      throw new IllegalArgumentException(
          "The summary of agreement "
              + agreementId
              + " counts "
              + right
              + " right, "
              + wrong
              + " wrong and "
              + silent
              + " silent probes, and "
              + latency.total()
              + " latencies: counts lie between 0 and "
              + COUNT_MAX
              + ", and every answer has one latency.");
    }
  }

  /// One of probes alone.
  public AgreementSummary(
      AgreementId agreementId, int right, int wrong, int silent, LatencyHistogram latency) {
    this(agreementId, right, wrong, silent, latency, Transfers.NONE, Transfers.NONE);
  }

  public static AgreementSummary none(AgreementId id) {
    return new AgreementSummary(id, 0, 0, 0, new LatencyHistogram(Map.of()));
  }

  public int probes() {
    return right + wrong + silent;
  }

  public AgreementSummary withRight(long millis) {
    return new AgreementSummary(
        agreementId, right + 1, wrong, silent, latency.with(millis), transfers, writes);
  }

  public AgreementSummary withWrong(long millis) {
    return new AgreementSummary(
        agreementId, right, wrong + 1, silent, latency.with(millis), transfers, writes);
  }

  public AgreementSummary withSilent() {
    return new AgreementSummary(agreementId, right, wrong, silent + 1, latency, transfers, writes);
  }

  public AgreementSummary withTransfer(long bytes, long micros) {
    return new AgreementSummary(
        agreementId, right, wrong, silent, latency, transfers.with(bytes, micros), writes);
  }

  public AgreementSummary withWrite(long bytes, long micros) {
    return new AgreementSummary(
        agreementId, right, wrong, silent, latency, transfers, writes.with(bytes, micros));
  }

  /// The figures that are compared with promises. Probes of one leaf say nothing of throughput;
  /// runs and writes do, and the slower way counts.
  public QualityMeasured measured() {
    int answered = right + wrong;
    return probes() == 0
        ? QualityMeasured.of(java.util.List.of())
        : new QualityMeasured(
            probes(),
            basisPoints(answered, probes()),
            latency.percentile(95),
            Math.min(kib(transfers), kib(writes)),
            answered == 0 ? 0 : basisPoints(wrong, answered));
  }

  private static int kib(Transfers oneWay) {
    return oneWay.runs() == 0 ? UNMEASURED : oneWay.medianKib();
  }

  private static int basisPoints(int part, int whole) {
    return (int) (part * 10_000L / whole);
  }
}
