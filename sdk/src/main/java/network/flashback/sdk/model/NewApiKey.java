// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A key that was just made.
///
/// @param secret What to send as `Authorization: Bearer`. Nobody can show it again.
public record NewApiKey(
    @JsonProperty(value = "key", required = true) ApiKeyEntry key,
    @JsonProperty(value = "secret", required = true) String secret) {
  public NewApiKey {
    requireNonNull(key, "key");
    requireNonNull(secret, "secret");
  }

  /// Without its secrets, so that it may be logged.
  @Override
  public String toString() {
    return "NewApiKey["
        + "key=" + key
        + ", secret=(secret)"
        + "]";
  }
}
