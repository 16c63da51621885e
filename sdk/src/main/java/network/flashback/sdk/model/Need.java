// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Need as the API shows it.
public record Need(
    @JsonProperty(value = "scope", required = true) CertificateScope scope,
    @JsonProperty(value = "kind", required = true) DocumentKind kind,
    @JsonProperty(value = "of", required = true) List<MemberSort> of) {
  public Need {
    requireNonNull(scope, "scope");
    requireNonNull(kind, "kind");
    of = List.copyOf(of);
  }
}
