package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.EngagementView;
import network.flashback.chain.contract.EngagementView.MilestoneState;
import network.flashback.chain.contract.EngagementView.MilestoneView;
import network.flashback.chain.contract.EngagementView.State;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Token;

/// A hired service as a person reads it: how far it is, and what comes next.
final class ServiceReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The kinds of services, by the names that people use.
  private static final Map<String, Integer> KINDS =
      new TreeMap<>(
          Map.of(
              "migration", Registry.MIGRATION,
              "analytics", Registry.ANALYTICS,
              "compliance", Registry.COMPLIANCE));

  private final Contracts contracts;
  private final PrintWriter out;

  ServiceReport(Contracts contracts, PrintWriter out) {
    this.contracts = contracts;
    this.out = out;
  }

  static int kind(String name) {
    var kind = KINDS.get(name.toLowerCase(Locale.ROOT));
    if (kind == null) {
      throw new IllegalArgumentException(
          "There is no kind of service '%s'. There are: %s."
              .formatted(name, String.join(", ", KINDS.keySet())));
    }
    return kind;
  }

  static String kind(int mask) {
    return KINDS.entrySet().stream()
        .filter(each -> each.getValue() == mask)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("kind " + mask);
  }

  static String words(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /// The engagement of this number.
  ///
  /// @throws IllegalArgumentException when there is none
  static EngagementView known(Contracts contracts, long id) {
    long count = contracts.engagements().count();
    if (count == 0) {
      throw new IllegalArgumentException(
          "There is no engagement %d: nobody has hired a service on this chain yet. 'flashback service hire' does."
              .formatted(id));
    }
    if (id < 1 || id > count) {
      throw new IllegalArgumentException(
          "There is no engagement %d on this chain: they are numbered from 1 to %d. Check the number and the --deployment."
              .formatted(id, count));
    }
    return contracts.engagements().engagement(id);
  }

  /// The milestone, which must be in `wanted` for what is to be done.
  static MilestoneView require(
      Contracts contracts, EngagementView view, int milestone, MilestoneState wanted, String verb) {
    if (milestone < 0 || milestone >= view.milestones()) {
      throw new IllegalArgumentException(
          "Engagement %d has the milestones 0 to %d, and no %d."
              .formatted(view.id(), view.milestones() - 1, milestone));
    }
    var found = contracts.engagements().milestone(view.id(), milestone);
    if (found.state() != wanted) {
      throw new IllegalArgumentException(
          "Milestone %d of engagement %d is %s, and only what is %s can be %s. Next: %s."
              .formatted(
                  milestone,
                  view.id(),
                  words(found.state()),
                  words(wanted),
                  verb,
                  next(contracts, view)));
    }
    return found;
  }

  static Token token(Contracts contracts, EngagementView view) {
    return contracts.token(contracts.orchestrator().market(view.market()).token());
  }

  /// For programs; amounts are in units of the market's token, times in seconds.
  static ObjectNode read(Contracts contracts, EngagementView view) {
    var token = token(contracts, view);
    var node =
        JSON.createObjectNode()
            .put("id", view.id())
            .put("kind", kind(view.kind()))
            .put("state", words(view.state()))
            .put("consumer", view.consumer().toString())
            .put("providerId", view.providerId())
            .put("terms", view.hash().toString())
            .put("market", view.market())
            .put("symbol", token.symbol())
            .put("decimals", token.decimals())
            .put("paid", view.paid().toString())
            .put("rated", view.rated())
            .put("consumerWishesCancel", view.consumerWishesCancel())
            .put("providerWishesCancel", view.providerWishesCancel());
    var milestones = node.putArray("milestones");
    for (int i = 0; i < view.milestones(); i++) {
      var milestone = contracts.engagements().milestone(view.id(), i);
      var row =
          milestones
              .addObject()
              .put("state", words(milestone.state()))
              .put("amount", milestone.amount().toString())
              .put("deliverBy", milestone.deliverBy());
      if (!milestone.deliveryHash().isZero()) {
        row.put("deliveryHash", milestone.deliveryHash().toString());
      }
      if (milestone.state() == MilestoneState.DELIVERED) {
        row.put("acceptBy", milestone.acceptBy());
      }
      if (milestone.disputed().signum() > 0) {
        row.put("disputed", milestone.disputed().toString());
        row.put("disputeId", milestone.disputeId().toString());
      }
    }
    return node.put("next", next(contracts, view));
  }

  void print(long id) {
    var view = known(contracts, id);
    var token = token(contracts, view);
    out.printf("engagement %d, %s, %s%n", id, kind(view.kind()), words(view.state()));
    line("consumer", view.consumer().toString());
    line("provider", Long.toUnsignedString(view.providerId()));
    line("terms", view.hash().toString());
    for (int i = 0; i < view.milestones(); i++) {
      var milestone = contracts.engagements().milestone(id, i);
      line(
          "milestone " + i, Orders.text(token, milestone.amount()) + ", " + told(milestone, token));
    }
    line("paid", Orders.text(token, view.paid()) + " before the fee");
    if (view.consumerWishesCancel() || view.providerWishesCancel()) {
      line("cancel", "wished by the " + (view.consumerWishesCancel() ? "consumer" : "provider"));
    }
    line("next", next(contracts, view));
    out.flush();
  }

  private static String told(MilestoneView milestone, Token token) {
    return switch (milestone.state()) {
      case FUNDED -> "to be delivered by " + at(milestone.deliverBy());
      case DELIVERED ->
          "delivered (%s), accepted at %s unless disputed"
              .formatted(milestone.deliveryHash(), at(milestone.acceptBy()));
      case DISPUTED ->
          "%s disputed (dispute %s)"
              .formatted(Orders.text(token, milestone.disputed()), milestone.disputeId());
      case ACCEPTED, RULED, CANCELLED, LAPSED -> words(milestone.state());
    };
  }

  /// What has to happen now, who does it, and until when.
  static String next(Contracts contracts, EngagementView view) {
    long now = contracts.chain().head().timestamp().getEpochSecond();
    for (int i = 0; i < view.next(); i++) {
      var milestone = contracts.engagements().milestone(view.id(), i);
      if (milestone.state() == MilestoneState.DELIVERED) {
        return now > milestone.acceptBy()
            ? "anybody: flashback service settle %d pays milestone %d, which nobody disputed in time"
                .formatted(view.id(), i)
            : "the consumer accepts or disputes milestone %d by %s"
                .formatted(i, at(milestone.acceptBy()));
      }
      if (milestone.state() == MilestoneState.DISPUTED) {
        return "dispute %s takes its course; without a ruling milestone %d is split in halves in the end"
            .formatted(milestone.disputeId(), i);
      }
    }
    if (view.state() == State.RUNNING && view.next() < view.milestones()) {
      long deliverBy = contracts.engagements().milestone(view.id(), view.next()).deliverBy();
      return now > deliverBy
          ? "anybody: flashback service settle %d refunds milestone %d and those behind it, which were not delivered in time"
              .formatted(view.id(), view.next())
          : "the provider delivers milestone %d by %s".formatted(view.next(), at(deliverBy));
    }
    var token = token(contracts, view);
    var refund = contracts.engagements().refundOf(view.consumer(), token.address());
    var earned = contracts.engagements().earningsOf(view.providerId(), view.market());
    if (refund.signum() > 0 || earned.signum() > 0) {
      return "flashback service withdraw %d sends what is owed".formatted(view.id());
    }
    return view.rated() || view.paid().signum() == 0
        ? "nothing: it is over"
        : "nothing is owed; the consumer may rate it: flashback service rate " + view.id();
  }

  static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  private void line(String what, String text) {
    out.printf("  %-12s %s%n", what, text);
  }
}
