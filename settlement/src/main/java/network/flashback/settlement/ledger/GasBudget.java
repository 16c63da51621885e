package network.flashback.settlement.ledger;

import java.util.Optional;
import network.flashback.chain.Call;
import network.flashback.chain.TooDearException;
import network.flashback.evm.Wei;

/// What settling may spend on gas while one epoch lasts, replacements of stuck transactions
/// included. When it is used up, or the chain asks for more per gas than what is left pays,
/// settling waits for a lower price or for the next epoch; nothing is lost by waiting, since
/// anybody else may settle, and pay does not depend on when it is settled.
///
/// What was spent is kept in memory: a program that starts anew begins with a whole budget. Written
/// by one thread, read by any.
public final class GasBudget {
  private static final long NO_EPOCH = -1;

  private final Optional<Wei> perEpoch;
  private volatile long epoch = NO_EPOCH;
  private volatile Wei spent = Wei.ZERO;
  private volatile boolean waiting;

  private GasBudget(Optional<Wei> perEpoch) {
    this.perEpoch = perEpoch;
  }

  public static GasBudget of(Wei perEpoch) {
    return new GasBudget(Optional.of(perEpoch));
  }

  /// Bounded by the sender's policy alone.
  public static GasBudget unlimited() {
    return new GasBudget(Optional.empty());
  }

  /// What the running epoch's transactions cost so far.
  public Wei spent() {
    return spent;
  }

  /// Whether a transaction waits now, because it is too dear or stuck.
  public boolean isWaiting() {
    return waiting;
  }

  boolean isLimited() {
    return perEpoch.isPresent();
  }

  /// The epoch that runs now; another one has a budget of its own.
  public void enter(long running) {
    if (running != epoch) {
      epoch = running;
      spent = Wei.ZERO;
    }
  }

  Wei left() {
    Wei all = perEpoch.orElseThrow();
    return all.minus(spent.min(all));
  }

  void pay(Wei cost) {
    spent = spent.plus(cost);
  }

  void waits(boolean now) {
    waiting = now;
  }

  TooDearException explained(Call call, TooDearException tooDear) {
    return perEpoch.isEmpty()
        ? tooDear
        : new TooDearException(
            "%s waits: of the %s that settling may spend on gas in an epoch, %s are left in epoch %d. %s"
                .formatted(call.what(), perEpoch.get(), left(), epoch, tooDear.getMessage()),
            tooDear);
  }
}
