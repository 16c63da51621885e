// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Certificate Scope, one of a fixed set of words.
public enum CertificateScope {
  @JsonProperty("IDENTITY")
  IDENTITY,

  @JsonProperty("LEGAL_DOCUMENTS")
  LEGAL_DOCUMENTS,

  @JsonProperty("LOCATION")
  LOCATION,

  @JsonProperty("MEASURED_QUALITY")
  MEASURED_QUALITY,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
