// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Criteria of certificates, by version, and the one that counts for new applications.
public record CriteriaBook(
    @JsonProperty(value = "current", required = true) String current,
    @JsonProperty(value = "versions", required = true) List<Criteria> versions) {
  public CriteriaBook {
    requireNonNull(current, "current");
    versions = List.copyOf(versions);
  }
}
