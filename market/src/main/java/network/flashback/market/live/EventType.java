package network.flashback.market.live;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A kind of event that is told: one or more events of the contracts.
public enum EventType {
  AGREEMENT_OPENED("AgreementOpened"),
  AGREEMENT_STARTED("AgreementActivated"),
  AGREEMENT_SETTLED("Settled"),
  AGREEMENT_CREDITED("Credited"),
  AGREEMENT_PENALISED("MissPenalised", "BreachPenalised"),
  AGREEMENT_BREACHED("AgreementBreached"),
  AGREEMENT_RENEWED("AgreementRenewed"),
  AGREEMENT_ENDED("AgreementClosed"),
  SLA_CHANGED("SlaOpened", "SlaStateChanged"),
  DISPUTE_OPENED("DisputeOpened"),
  DISPUTE_RULED("DisputeRuled"),
  DISPUTE_EXECUTED("DisputeExecuted");

  @SuppressWarnings("ImmutableEnumChecker") // A list that nobody can change.
  private final List<String> names;

  EventType(String... names) {
    this.names = List.of(names);
  }

  /// The contracts' names of it.
  public List<String> names() {
    return names;
  }

  /// The type of that name on the wire.
  public static Optional<EventType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.toString().equals(name)).findFirst();
  }

  static EventType of(String contractsName) {
    return Arrays.stream(values())
        .filter(type -> type.names.contains(contractsName))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody is told of " + contractsName));
  }

  /// As on the wire: `agreement.opened`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
