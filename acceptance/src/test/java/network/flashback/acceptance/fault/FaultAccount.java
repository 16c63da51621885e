package network.flashback.acceptance.fault;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import network.flashback.settlement.statement.Movement;
import network.flashback.settlement.statement.Statement.Line;
import network.flashback.settlement.statement.Trace;

/// What the chain says of the leg that a fault befell, epoch by epoch; token units.
final class FaultAccount {
  private final FaultRun run;
  private final Line line;

  FaultAccount(FaultRun run, Fault fault) {
    this.run = run;
    this.line = run.statement().agreements().get(fault.leg());
  }

  Line line() {
    return line;
  }

  /// Pay of one epoch, once its quality was counted.
  BigInteger paidFor(long epoch) {
    boolean proven = line.trace().proofs().stream().anyMatch(proof -> proof.epoch() == epoch);
    return proven ? FaultMarket.EPOCH_PAY.subtract(creditedFor(epoch)) : BigInteger.ZERO;
  }

  /// Pay of some epochs, the last one included.
  BigInteger paidFor(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(this::paidFor)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  BigInteger creditedFor(long epoch) {
    return line.trace().credits().stream()
        .filter(credit -> credit.epoch() == epoch)
        .map(Trace.Credit::amount)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /// Epochs that were credited.
  List<Long> creditedEpochs() {
    return line.trace().credits().stream().map(Trace.Credit::epoch).toList();
  }

  /// What each missed epoch cost, in order.
  List<BigInteger> slashes() {
    return line.trace().misses().stream().map(Trace.Miss::slashed).toList();
  }

  /// Epochs that were missed.
  List<Long> missedEpochs() {
    return line.trace().misses().stream().map(Trace.Miss::epoch).toList();
  }

  /// From the end of the epoch in which providers fail to the first transaction that shows it.
  Duration seenAfter() {
    LongSummaryStatistics blocks =
        LongStream.concat(
                line.trace().misses().stream().mapToLong(Trace.Miss::block),
                line.trace().credits().stream().mapToLong(Trace.Credit::block))
            .summaryStatistics();
    if (blocks.getCount() == 0) {
      throw new IllegalStateException("Nothing on the chain shows a fault of this leg.");
    }
    long end = run.chain.schedule().endOf(FaultRun.FAILING);
    return Duration.ofSeconds(run.chain.timeOf(blocks.getMin()).getEpochSecond() - end);
  }

  /// From the time by which it had to start to the transaction that gave the deposit back.
  Duration backAfter() {
    long block =
        line.trace().movements().stream()
            .filter(movement -> movement.kind() == Movement.Kind.REFUNDED)
            .findFirst()
            .orElseThrow()
            .block();
    long startBy = run.chain.schedule().startOf(FaultMarket.FIRST);
    return Duration.ofSeconds(run.chain.timeOf(block).getEpochSecond() - startBy);
  }
}
