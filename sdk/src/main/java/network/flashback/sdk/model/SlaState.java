// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Sla State, one of a fixed set of words.
public enum SlaState {
  @JsonProperty("NONE")
  NONE,

  @JsonProperty("FORMING")
  FORMING,

  @JsonProperty("RUNNING")
  RUNNING,

  @JsonProperty("DEGRADED")
  DEGRADED,

  @JsonProperty("FAILED")
  FAILED,

  @JsonProperty("ENDED")
  ENDED,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
