// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Criterion, one of a fixed set of words.
public enum Criterion {
  @JsonProperty("PRICE")
  PRICE,

  @JsonProperty("UPTIME")
  UPTIME,

  @JsonProperty("LATENCY")
  LATENCY,

  @JsonProperty("ERRORS")
  ERRORS,

  @JsonProperty("PROOFS")
  PROOFS,

  @JsonProperty("CERTIFICATES")
  CERTIFICATES,

  @JsonProperty("STAKE")
  STAKE,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
