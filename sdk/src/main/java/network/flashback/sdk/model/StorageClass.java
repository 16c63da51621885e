// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Storage Class, one of a fixed set of words.
public enum StorageClass {
  @JsonProperty("FAST")
  FAST,

  @JsonProperty("DECENTRALIZED")
  DECENTRALIZED,

  @JsonProperty("ARCHIVE")
  ARCHIVE,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
