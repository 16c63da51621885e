package network.flashback.app.leaving;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;

/// The end of all agreements of a provider: offers are cancelled by one transaction, notice is
/// given for each agreement that runs, and the rest is the node's: it serves them to their ends,
/// settles, ends and withdraws.
public final class Drain {
  private static final int MARKET = 1;

  private final Contracts contracts;
  private final long providerId;

  public Drain(Contracts contracts, long providerId) {
    this.contracts = contracts;
    this.providerId = providerId;
  }

  /// How far it is.
  ///
  /// @param running no notice is given yet
  /// @param ending under notice, or breached
  /// @param reservedBytes of all agreements, those not committed to included
  /// @param earnings on the chain, token units of all markets
  public record Progress(
      List<AgreementView> running,
      List<AgreementView> ending,
      long reservedBytes,
      BigInteger earnings) {
    public boolean isDone() {
      return running.isEmpty() && ending.isEmpty() && reservedBytes == 0 && earnings.signum() == 0;
    }

    /// Bytes of agreements that were opened and never committed to: those become void, or run one
    /// day.
    public long unknownBytes() {
      long known = live(running) + live(ending);
      return Math.max(0, reservedBytes - known);
    }

    private static long live(List<AgreementView> views) {
      return views.stream()
          .filter(view -> view.state().isLive())
          .mapToLong(AgreementView::capacityBytes)
          .sum();
    }
  }

  public Progress progress() {
    var orchestrator = contracts.orchestrator();
    var running = new ArrayList<AgreementView>();
    var ending = new ArrayList<AgreementView>();
    var markets = new TreeSet<>(List.of(MARKET));
    for (var id : contracts.possession().unitsOf(providerId)) {
      var view = orchestrator.agreement(id);
      if (view.state() != AgreementState.NONE) {
        markets.add(view.market());
      }
      switch (view.state()) {
        case OPEN, ACTIVE -> running.add(view);
        case NOTICE, BREACHED -> ending.add(view);
        case NONE, CLOSED, VOID -> {
          // Nothing is to come of it but what is withdrawn below.
        }
      }
    }
    var earnings =
        markets.stream()
            .map(market -> orchestrator.earningsOf(providerId, market))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new Progress(
        List.copyOf(running), List.copyOf(ending), orchestrator.reservedOf(providerId), earnings);
  }

  /// Number that valid offers carry now.
  public long offerNonce() {
    return contracts.orchestrator().offerNonceOf(providerId);
  }

  /// Makes every offer with this number or a lower one void, unless that was done.
  ///
  /// @return whether it had to be done
  public boolean cancelOffers(long nonce, TransactionSender owner) {
    if (offerNonce() > nonce) {
      return false;
    }
    owner.send(contracts.orchestrator().cancelOffers(providerId));
    return true;
  }

  /// Gives notice for every agreement that runs and has none.
  ///
  /// @return those, as they are now
  public List<AgreementView> giveNotices(TransactionSender owner) {
    var given = new ArrayList<AgreementView>();
    for (var view : progress().running()) {
      if (view.state() == AgreementState.ACTIVE) {
        owner.send(contracts.orchestrator().giveNotice(view.id()));
        given.add(contracts.orchestrator().agreement(view.id()));
      }
    }
    return given;
  }
}
