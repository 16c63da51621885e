package network.flashback.settlement.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.Movement;
import network.flashback.settlement.statement.Movement.Kind;
import network.flashback.settlement.statement.Statement.Disputed;
import network.flashback.settlement.statement.Statement.Line;
import network.flashback.settlement.statement.Statement.Slashed;
import network.flashback.settlement.statement.Trace;

/// An agreement of which only the trace matters; epochs of 100 seconds.
final class Lines {
  static final long EPOCH_SECONDS = 100;
  static final AgreementId ID = new AgreementId(BigInteger.ONE.shiftLeft(64));

  private final List<Movement> movements = new ArrayList<>();
  private final List<Trace.Rate> rates = new ArrayList<>();
  private final List<Trace.Proof> proofs = new ArrayList<>();
  private final List<Trace.Credit> credits = new ArrayList<>();
  private final List<Trace.Claim> claims = new ArrayList<>();
  private BigInteger egress = BigInteger.ZERO;
  private Optional<Long> paidUntil = Optional.empty();

  /// A rate of so many thousandths of a token unit a second.
  Lines rate(long fromEpoch, long thousandths) {
    var fixed = BigInteger.valueOf(thousandths).shiftLeft(32).divide(BigInteger.valueOf(1_000));
    rates.add(new Trace.Rate(fromEpoch, fixed));
    return this;
  }

  Lines proven(long epoch, long confirmedSeconds) {
    return proven(epoch, EPOCH_SECONDS, confirmedSeconds);
  }

  Lines proven(long epoch, long seconds, long confirmedSeconds) {
    proofs.add(
        new Trace.Proof(epoch, seconds, confirmedSeconds, Optional.empty(), 1, Bytes32.ZERO));
    return this;
  }

  Lines reported(QualityRoot report) {
    proofs.add(
        new Trace.Proof(report.epoch(), EPOCH_SECONDS, 100, Optional.of(report), 1, Bytes32.ZERO));
    return this;
  }

  Lines credited(long epoch, int bps) {
    credits.add(new Trace.Credit(epoch, bps, BigInteger.ONE, 1, Bytes32.ZERO));
    return this;
  }

  Lines egress(long units) {
    egress = BigInteger.valueOf(units);
    return this;
  }

  Lines claimed(Trace.Claim claim) {
    claims.add(claim);
    return this;
  }

  Lines paid(long streamed, long creditedToo, long until) {
    movements.add(new Movement(Kind.STREAMED, BigInteger.valueOf(streamed), 1, Bytes32.ZERO));
    movements.add(new Movement(Kind.CREDITED, BigInteger.valueOf(creditedToo), 1, Bytes32.ZERO));
    paidUntil = Optional.of(until);
    return this;
  }

  Line line() {
    var zero = BigInteger.ZERO;
    return new Line(
        ID,
        1,
        AgreementState.ACTIVE,
        zero,
        zero,
        egress,
        zero,
        zero,
        zero,
        zero,
        Slashed.NONE,
        Disputed.NONE,
        new Trace(movements, rates, proofs, credits, claims, List.of(), paidUntil));
  }
}
