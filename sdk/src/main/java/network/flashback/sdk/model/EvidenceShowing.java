// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Evidence Showing, one of a fixed set of words.
public enum EvidenceShowing {
  @JsonProperty("CLAIM")
  CLAIM,

  @JsonProperty("ANSWER")
  ANSWER,

  @JsonProperty("APPEAL")
  APPEAL,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
