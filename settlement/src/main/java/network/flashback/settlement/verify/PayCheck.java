package network.flashback.settlement.verify;

import java.math.BigInteger;
import network.flashback.settlement.statement.Movement.Kind;
import network.flashback.settlement.statement.Statement.Line;
import network.flashback.settlement.statement.Trace;

/// Computes an agreement's pay again: the seconds of its proven epochs up to the clock, each at the
/// rate of its epoch, rounded down once. By promise P2 that is what any settlements add up to.
final class PayCheck {
  // Rates are 64.32 fixed point.
  private static final int FRACTION_BITS = 32;

  private final long epochSeconds;

  PayCheck(long epochSeconds) {
    this.epochSeconds = epochSeconds;
  }

  void check(Line line, Findings findings) {
    var trace = line.trace();
    var moved = trace.sum(Kind.STREAMED).add(trace.sum(Kind.CREDITED));
    long clock = trace.paidUntil().orElse(0L);
    var earned = BigInteger.ZERO;
    for (Trace.Proof proof : trace.proofs()) {
      // A deposit that ran dry stops the clock within an epoch.
      long paid = Math.min(epochSeconds, clock - (proof.confirmedSeconds() - epochSeconds));
      if (paid > 0) {
        earned = earned.add(rateIn(trace, proof.epoch()).multiply(BigInteger.valueOf(paid)));
        findings.countProof();
      }
    }
    var pay = earned.shiftRight(FRACTION_BITS);
    if (!moved.equals(pay)) {
      findings.differs(
          "Agreement %s: paid and credited are %s together, but its proofs up to second %d are worth %s."
              .formatted(line.id(), moved, clock, pay));
    }
  }

  private static BigInteger rateIn(Trace trace, long epoch) {
    return trace.rates().stream()
        .filter(rate -> rate.fromEpoch() <= epoch)
        .reduce((earlier, later) -> later)
        .map(Trace.Rate::rate)
        .orElse(BigInteger.ZERO);
  }
}
