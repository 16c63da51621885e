// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What `streamEvents` is asked for; what is null is not asked for.
///
/// @param types Only these, comma between: agreement.opened, agreement.started, agreement.settled,
///     agreement.credited, agreement.penalised, agreement.breached, agreement.renewed,
///     agreement.ended, sla.changed, dispute.opened, dispute.ruled, dispute.executed; all when
///     absent.
public record StreamEventsQuery(
    @JsonProperty("types") @Nullable String types) {

  /// Nothing in particular.
  public static StreamEventsQuery all() {
    return new StreamEventsQuery(
        null);
  }

  /// The same with this. Only these, comma between: agreement.opened, agreement.started,
  /// agreement.settled, agreement.credited, agreement.penalised, agreement.breached,
  /// agreement.renewed, agreement.ended, sla.changed, dispute.opened, dispute.ruled,
  /// dispute.executed; all when absent.
  public StreamEventsQuery withTypes(String types) {
    return new StreamEventsQuery(
        types);
  }
}
