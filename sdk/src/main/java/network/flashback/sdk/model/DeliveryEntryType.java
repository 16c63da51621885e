// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Delivery Entry Type, one of a fixed set of words.
public enum DeliveryEntryType {
  @JsonProperty("agreement.opened")
  AGREEMENT_OPENED,

  @JsonProperty("agreement.started")
  AGREEMENT_STARTED,

  @JsonProperty("agreement.settled")
  AGREEMENT_SETTLED,

  @JsonProperty("agreement.credited")
  AGREEMENT_CREDITED,

  @JsonProperty("agreement.penalised")
  AGREEMENT_PENALISED,

  @JsonProperty("agreement.breached")
  AGREEMENT_BREACHED,

  @JsonProperty("agreement.renewed")
  AGREEMENT_RENEWED,

  @JsonProperty("agreement.ended")
  AGREEMENT_ENDED,

  @JsonProperty("sla.changed")
  SLA_CHANGED,

  @JsonProperty("dispute.opened")
  DISPUTE_OPENED,

  @JsonProperty("dispute.ruled")
  DISPUTE_RULED,

  @JsonProperty("dispute.executed")
  DISPUTE_EXECUTED,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
