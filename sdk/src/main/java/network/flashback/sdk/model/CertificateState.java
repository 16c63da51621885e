// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Certificate State, one of a fixed set of words.
public enum CertificateState {
  @JsonProperty("NONE")
  NONE,

  @JsonProperty("ISSUED")
  ISSUED,

  @JsonProperty("SUSPENDED")
  SUSPENDED,

  @JsonProperty("REVOKED")
  REVOKED,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
