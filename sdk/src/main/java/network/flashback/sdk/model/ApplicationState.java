// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Application State, one of a fixed set of words.
public enum ApplicationState {
  @JsonProperty("AWAITING_DOCUMENTS")
  AWAITING_DOCUMENTS,

  @JsonProperty("APPLIED")
  APPLIED,

  @JsonProperty("PROBING")
  PROBING,

  @JsonProperty("CERTIFIED")
  CERTIFIED,

  @JsonProperty("SUSPENDED")
  SUSPENDED,

  @JsonProperty("EXPIRED")
  EXPIRED,

  @JsonProperty("REVOKED")
  REVOKED,

  @JsonProperty("REFUSED")
  REFUSED,

  @JsonProperty("WITHDRAWN")
  WITHDRAWN,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
