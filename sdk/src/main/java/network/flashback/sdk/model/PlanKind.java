// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Plan Kind, one of a fixed set of words.
public enum PlanKind {
  @JsonProperty("CHEAPEST")
  CHEAPEST,

  @JsonProperty("QUICKEST")
  QUICKEST,

  @JsonProperty("SAFEST")
  SAFEST,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
