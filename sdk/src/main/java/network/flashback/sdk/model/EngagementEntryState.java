// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Engagement Entry State, one of a fixed set of words.
public enum EngagementEntryState {
  @JsonProperty("NONE")
  NONE,

  @JsonProperty("RUNNING")
  RUNNING,

  @JsonProperty("CANCELLED")
  CANCELLED,

  @JsonProperty("LAPSED")
  LAPSED,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
