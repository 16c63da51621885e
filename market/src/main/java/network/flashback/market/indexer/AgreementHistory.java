package network.flashback.market.indexer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import org.jspecify.annotations.Nullable;

/// Folds the events of one agreement, in their order, into what it has become.
final class AgreementHistory {
  private static final List<AgreementState> STATES = List.of(AgreementState.values());

  private final IndexedEvent opened;
  private final List<Long> missed = new ArrayList<>();
  private final Map<String, BigInteger> frozen = new HashMap<>();
  private AgreementState state = AgreementState.OPEN;
  private BigInteger deposit;
  private BigInteger egressEscrow;
  private BigInteger paid = BigInteger.ZERO;
  private BigInteger credited = BigInteger.ZERO;
  private BigInteger refunded = BigInteger.ZERO;
  private BigInteger egressPaid = BigInteger.ZERO;
  private BigInteger slashed = BigInteger.ZERO;
  private @Nullable BigInteger leaves;
  private @Nullable Long startEpoch;
  private @Nullable Long settledAt;
  private long endEpoch;
  private BigInteger rate;
  private @Nullable BigInteger nextRate;
  private @Nullable Long nextRateFrom;
  private int renewals;

  /// @param events the first is the opening
  AgreementHistory(List<IndexedEvent> events) {
    opened = events.getFirst();
    endEpoch = opened.number("endEpoch");
    rate = opened.integer("rate");
    deposit = opened.integer("deposit");
    egressEscrow = opened.integer("egressEscrow");
    events.forEach(this::apply);
  }

  private void apply(IndexedEvent event) {
    switch (event.name()) {
      case "AgreementActivated" -> {
        state = AgreementState.ACTIVE;
        startEpoch = event.number("startEpoch");
      }
      case "NoticeGiven" -> {
        state = AgreementState.NOTICE;
        endEpoch = event.number("endEpoch");
      }
      case "AgreementBreached" -> state = AgreementState.BREACHED;
      case "AgreementClosed" -> {
        state = STATES.get((int) event.number("finalState"));
        refunded = refunded.add(event.integer("refunded"));
      }
      case "Settled" -> {
        paid = paid.add(event.integer("paid"));
        credited = credited.add(event.integer("credited"));
        settledAt = event.time();
      }
      case "ToppedUp" -> {
        deposit = deposit.add(event.integer("deposit"));
        egressEscrow = egressEscrow.add(event.integer("egressEscrow"));
      }
      case "RateChangeNoted" -> {
        nextRate = event.integer("rate");
        nextRateFrom = event.number("fromEpoch");
      }
      case "RateChanged" -> {
        rate = event.integer("rate");
        nextRate = null;
        nextRateFrom = null;
      }
      case "AgreementRenewed" -> {
        deposit = deposit.add(event.integer("deposit"));
        endEpoch = event.number("endEpoch");
        renewals++;
      }
      case "SumFrozen" -> frozen.put(event.text("disputeId"), event.integer("fromDeposit"));
      case "SumReleased" -> release(event);
      case "VoucherClaimed" -> egressPaid = egressPaid.add(event.integer("paid"));
      case "MissPenalised" -> missed.add(event.number("epoch"));
      case "Slashed" ->
          slashed =
              slashed
                  .add(event.integer("toConsumer"))
                  .add(event.integer("toFund"))
                  .add(event.integer("toProver"));
      case "RevisionCommitted" -> leaves = event.integer("leaves");
      default -> {
        // Of no consequence for the agreement's own figures.
      }
    }
  }

  /// To the provider it never comes back to the deposit; otherwise it does, while the agreement
  /// runs.
  private void release(IndexedEvent event) {
    var back = event.integer("refunded");
    refunded = refunded.add(back);
    if (event.integer("moved").signum() == 0 && back.signum() == 0) {
      frozen.remove(event.text("disputeId"));
    }
  }

  private BigInteger remaining() {
    var gone = frozen.values().stream().reduce(paid.add(credited), BigInteger::add);
    return state.isLive() ? deposit.subtract(gone) : BigInteger.ZERO;
  }

  /// A change behind the end, which a notice may have brought forward, never comes.
  private boolean isPending() {
    return state.isLive() && nextRateFrom != null && nextRateFrom < endEpoch;
  }

  long providerId() {
    return opened.number("providerId");
  }

  /// The epochs that may pay: `[from, to)`; empty before the activation.
  List<Long> within(List<Long> epochs) {
    var from = startEpoch;
    return from == null
        ? List.of()
        : epochs.stream().filter(epoch -> epoch >= from && epoch < endEpoch).toList();
  }

  /// @param confirmed epochs that the provider proved
  AgreementEntry entry(List<Long> confirmed) {
    return new AgreementEntry(
        new AgreementId(opened.integer("agreementId")),
        opened.word("slaId"),
        providerId(),
        (int) opened.number("legIndex"),
        state,
        opened.integer("capacityBytes"),
        leaves,
        rate,
        isPending() ? nextRate : null,
        isPending() ? nextRateFrom : null,
        deposit,
        paid,
        credited,
        remaining(),
        refunded,
        egressEscrow,
        egressPaid,
        opened.integer("collateral"),
        slashed,
        startEpoch,
        endEpoch,
        renewals,
        within(confirmed),
        List.copyOf(missed),
        settledAt,
        opened.time());
  }
}
