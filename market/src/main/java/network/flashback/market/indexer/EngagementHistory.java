package network.flashback.market.indexer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.chain.contract.EngagementView.MilestoneState;
import network.flashback.chain.contract.EngagementView.State;
import network.flashback.chain.contract.Registry;
import network.flashback.market.indexer.EngagementEntry.Milestone;
import network.flashback.market.indexer.EngagementEntry.Rating;
import network.flashback.market.indexer.EngagementEntry.Service;
import org.jspecify.annotations.Nullable;

/// Folds the events of one engagement, in their order, into what it has become.
final class EngagementHistory {
  private final IndexedEvent opened;
  private final List<Milestone> milestones = new ArrayList<>();
  private State state = State.RUNNING;
  private BigInteger paid = BigInteger.ZERO;
  private BigInteger refunded = BigInteger.ZERO;
  private @Nullable Rating rating;

  /// @param events its opening is among them
  EngagementHistory(List<IndexedEvent> events) {
    this.opened =
        events.stream()
            .filter(event -> event.name().equals("EngagementOpened"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("it begins with its opening"));
    // The milestones are told just before the opening.
    events.forEach(this::apply);
  }

  private void apply(IndexedEvent event) {
    switch (event.name()) {
      case "MilestoneAgreed" -> milestones.add(agreed(event));
      case "MilestoneDelivered" -> {
        var old = of(event);
        put(
            new Milestone(
                old.number(),
                old.amount(),
                old.deliverBy(),
                old.acceptSeconds(),
                MilestoneState.DELIVERED,
                event.word("deliveryHash"),
                event.number("acceptBy"),
                null,
                null));
      }
      case "MilestoneAccepted" -> {
        paid = paid.add(event.integer("paid"));
        put(in(of(event), MilestoneState.ACCEPTED));
      }
      case "MilestoneDisputed" -> {
        paid = paid.add(event.integer("undisputed"));
        var old = of(event);
        put(
            new Milestone(
                old.number(),
                old.amount(),
                old.deliverBy(),
                old.acceptSeconds(),
                MilestoneState.DISPUTED,
                old.deliveryHash(),
                old.acceptBy(),
                event.integer("disputed"),
                event.number("disputeId")));
      }
      case "MilestoneRuled" -> {
        paid = paid.add(event.integer("paid"));
        refunded = refunded.add(event.integer("refunded"));
        put(in(of(event), MilestoneState.RULED));
      }
      case "EngagementCancelled" -> end(event, State.CANCELLED, MilestoneState.CANCELLED);
      case "EngagementLapsed" -> end(event, State.LAPSED, MilestoneState.LAPSED);
      case "EngagementRated" -> {
        var comment = event.word("commentHash");
        rating =
            new Rating(
                (int) event.number("stars"), comment.isZero() ? null : comment, event.time());
      }
      default -> {
        // Wishes to cancel change nothing until both have them.
      }
    }
  }

  private static Milestone agreed(IndexedEvent event) {
    return new Milestone(
        (int) event.number("milestone"),
        event.integer("amount"),
        event.number("deliverBy"),
        event.number("acceptSeconds"),
        MilestoneState.FUNDED,
        null,
        null,
        null,
        null);
  }

  private Milestone of(IndexedEvent event) {
    return milestones.get((int) event.number("milestone"));
  }

  private void put(Milestone milestone) {
    milestones.set(milestone.number(), milestone);
  }

  private static Milestone in(Milestone old, MilestoneState state) {
    return new Milestone(
        old.number(),
        old.amount(),
        old.deliverBy(),
        old.acceptSeconds(),
        state,
        old.deliveryHash(),
        old.acceptBy(),
        old.disputed(),
        old.disputeId());
  }

  private void end(IndexedEvent event, State over, MilestoneState undelivered) {
    state = over;
    refunded = refunded.add(event.integer("refunded"));
    for (int i = (int) event.number("fromMilestone"); i < milestones.size(); i++) {
      put(in(milestones.get(i), undelivered));
    }
  }

  EngagementEntry entry() {
    return new EngagementEntry(
        opened.number("engagementId"),
        opened.word("hash"),
        opened.address("consumer"),
        opened.number("providerId"),
        service((int) opened.number("kind")),
        (int) opened.number("market"),
        state,
        opened.integer("total"),
        paid,
        refunded,
        opened.word("statementHash"),
        milestones,
        rating,
        opened.time());
  }

  private static Service service(int kind) {
    return switch (kind) {
      case Registry.MIGRATION -> Service.MIGRATION;
      case Registry.ANALYTICS -> Service.ANALYTICS;
      default -> Service.COMPLIANCE;
    };
  }
}
