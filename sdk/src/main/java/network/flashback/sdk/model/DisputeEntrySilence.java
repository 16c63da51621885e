// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Dispute Entry Silence, one of a fixed set of words.
public enum DisputeEntrySilence {
  @JsonProperty("CLAIMANT_WINS")
  CLAIMANT_WINS,

  @JsonProperty("NOTHING_MOVES")
  NOTHING_MOVES,

  @JsonProperty("RULING_STANDS")
  RULING_STANDS,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
