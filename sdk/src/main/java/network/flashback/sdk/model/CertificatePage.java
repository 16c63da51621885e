// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of certificates, the newest first.
///
/// @param next Cursor of the next page; absent on the last one.
public record CertificatePage(
    @JsonProperty(value = "certificates", required = true) List<CertificateEntry> certificates,
    @JsonProperty("next") @Nullable String next) {
  public CertificatePage {
    certificates = List.copyOf(certificates);
  }
}
