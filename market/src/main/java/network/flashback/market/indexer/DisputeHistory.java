package network.flashback.market.indexer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Dispute.Outcome;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.indexer.DisputeEntry.Showing;
import network.flashback.market.indexer.DisputeEntry.Silence;
import org.jspecify.annotations.Nullable;

/// Folds the events of one dispute, in their order, into what it has become.
final class DisputeHistory {
  private static final List<State> STATES = List.of(State.values());
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private final IndexedEvent opened;
  private final DisputeTimes times;
  private final List<DisputeEntry.Evidence> evidence = new ArrayList<>();
  private final List<DisputeEntry.Step> steps = new ArrayList<>();
  private final Map<Integer, Map<Address, Optional<Outcome>>> panels = new TreeMap<>();
  private State state = State.OPENED;
  private Outcome outcome = Outcome.NONE;
  private BigInteger frozen = BigInteger.ZERO;
  private @Nullable BigInteger moved;
  private @Nullable Long deadline;

  /// @param events the first of the Arbitration's own is the opening
  DisputeHistory(List<IndexedEvent> events, DisputeTimes times) {
    this.times = times;
    this.opened =
        events.stream()
            .filter(event -> event.name().equals("DisputeOpened"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("a dispute begins with its opening"));
    events.forEach(this::apply);
  }

  private void apply(IndexedEvent event) {
    switch (event.name()) {
      case "DisputeOpened" -> {
        show(Showing.CLAIM, event.address("claimant"), event);
        step(event, State.OPENED, times.answerSeconds());
      }
      case "DisputeAnswered" -> {
        show(Showing.ANSWER, opened.address("defendant"), event);
        step(event, State.ANSWERED, times.rulingSeconds());
      }
      case "DisputeAppealed" -> {
        show(Showing.APPEAL, event.address("appellant"), event);
        step(event, State.APPEALED, times.rulingSeconds());
      }
      case "PanelSeated" -> {
        seat(event);
        note(event);
      }
      case "Voted" -> {
        boolean forClaimant = event.text("forClaimant").equals("true");
        panels
            .getOrDefault((int) event.number("round"), new LinkedHashMap<>())
            .put(
                event.address("arbitrator"),
                Optional.of(forClaimant ? Outcome.FOR_CLAIMANT : Outcome.FOR_DEFENDANT));
        note(event);
      }
      case "DisputeRuled" -> {
        outcome = OUTCOMES.get((int) event.number("outcome"));
        if (event.number("round") == 0) {
          step(event, State.RULED, times.appealSeconds());
        } else {
          end(event, State.FINAL);
        }
      }
      case "DisputeLapsed" -> {
        end(event, STATES.get((int) event.number("state")));
        outcome = state == State.DEFAULT ? Outcome.FOR_CLAIMANT : outcome;
      }
      case "DisputeExecuted" -> {
        outcome = OUTCOMES.get((int) event.number("outcome"));
        end(event, State.EXECUTED);
      }
      case "SumFrozen" ->
          frozen =
              event
                  .integer("fromDeposit")
                  .add(event.integer("fromEscrow"))
                  .add(event.integer("fromCollateral"));
      case "SumReleased" ->
          moved =
              event.text("forClaimant").equals("true") ? event.integer("moved") : BigInteger.ZERO;
      default -> {
        // Bonds are told by the wallets that they went to.
      }
    }
  }

  private void seat(IndexedEvent event) {
    var seats = new LinkedHashMap<Address, Optional<Outcome>>();
    for (JsonNode arbitrator : event.fields().path("panel")) {
      seats.put(Address.parse(arbitrator.asText()), Optional.empty());
    }
    panels.put((int) event.number("round"), seats);
  }

  private void show(Showing showing, Address by, IndexedEvent event) {
    evidence.add(
        new DisputeEntry.Evidence(
            showing, by, event.word("evidenceHash"), event.time(), List.of()));
  }

  private void step(IndexedEvent event, State next, long seconds) {
    state = next;
    deadline = event.time() + seconds;
    note(event);
  }

  private void end(IndexedEvent event, State next) {
    state = next;
    deadline = null;
    note(event);
  }

  private void note(IndexedEvent event) {
    steps.add(new DisputeEntry.Step(state, event.name(), event.time(), event.transaction()));
  }

  State state() {
    return state;
  }

  long providerId() {
    return new AgreementId(opened.integer("agreementId")).providerId();
  }

  /// @param now unix second
  /// @param links where the document of a hash may be had
  DisputeEntry entry(long now, Function<Bytes32, List<String>> links) {
    var agreement = new AgreementId(opened.integer("agreementId"));
    var until = deadline;
    return new DisputeEntry(
        opened.number("disputeId"),
        agreement,
        agreement.providerId(),
        agreement.market(),
        state,
        outcome == Outcome.NONE ? null : outcome,
        opened.address("claimant"),
        opened.address("defendant"),
        opened.number("fromEpoch"),
        opened.number("toEpoch"),
        opened.integer("amount"),
        frozen,
        moved,
        opened.time(),
        until,
        silence(),
        until != null && now > until,
        evidence.stream()
            .map(
                shown ->
                    new DisputeEntry.Evidence(
                        shown.showing(),
                        shown.by(),
                        shown.hash(),
                        shown.at(),
                        links.apply(shown.hash())))
            .toList(),
        panels.entrySet().stream()
            .map(panel -> new DisputeEntry.Panel(panel.getKey(), seats(panel.getValue())))
            .toList(),
        steps);
  }

  private static List<DisputeEntry.Seat> seats(Map<Address, Optional<Outcome>> panel) {
    return panel.entrySet().stream()
        .map(seat -> new DisputeEntry.Seat(seat.getKey(), seat.getValue().orElse(null)))
        .toList();
  }

  private @Nullable Silence silence() {
    return switch (state) {
      case OPENED -> Silence.CLAIMANT_WINS;
      case ANSWERED -> Silence.NOTHING_MOVES;
      case RULED, APPEALED -> Silence.RULING_STANDS;
      case NONE, FINAL, EXECUTED, DEFAULT, VOID -> null;
    };
  }
}
