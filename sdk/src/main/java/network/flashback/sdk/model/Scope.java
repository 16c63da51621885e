// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Scope, one of a fixed set of words.
public enum Scope {
  @JsonProperty("organisation:read")
  ORGANISATION_READ,

  @JsonProperty("members:write")
  MEMBERS_WRITE,

  @JsonProperty("keys:read")
  KEYS_READ,

  @JsonProperty("keys:write")
  KEYS_WRITE,

  @JsonProperty("audit:read")
  AUDIT_READ,

  @JsonProperty("webhooks:read")
  WEBHOOKS_READ,

  @JsonProperty("webhooks:write")
  WEBHOOKS_WRITE,

  /// A word that is newer than this SDK. It is never sent.
  @JsonEnumDefaultValue
  UNKNOWN_TO_THIS_SDK
}
