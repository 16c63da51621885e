// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Role, one of a fixed set of words.
public enum Role {
  @JsonProperty("OWNER")
  OWNER,

  @JsonProperty("ADMIN")
  ADMIN,

  @JsonProperty("MEMBER")
  MEMBER,

  @JsonProperty("AUDITOR")
  AUDITOR,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
