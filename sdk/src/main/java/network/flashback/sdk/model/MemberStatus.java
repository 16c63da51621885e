// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Member Status, one of a fixed set of words.
public enum MemberStatus {
  @JsonProperty("NONE")
  NONE,

  @JsonProperty("APPLIED")
  APPLIED,

  @JsonProperty("ACTIVE")
  ACTIVE,

  @JsonProperty("SUSPENDED")
  SUSPENDED,

  @JsonProperty("EXITING")
  EXITING,

  @JsonProperty("EXITED")
  EXITED,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
