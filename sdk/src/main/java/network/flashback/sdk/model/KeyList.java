// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Keys of programs, the newest first; revoked and expired ones too.
public record KeyList(
    @JsonProperty(value = "keys", required = true) List<ApiKeyEntry> keys) {
  public KeyList {
    keys = List.copyOf(keys);
  }
}
