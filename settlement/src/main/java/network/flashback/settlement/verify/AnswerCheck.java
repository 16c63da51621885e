package network.flashback.settlement.verify;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.quality.RawRecord;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.quality.Summary;

/// Checks that the answers of which a reporter tells were given: each is signed by the node, to
/// this reporter, in that epoch, and counted once. That no answer came cannot be checked.
///
/// @param nodeKeys by provider, all that it ever had
record AnswerCheck(Map<Long, Set<Address>> nodeKeys, Schedule schedule, Findings findings) {
  AnswerCheck {
    nodeKeys = Map.copyOf(nodeKeys);
  }

  void check(Summary summary, List<RawRecord> records) {
    Set<Bytes32> nonces = new HashSet<>();
    int claimed = 0;
    for (RawRecord record : records) {
      switch (record.outcome()) {
        case RIGHT -> {
          if (isGiven(record, summary, nonces)) {
            findings.countAnswer();
          } else {
            claimed++;
          }
        }
        case WRONG, SILENT -> findings.countFailure();
        case RUN, WRITE -> {
          if (record.transfer().orElseThrow().bytes() == 0) {
            findings.countFailure();
          } else if (isGiven(record, summary, nonces)) {
            findings.countAnswer();
          } else {
            claimed++;
          }
        }
      }
    }
    if (claimed > 0) {
      findings.differs(
          "Epoch %d: reporter %s claims %d right answers that the nodes did not sign."
              .formatted(summary.epoch(), summary.reporter(), claimed));
    }
  }

  private boolean isGiven(RawRecord record, Summary summary, Set<Bytes32> nonces) {
    return record.answer().isPresent()
        && nonces.add(record.answer().get().nonce())
        && isInTime(record.answer().get(), summary.epoch())
        && isSigned(record, record.answer().get(), summary.reporter());
  }

  private boolean isInTime(SignedAnswer answer, long epoch) {
    long tolerance = SignedAnswer.CLOCK_TOLERANCE.toSeconds();
    return answer.epoch() == epoch
        && schedule.startOf(epoch) - tolerance <= answer.at()
        && answer.at() < schedule.endOf(epoch) + tolerance;
  }

  private boolean isSigned(RawRecord record, SignedAnswer answer, Address reporter) {
    var id = record.agreementId();
    return nodeKeys.getOrDefault(id.providerId(), Set.of()).stream()
        .anyMatch(
            key ->
                switch (record.outcome()) {
                  case RUN ->
                      answer.isRunBy(
                          key,
                          id,
                          record.leaf(),
                          record.transfer().orElseThrow().leaves(),
                          reporter);
                  case WRITE -> answer.isWriteBy(key, id, reporter);
                  case RIGHT, WRONG, SILENT -> answer.isBy(key, id, record.leaf(), reporter);
                });
  }
}
