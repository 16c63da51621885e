// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Dispute Entry Outcome, one of a fixed set of words.
public enum DisputeEntryOutcome {
  @JsonProperty("NONE")
  NONE,

  @JsonProperty("FOR_CLAIMANT")
  FOR_CLAIMANT,

  @JsonProperty("FOR_DEFENDANT")
  FOR_DEFENDANT,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
