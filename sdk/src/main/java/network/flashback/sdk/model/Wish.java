// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Wish, one of a fixed set of words.
public enum Wish {
  @JsonProperty("BUDGET")
  BUDGET,

  @JsonProperty("REGIONS")
  REGIONS,

  @JsonProperty("EXCLUSIONS")
  EXCLUSIONS,

  @JsonProperty("QUALITY")
  QUALITY,

  @JsonProperty("CERTIFIED")
  CERTIFIED,

  @JsonProperty("COLLATERAL")
  COLLATERAL,

  @JsonProperty("REDUNDANCY")
  REDUNDANCY,

  @JsonProperty("MIX")
  MIX,

  @JsonProperty("DURATION")
  DURATION,

  @JsonProperty("VOLUME")
  VOLUME,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
