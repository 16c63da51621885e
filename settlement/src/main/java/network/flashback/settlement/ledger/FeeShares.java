package network.flashback.settlement.ledger;

import java.math.BigInteger;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.FeeSplitter;
import network.flashback.chain.contract.QualityOracle.Signers;
import network.flashback.evm.Address;
import network.flashback.settlement.Attempt;

/// A reporter's share of the fees of the first market, brought to its payout wallet.
///
/// The signers of an epoch take turns in sweeping, splitting and rewarding, so that they do not
/// race; whoever is next makes up for one that was gone, as long as the oracle keeps the epochs.
public final class FeeShares {
  private static final int MARKET = 1;

  /// The oracle keeps six epochs, and the newest are not final yet.
  private static final int EPOCHS_BACK = 3;

  private final Contracts contracts;
  private final Attempts attempts;
  private final FeeSplitter splitter;
  private final Address nodeKey;

  /// @param nodeKey of the reporter, which the Registry knows
  public FeeShares(Contracts contracts, Attempts attempts, Address nodeKey) {
    this.contracts = contracts;
    this.attempts = attempts;
    this.splitter = contracts.feeSplitter();
    this.nodeKey = nodeKey;
  }

  /// Does what is due after the root of an epoch is final.
  ///
  /// @return what reached the payout wallet, token units; zero when nothing was owed
  public BigInteger collect(long epoch) {
    long id = contracts.registry().idOfNodeKey(nodeKey);
    var token = contracts.orchestrator().market(MARKET).token();
    if (isTurnOf(id, epoch)) {
      bringFees(token);
      for (long past = Math.max(0, epoch - EPOCHS_BACK); past <= epoch; past++) {
        reward(past, token);
      }
    }
    var owed = splitter.owedOf(id, token);
    if (owed.signum() == 0) {
      return BigInteger.ZERO;
    }
    return attempts.send(splitter.claim(id, token)).isDone() ? owed : BigInteger.ZERO;
  }

  private boolean isTurnOf(long id, long epoch) {
    var ids = contracts.quality().signersOf(epoch).ids();
    return !ids.isEmpty() && ids.get((int) (epoch % ids.size())) == id;
  }

  private void bringFees(Address token) {
    if (contracts.orchestrator().feesOf(MARKET).signum() > 0) {
      attempts.send(contracts.orchestrator().sweepFees(MARKET));
    }
    attempts.send(splitter.split(token));
  }

  private Optional<Attempt> reward(long epoch, Address token) {
    Signers signers = contracts.quality().signersOf(epoch);
    long now = contracts.chain().head().timestamp().getEpochSecond();
    boolean due = signers.finalAt() != 0 && now >= signers.finalAt();
    boolean worth = due && !signers.ids().isEmpty() && splitter.potOf(token).signum() > 0;
    return worth && !splitter.isRewarded(epoch, token)
        ? Optional.of(attempts.send(splitter.reward(epoch, token)))
        : Optional.empty();
  }
}
