// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Delivery Entry State, one of a fixed set of words.
public enum DeliveryEntryState {
  @JsonProperty("WAITING")
  WAITING,

  @JsonProperty("DELIVERED")
  DELIVERED,

  @JsonProperty("DEAD")
  DEAD,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
