// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Dispute Entry State, one of a fixed set of words.
public enum DisputeEntryState {
  @JsonProperty("NONE")
  NONE,

  @JsonProperty("OPENED")
  OPENED,

  @JsonProperty("ANSWERED")
  ANSWERED,

  @JsonProperty("RULED")
  RULED,

  @JsonProperty("APPEALED")
  APPEALED,

  @JsonProperty("FINAL")
  FINAL,

  @JsonProperty("EXECUTED")
  EXECUTED,

  @JsonProperty("DEFAULT")
  DEFAULT,

  @JsonProperty("VOID")
  VOID,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
