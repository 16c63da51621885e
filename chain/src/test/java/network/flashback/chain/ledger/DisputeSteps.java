package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.Call;
import network.flashback.chain.contract.Orchestrator;

/// The steps of a history that the arbitration takes: its verbs are called in its name, with any
/// outcome at any time.
final class DisputeSteps {
  private static final int DISPUTES_MOST = 12;

  private final Orchestrator orchestrator;
  private final Chooser choose;

  DisputeSteps(LedgerChain chain, Chooser choose) {
    this.orchestrator = chain.contracts.orchestrator();
    this.choose = choose;
  }

  /// Of either side, mostly within the pay of the epochs that are over.
  Optional<Step> freeze(LedgerModel model) {
    return choose
        .agreement(model, each -> each.isLive() && each.startEpoch < model.clock.current())
        .map(
            each -> {
              long dispute = choose.between(1, DISPUTES_MOST);
              boolean againstProvider = choose.chance(50);
              var amount = amount(model, each);
              return Step.telling(
                  "freeze",
                  "freeze "
                      + amount
                      + " of "
                      + each.id
                      + (againstProvider ? " against its provider" : " against its consumer")
                      + " in dispute "
                      + dispute,
                  LedgerChain.ARBITRATION,
                  call("freeze", dispute, each.id.value(), againstProvider, amount),
                  next -> new Disputes(next).freeze(dispute, each.id, againstProvider, amount));
            });
  }

  private BigInteger amount(LedgerModel model, Agreement agreement) {
    long over = Math.min(model.clock.current(), agreement.endEpoch);
    var cap = new Rates(model).payable(agreement, over);
    if (choose.chance(20)) {
      return cap.add(BigInteger.valueOf(choose.between(0, 1)));
    }
    return choose.ofBits(Math.max(1, cap.bitLength())).min(cap);
  }

  Optional<Step> release(LedgerModel model) {
    return choose
        .mostly(List.copyOf(model.frozen.keySet()), List.of(choose.between(1, DISPUTES_MOST)))
        .map(
            dispute -> {
              boolean forClaimant = choose.chance(50);
              return Step.telling(
                  forClaimant ? "award" : "thaw",
                  "release dispute " + dispute + (forClaimant ? " for the claimant" : " back"),
                  LedgerChain.ARBITRATION,
                  call("release", dispute, forClaimant),
                  next -> new Disputes(next).release(dispute, forClaimant));
            });
  }

  private Call call(String verb, long dispute, Object... others) {
    var arguments = new ArrayList<Object>();
    arguments.add(BigInteger.valueOf(dispute));
    arguments.addAll(List.of(others));
    return orchestrator.contract().callOf(verb, arguments.toArray());
  }
}
