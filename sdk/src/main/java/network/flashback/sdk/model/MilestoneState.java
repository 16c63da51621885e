// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Milestone State, one of a fixed set of words.
public enum MilestoneState {
  @JsonProperty("FUNDED")
  FUNDED,

  @JsonProperty("DELIVERED")
  DELIVERED,

  @JsonProperty("ACCEPTED")
  ACCEPTED,

  @JsonProperty("DISPUTED")
  DISPUTED,

  @JsonProperty("RULED")
  RULED,

  @JsonProperty("CANCELLED")
  CANCELLED,

  @JsonProperty("LAPSED")
  LAPSED,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
