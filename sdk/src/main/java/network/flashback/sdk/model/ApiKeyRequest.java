// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key that is to be made for a program.
///
/// @param name what the key is for; 1 to 80 characters
/// @param scopes what it may do
/// @param lifeSeconds How long it lives, in seconds: at most two years; 90 days when absent.
public record ApiKeyRequest(
    @JsonProperty(value = "name", required = true) String name,
    @JsonProperty(value = "scopes", required = true) List<Scope> scopes,
    @JsonProperty("lifeSeconds") @Nullable Long lifeSeconds) {
  public ApiKeyRequest {
    requireNonNull(name, "name");
    scopes = List.copyOf(scopes);
  }

  /// With what must be there, and nothing else.
  public static ApiKeyRequest of(
      String name,
      List<Scope> scopes) {
    return new ApiKeyRequest(
        name, scopes, null);
  }

  /// The same with this. How long it lives, in seconds: at most two years; 90 days when absent.
  public ApiKeyRequest withLifeSeconds(long lifeSeconds) {
    return new ApiKeyRequest(
        name, scopes, lifeSeconds);
  }
}
