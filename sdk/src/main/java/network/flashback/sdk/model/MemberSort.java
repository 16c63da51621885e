// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Member Sort, one of a fixed set of words.
public enum MemberSort {
  @JsonProperty("STORAGE")
  STORAGE,

  @JsonProperty("SERVICE")
  SERVICE,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
