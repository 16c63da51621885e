// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Document Kind, one of a fixed set of words.
public enum DocumentKind {
  @JsonProperty("IDENTITY")
  IDENTITY,

  @JsonProperty("REGISTRATION")
  REGISTRATION,

  @JsonProperty("AUTHORITY")
  AUTHORITY,

  @JsonProperty("LOCATION")
  LOCATION,

  @JsonProperty("INSURANCE")
  INSURANCE,

  @JsonProperty("QUALIFICATION")
  QUALIFICATION,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
