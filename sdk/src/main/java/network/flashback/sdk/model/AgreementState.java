// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Agreement State, one of a fixed set of words.
public enum AgreementState {
  @JsonProperty("NONE")
  NONE,

  @JsonProperty("OPEN")
  OPEN,

  @JsonProperty("ACTIVE")
  ACTIVE,

  @JsonProperty("NOTICE")
  NOTICE,

  @JsonProperty("BREACHED")
  BREACHED,

  @JsonProperty("CLOSED")
  CLOSED,

  @JsonProperty("VOID")
  VOID,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
