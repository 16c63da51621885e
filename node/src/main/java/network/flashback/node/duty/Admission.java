package network.flashback.node.duty;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Schedule;

/// What it costs a provider to admit that leaves are lost, beside what saying nothing costs it: a
/// missed epoch for all of its agreements. Compared market by market, since tokens have no common
/// price.
///
/// @param challenges how many leaves the audit asks for
record Admission(Schedule schedule, long epoch, int challenges) {
  /// Misses in a row that cost a part of the collateral; one more costs all of it.
  private static final int MISSES_BEFORE_BREACH = 3;

  /// @param lost the agreements of the leaves that cannot be shown, once for each leaf
  boolean costsLessThanSilence(List<AgreementView> agreements, List<AgreementId> lost) {
    int parts = challenges - 1;
    if (lost.size() >= parts) {
      // The contract takes no such audit.
      return false;
    }
    Map<Integer, BigInteger> saved = new HashMap<>();
    for (var agreement : agreements) {
      if (isPaid(agreement)) {
        var difference = silence(agreement).subtract(admitting(agreement, lost, parts));
        saved.merge(agreement.market(), difference, BigInteger::add);
      }
    }
    return saved.values().stream().allMatch(each -> each.signum() >= 0);
  }

  private boolean isPaid(AgreementView agreement) {
    boolean live =
        agreement.state() == AgreementState.ACTIVE || agreement.state() == AgreementState.NOTICE;
    return live && epoch >= agreement.startEpoch() && epoch < agreement.endEpoch();
  }

  /// The epoch's pay, and what a miss takes of the collateral.
  private BigInteger silence(AgreementView agreement) {
    var pay = pay(agreement);
    // A row of misses goes on only if the epoch before is the newest of them.
    int inRow = agreement.penalisedThrough() == epoch ? agreement.missedInRow() : 0;
    var penalty =
        inRow >= MISSES_BEFORE_BREACH
            ? agreement.collateral()
            : pay.shiftLeft(inRow).min(agreement.collateral());
    return pay.add(penalty);
  }

  private BigInteger admitting(AgreementView agreement, List<AgreementId> lost, int parts) {
    var pay = pay(agreement);
    return lost.contains(agreement.id())
        ? pay.add(agreement.collateral())
        : pay.multiply(BigInteger.valueOf(lost.size())).divide(BigInteger.valueOf(parts));
  }

  private BigInteger pay(AgreementView agreement) {
    return agreement.rate().multiply(BigInteger.valueOf(schedule.epochSeconds())).shiftRight(32);
  }
}
