// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Certifiers that take applications here, by wallet.
public record CertifierList(
    @JsonProperty(value = "certifiers", required = true) List<CertifierEntry> certifiers) {
  public CertifierList {
    certifiers = List.copyOf(certifiers);
  }
}
